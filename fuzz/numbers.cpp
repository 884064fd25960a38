// SPDX-License-Identifier: Apache-2.0
#include "cli/numbers.hpp"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using memosaic::cli::byte_range;
using memosaic::cli::parse_number;
using memosaic::cli::parse_range;

void require(bool holds) {
  if (!holds) std::abort();
}

template <typename Value>
std::optional<Value> parsed(Value (*parse)(std::string_view), std::string_view text) {
  try {
    return parse(text);
  } catch (const std::invalid_argument& error) {
    // The sentence quotes what was wrong with it, which may be a part of the text.
    require(std::string_view(error.what()).starts_with('"'));
    return std::nullopt;
  }
}

// The same number by the C library, when the text is all digits.
void compare_with_strtoull(std::string_view text, std::optional<std::uint64_t> number) {
  const bool hexadecimal = text.starts_with("0x");
  const std::string_view digits = hexadecimal ? text.substr(2) : text;
  const char* const allowed = hexadecimal ? "0123456789abcdefABCDEF" : "0123456789";
  if (digits.empty() || digits.find_first_not_of(allowed) != std::string_view::npos) return;
  errno = 0;
  const std::uint64_t expected = std::strtoull(std::string(digits).c_str(), nullptr, hexadecimal ? 16 : 10);
  require(number == (errno == ERANGE ? std::nullopt : std::optional(expected)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto number = parsed<std::uint64_t>(parse_number, text);
  compare_with_strtoull(text, number);
  if (number) {
    require(parse_number(memosaic::cli::hex_number(*number)) == *number);
    require(text.find(':') == std::string_view::npos);
  }
  if (const auto range = parsed<byte_range>(parse_range, text)) {
    require(!range->stop || *range->stop >= range->start);
    // A range is its two numbers and nothing else.
    const std::string_view first = text.substr(0, text.find(':'));
    require(range->start == (first.empty() ? 0 : parse_number(first)));
    std::string again = memosaic::cli::hex_number(range->start) + ":";
    if (range->stop) again += memosaic::cli::hex_number(*range->stop);
    require(parse_range(again) == *range);
  }
  return 0;
}
