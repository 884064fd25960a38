// SPDX-License-Identifier: Apache-2.0
#include "harness/number_text.hpp"

#include <cmath>
#include <cstdio>

namespace memosaic::bench {
namespace {

std::string with_decimals(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

}  // namespace

std::string number_text(std::optional<double> value) {
  if (!value) return "-";
  const double size = std::fabs(*value);
  return with_decimals(*value, size == 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

std::string ratio_text(std::optional<double> ratio) {
  if (!ratio) return "-";
  if (*ratio >= largest_ratio) return "any";
  return with_decimals(*ratio, *ratio >= 100 ? 0 : *ratio >= 10 ? 1 : 3);
}

std::string target_text(const row& one) {
  if (one.target <= 0) return "-";
  return with_decimals(one.target, one.target >= 10 ? 0 : 2);
}

}  // namespace memosaic::bench
