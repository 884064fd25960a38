// SPDX-License-Identifier: Apache-2.0
#include "cli/image/filter_words.hpp"

#include <stdexcept>
#include <string>

#include "cli/needle.hpp"
#include "cli/numbers.hpp"

namespace memosaic::cli {

filter_words filter_words::split_whole(std::string_view text) {
  filter_words words{text, {}, std::nullopt};
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    words.value = text.substr(0, at);
    words.where = text.substr(at + 1);
  }
  return words;
}

filter_words filter_words::split(std::string_view text) {
  filter_words words = split_whole(text);
  std::string_view rest = words.value;
  auto comma = rest.find(',');
  words.value = rest.substr(0, comma);
  while (comma != std::string_view::npos) {
    rest.remove_prefix(comma + 1);
    comma = rest.find(',');
    words.options.push_back(rest.substr(0, comma));
  }
  return words;
}

std::optional<image_range> filter_words::range() const {
  if (!where) return std::nullopt;
  return parse_address_range(*where);
}

std::uint64_t parse_bounded(std::string_view text, std::uint64_t least, std::uint64_t most) {
  const std::uint64_t number = parse_number(text);
  if (number >= least && number <= most) return number;
  throw std::invalid_argument("\"" + std::string(text) + "\" is out of range: give a number from " +
                              std::to_string(least) + " to " + std::to_string(most));
}

std::byte parse_byte(std::string_view text) { return static_cast<std::byte>(parse_bounded(text, 0, 255)); }

std::vector<std::byte> parse_pattern(std::string_view text) {
  for (const std::string_view prefix : {"hex:", "text:", "utf16:", "utf16be:"}) {
    if (text.starts_with(prefix)) return parse_needle(text, needle_form::prefixed);
  }
  return {parse_byte(text)};
}

hole_rule parse_hole_rule(std::string_view text) {
  if (text == "refuse") return hole_rule::refuse();
  if (text == "skip") return hole_rule::skip();
  if (text.empty() || text.front() < '0' || text.front() > '9') {
    throw std::invalid_argument("\"" + std::string(text) +
                                "\" is no rule for holes: give refuse, skip, or the byte that stands for them");
  }
  return hole_rule::fill(parse_byte(text));
}

}  // namespace memosaic::cli
