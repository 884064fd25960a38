// SPDX-License-Identifier: Apache-2.0
#include "cli/numbers.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/image/image.hpp"

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

std::optional<uint128> checked_wide_multiply(uint128 a, uint128 b) noexcept {
  uint128 product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

// Nothing if it does not fit 128 bits.
std::optional<uint128> parse_wide(std::string_view text) {
  std::string_view digits = text;
  const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
  if (hexadecimal) digits.remove_prefix(2);
  const unsigned power = take_suffix(digits);
  if (power > 4 || digits.empty() || digits.front() == '_' || digits.back() == '_') refuse_number(text);

  const unsigned base = hexadecimal ? 16 : 10;
  std::optional<uint128> value = 0;
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
    if (value) value = checked_wide_multiply(*value, base);
    if (value && __builtin_add_overflow(*value, uint128{digit}, &*value)) value.reset();
  }
  for (unsigned i = 0; i < power && value; ++i) value = checked_wide_multiply(*value, 1024);
  return value;
}

}  // namespace

std::uint64_t parse_number(std::string_view text) {
  const auto value = parse_wide(text);
  if (!value || *value > UINT64_MAX) refuse(text, "is too big", "the largest number is 0xffffffffffffffff");
  return static_cast<std::uint64_t>(*value);
}

int128 parse_address(std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto value = parse_wide(negative ? text.substr(1) : text);
  if (!value || *value >> 127U != 0) refuse(text, "is too big", "an address has 127 bits and a sign");
  return negative ? -static_cast<int128>(*value) : static_cast<int128>(*value);
}

image_range parse_address_range(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) {
    refuse(text, "is not a range", "write A:B, A:+LENGTH, A: to the end, or :B from the beginning");
  }
  const std::string_view first = text.substr(0, colon);
  const std::string_view second = text.substr(colon + 1);
  image_range range = image_memory::everywhere;
  if (!first.empty()) range.start = parse_address(first);
  if (second.starts_with('+')) {
    if (first.empty()) refuse(text, "has a length but no start", "write A:+LENGTH");
    const auto stop = checked_advance(range.start, static_cast<uint128>(parse_address(second.substr(1))));
    if (!stop || second.starts_with("+-")) refuse(text, "ends beyond the last address", "write a shorter length");
    range.stop = *stop;
  } else if (!second.empty()) {
    range.stop = parse_address(second);
    if (range.stop < range.start) {
      refuse(text, "stops before it starts", "write A:B with A not above B, or A:+LENGTH");
    }
  }
  return range;
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

std::string hex_address(int128 address) {
  const auto value = static_cast<uint128>(address);
  const uint128 size = address < 0 ? uint128{0} - value : value;
  std::string text = address < 0 ? "-0x" : "0x";
  const auto high = static_cast<std::uint64_t>(size >> 64U);
  const auto low = static_cast<std::uint64_t>(size);
  if (high == 0) return text + hex_number(low).substr(2);
  const std::string digits = hex_number(low).substr(2);
  return text + hex_number(high).substr(2) + std::string(16 - digits.size(), '0') + digits;
}

std::string range_text(const image_range& range) { return hex_address(range.start) + ":" + hex_address(range.stop); }

}  // namespace memosaic::cli
