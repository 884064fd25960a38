// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "harness/number_text.hpp"
#include "harness/report.hpp"

namespace memosaic::bench {
namespace {

constexpr const char* columns = "%-50s %11s  %-23s %9s %7s %7s  %s";

std::string line(const char* name, const char* value, const char* peer, const char* peer_value, const char* ratio,
                 const char* target, const char* met) {
  char text[256];
  std::snprintf(text, sizeof text, columns, name, value, peer, peer_value, ratio, target, met);
  return text;
}

}  // namespace

std::string text_heading() {
  return line("figure", "memosaic", "peer", "its value", "ratio", "target", "met") + "\n" + std::string(117, '-');
}

std::string text_line(const row& one) {
  const std::string value = one.value ? number_text(*one.value) + " " + one.unit : "-";
  std::string text = line(one.name.c_str(), value.c_str(), one.peer.c_str(), number_text(one.peer_value).c_str(),
                          ratio_text(one.ratio).c_str(), target_text(one).c_str(), one.met ? "yes" : "NO");
  if (!one.reason.empty()) text += "\n    " + one.reason;
  return text;
}

std::string text_summary(std::span<const row> rows) {
  std::size_t met = 0;
  std::string missed;
  for (const row& one : rows) {
    if (one.met) {
      ++met;
    } else {
      missed += "  " + one.name + " / " + one.peer + "\n";
    }
  }
  std::string text = std::to_string(met) + " of " + std::to_string(rows.size()) + " rows met their target";
  return missed.empty() ? text + "\n" : text + "; these did not:\n" + missed;
}

}  // namespace memosaic::bench
