// SPDX-License-Identifier: Apache-2.0
#include "cli/numbers.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

#include "memosaic/bytes/checked.hpp"

namespace memosaic::cli {
namespace {

[[noreturn]] void refuse(std::string_view text, std::string_view what, std::string_view remedy) {
  throw std::invalid_argument(std::string(1, '"').append(text).append("\" ").append(what).append(": ").append(remedy));
}

[[noreturn]] void refuse_number(std::string_view text) {
  refuse(
      text, "is not a number",
      "write decimal digits, or 0x and hexadecimal digits, then K, M, G or T for powers of 1024, as in 4K or 0x1_000");
}

unsigned digit_value(char character) {
  if (character >= '0' && character <= '9') return static_cast<unsigned>(character - '0');
  if (character >= 'a' && character <= 'f') return static_cast<unsigned>(character - 'a') + 10;
  if (character >= 'A' && character <= 'F') return static_cast<unsigned>(character - 'A') + 10;
  return 99;
}

// The power of 1024 that `digits` ends in, taken off it.
unsigned take_suffix(std::string_view& digits) {
  if (digits.size() > 1 && digits.back() == 'i') {
    digits.remove_suffix(1);
    const auto power = std::string_view("KMGT").find(digits.back());
    if (power == std::string_view::npos) return 99;
    digits.remove_suffix(1);
    return static_cast<unsigned>(power) + 1;
  }
  if (digits.empty()) return 0;
  const auto power = std::string_view("KMGTkmgt").find(digits.back());
  if (power == std::string_view::npos) return 0;
  digits.remove_suffix(1);
  return static_cast<unsigned>(power % 4) + 1;
}

}  // namespace

std::uint64_t parse_number(std::string_view text) {
  std::string_view digits = text;
  const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
  if (hexadecimal) digits.remove_prefix(2);
  const unsigned power = take_suffix(digits);
  if (power > 4 || digits.empty() || digits.front() == '_' || digits.back() == '_') refuse_number(text);

  const unsigned base = hexadecimal ? 16 : 10;
  std::optional<std::uint64_t> value = 0;
  bool separated = false;
  for (const char character : digits) {
    if (character == '_') {
      if (separated) refuse_number(text);
      separated = true;
      continue;
    }
    separated = false;
    const unsigned digit = digit_value(character);
    if (digit >= base) refuse_number(text);
    if (value) value = checked_multiply(*value, base);
    if (value) value = checked_add(*value, digit);
  }
  for (unsigned i = 0; i < power && value; ++i) value = checked_multiply(*value, 1024);
  if (!value) refuse(text, "is too big", "the largest number is 0xffffffffffffffff");
  return *value;
}

byte_range parse_range(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) {
    refuse(text, "is not a range", "write A:B, A:+LENGTH, A: to the end, or :B from the beginning");
  }
  const std::string_view first = text.substr(0, colon);
  const std::string_view second = text.substr(colon + 1);
  byte_range range;
  if (!first.empty()) range.start = parse_number(first);
  if (second.starts_with('+')) {
    range.stop = checked_add(range.start, parse_number(second.substr(1)));
    if (!range.stop) refuse(text, "ends beyond 2^64", "write a shorter length, or A: for all to the end");
  } else if (!second.empty()) {
    range.stop = parse_number(second);
    if (*range.stop < range.start) {
      refuse(text, "stops before it starts", "write A:B with A not above B, or A:+LENGTH");
    }
  }
  return range;
}

std::string hex_number(std::uint64_t number) {
  std::array<char, 18> text{'0', 'x'};
  const auto result = std::to_chars(text.data() + 2, text.data() + text.size(), number, 16);
  return {text.data(), result.ptr};
}

}  // namespace memosaic::cli
