// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/masked_needle.hpp"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include "memosaic/error.hpp"

// A line that may write a needle, and behind it a haystack: the text against a reader of one character after the other,
// the matches against trying every position.
namespace {

using namespace memosaic;

void require(bool condition) {
  if (!condition) std::abort();
}

struct reading {
  std::vector<std::byte> values;
  std::vector<std::byte> mask;
  std::optional<std::size_t> bad;  // where the first wrong character is
};

reading naive_reading(std::string_view text) {
  reading result;
  const auto take = [&](std::size_t at) {
    const std::string_view digits = "0123456789abcdefABCDEF?";
    const auto found = at < text.size() ? digits.find(text[at]) : std::string_view::npos;
    if (found == std::string_view::npos) {
      result.bad = at;
      return;
    }
    const bool any = text[at] == '?';
    const auto value = any ? 0U : static_cast<unsigned>(found < 16 ? found : found - 6);
    result.values.back() = result.values.back() << 4 | static_cast<std::byte>(value);
    result.mask.back() = result.mask.back() << 4 | std::byte{any ? std::uint8_t{0} : std::uint8_t{15}};
  };
  for (std::size_t at = 0; at < text.size() && !result.bad;) {
    if (std::string_view(" \t\n\v\f\r").find(text[at]) != std::string_view::npos) {
      ++at;
      continue;
    }
    result.values.push_back(std::byte{0});
    result.mask.push_back(std::byte{0});
    take(at);
    if (!result.bad) take(at + 1);
    at += 2;
  }
  return result;
}

void search(const masked_needle& needle, bytes_view haystack, const search_range& where) {
  const auto aligned = [&](std::size_t at) { return at % where.step == (where.origin % where.step); };
  std::vector<std::size_t> expected;
  for (std::size_t at = where.start; at + needle.size() <= haystack.size(); ++at) {
    bool same = aligned(at);
    for (std::size_t i = 0; same && i < needle.size(); ++i) {
      same = (haystack[at + i] & needle.mask()[i]) == needle.values()[i];
    }
    if (same) expected.push_back(at);
  }
  require(needle.find_all(haystack, overlap::yes, where) == expected);
  require(needle.count(haystack, overlap::yes, where) == expected.size());
  const auto first = needle.find(haystack, where);
  const auto last = needle.rfind(haystack, where);
  require(first.has_value() == !expected.empty() && last.has_value() == !expected.empty());
  require(expected.empty() || (*first == expected.front() && *last == expected.back()));
  for (const std::size_t at : expected) require(needle.agrees(haystack.subspan(at, needle.size())));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096 || size < 2) return 0;
  const std::size_t start = data[0] % 8;
  const std::size_t step = 1 + data[1] % 5;
  const std::string_view all(reinterpret_cast<const char*>(data + 2), size - 2);
  const auto text = all.substr(0, all.find('|'));
  const auto rest = all.substr(std::min(all.size(), text.size() + 1));
  const auto expected = naive_reading(text);
  try {
    const auto needle = masked_needle::parse(text);
    require(!expected.bad && needle.size() == expected.values.size());
    for (std::size_t i = 0; i < needle.size(); ++i) {
      require(needle.values()[i] == expected.values[i] && needle.mask()[i] == expected.mask[i]);
    }
    search(needle, std::as_bytes(std::span(rest)), {.start = start, .step = step, .origin = data[1]});
  } catch (const format_error& error) {
    require(expected.bad == error.offset());
  } catch (const std::invalid_argument&) {
    require(!expected.bad && expected.values.empty());
  }
  return 0;
}
