// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/row_format.hpp"

#include <algorithm>

namespace memosaic {
namespace {

bool same_letters(std::string_view text, std::string_view lower) noexcept {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

}  // namespace

std::optional<row_format> row_format::named(std::string_view name) noexcept {
  if (same_letters(name, "csv")) return comma_separated();
  if (same_letters(name, "tsv")) return tab_separated();
  if (same_letters(name, "jsonl") || same_letters(name, "ndjson")) return json_lines();
  return std::nullopt;
}

std::optional<row_format> row_format::of_path(std::string_view path) noexcept {
  const std::string_view file = path.substr(path.rfind('/') + 1);
  const std::size_t dot = file.rfind('.');
  return dot == std::string_view::npos ? std::nullopt : named(file.substr(dot + 1));
}

}  // namespace memosaic
