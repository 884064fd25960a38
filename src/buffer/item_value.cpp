// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/item_value.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>

#include "memosaic/bytes/compare.hpp"

namespace memosaic {
namespace {

/// A whole number from -2^63 to 2^64 - 1: its value modulo 2^64, and its sign.
struct whole_number {
  std::uint64_t bits = 0;
  bool negative = false;
  friend bool operator==(const whole_number&, const whole_number&) = default;
};

whole_number whole(std::int64_t value) noexcept { return {static_cast<std::uint64_t>(value), value < 0}; }

/// The whole number that a double is, if it is one in that range.
std::optional<whole_number> whole(double value) noexcept {
  constexpr double two_to_63 = 9223372036854775808.0;
  if (!(value >= -two_to_63 && value < 2 * two_to_63) || std::trunc(value) != value) return std::nullopt;
  if (value < 0) return whole(static_cast<std::int64_t>(value));
  return whole_number{static_cast<std::uint64_t>(value), false};
}

[[noreturn]] void refuse(const item_value& value, const char* wanted) {
  throw std::invalid_argument(value.to_text() + " is no " + wanted);
}

std::string bytes_text(bytes_view bytes) {
  constexpr std::size_t most = 32;
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "\"";
  for (const std::byte byte : bytes.first(std::min(bytes.size(), most))) {
    const auto code = std::to_integer<unsigned>(byte);
    if (code >= 0x20 && code < 0x7f && code != '"' && code != '\\') {
      text += static_cast<char>(code);
    } else {
      text += "\\x";
      text += digits[code / 16];
      text += digits[code % 16];
    }
  }
  return text + (bytes.size() > most ? "...\"" : "\"");
}

}  // namespace

bool item_value::to_bool() const {
  if (const auto* value = std::get_if<bool>(&held_)) return *value;
  if (const auto* value = std::get_if<std::int64_t>(&held_)) return *value != 0;
  if (const auto* value = std::get_if<std::uint64_t>(&held_)) return *value != 0;
  if (const auto* value = std::get_if<double>(&held_)) return *value != 0;
  refuse(*this, "number");
}

std::int64_t item_value::to_signed() const {
  if (const auto* value = std::get_if<bool>(&held_)) return *value ? 1 : 0;
  if (const auto* value = std::get_if<std::int64_t>(&held_)) return *value;
  if (const auto* value = std::get_if<std::uint64_t>(&held_)) {
    if (*value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      throw std::out_of_range(to_text() + " is too big for a signed integer of 64 bits");
    }
    return static_cast<std::int64_t>(*value);
  }
  refuse(*this, "integer");
}

std::uint64_t item_value::to_unsigned() const {
  if (const auto* value = std::get_if<bool>(&held_)) return *value ? 1 : 0;
  if (const auto* value = std::get_if<std::uint64_t>(&held_)) return *value;
  if (const auto* value = std::get_if<std::int64_t>(&held_)) {
    if (*value < 0) throw std::out_of_range(to_text() + " is too small for an unsigned integer");
    return static_cast<std::uint64_t>(*value);
  }
  refuse(*this, "integer");
}

double item_value::to_double() const {
  if (const auto* value = std::get_if<bool>(&held_)) return *value ? 1 : 0;
  if (const auto* value = std::get_if<std::int64_t>(&held_)) return static_cast<double>(*value);
  if (const auto* value = std::get_if<std::uint64_t>(&held_)) return static_cast<double>(*value);
  if (const auto* value = std::get_if<double>(&held_)) return *value;
  refuse(*this, "number");
}

bytes_view item_value::to_bytes() const {
  if (const auto* value = std::get_if<std::vector<std::byte>>(&held_)) return *value;
  refuse(*this, "run of bytes");
}

std::string item_value::to_text() const {
  if (const auto* value = std::get_if<bool>(&held_)) return *value ? "true" : "false";
  if (const auto* value = std::get_if<std::int64_t>(&held_)) return std::to_string(*value);
  if (const auto* value = std::get_if<std::uint64_t>(&held_)) return std::to_string(*value);
  if (const auto* value = std::get_if<double>(&held_)) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), *value).ptr;
    return {digits.data(), end};
  }
  return bytes_text(to_bytes());
}

bool operator==(const item_value& a, const item_value& b) noexcept {
  using bytes = std::vector<std::byte>;
  const auto* const a_bytes = std::get_if<bytes>(&a.held_);
  const auto* const b_bytes = std::get_if<bytes>(&b.held_);
  if (a_bytes != nullptr || b_bytes != nullptr) {
    return a_bytes != nullptr && b_bytes != nullptr && equal(*a_bytes, *b_bytes);
  }
  const auto* const a_double = std::get_if<double>(&a.held_);
  const auto* const b_double = std::get_if<double>(&b.held_);
  if (a_double != nullptr && b_double != nullptr) return *a_double == *b_double;
  const auto exact = [](const item_value& number) -> std::optional<whole_number> {
    if (const auto* value = std::get_if<bool>(&number.held_)) return whole(std::int64_t{*value});
    if (const auto* value = std::get_if<std::int64_t>(&number.held_)) return whole(*value);
    if (const auto* value = std::get_if<std::uint64_t>(&number.held_)) return whole_number{*value, false};
    if (const auto* value = std::get_if<double>(&number.held_)) return whole(*value);
    return std::nullopt;
  };
  const auto a_whole = exact(a);
  return a_whole.has_value() && a_whole == exact(b);  // at most one is a double, and a whole one if it is equal
}

}  // namespace memosaic
