#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// One item of an array outside of it: a truth value, an integer, a floating-point number or a short run of bytes.
///
/// Numbers compare by their exact value, whatever holds them: `item_value(1) == item_value(1.0)`, and 2^53 + 1 is not
/// the double 2^53. NaN equals nothing. Bytes equal bytes only.
/// Errors of the conversions: `std::invalid_argument` for the wrong kind, `std::out_of_range` for too big a number.
class item_value {
 public:
  item_value() noexcept : held_(std::int64_t{0}) {}
  item_value(std::same_as<bool> auto value) noexcept : held_(value) {}
  item_value(std::signed_integral auto value) noexcept : held_(std::int64_t{value}) {}
  template <std::unsigned_integral Value>
  requires(!std::same_as<Value, bool>) item_value(Value value)
  noexcept : held_(std::uint64_t{value}) {}
  item_value(double value) noexcept : held_(value) {}
  item_value(float value) noexcept : held_(double{value}) {}
  item_value(bytes_view bytes) : held_(std::vector<std::byte>(bytes.begin(), bytes.end())) {}
  item_value(std::string_view text) : item_value(bytes_of(text)) {}
  item_value(const std::string& text) : item_value(std::string_view(text)) {}
  item_value(const char* text) : item_value(std::string_view(text)) {}

  [[nodiscard]] bool is_bool() const noexcept { return std::holds_alternative<bool>(held_); }
  [[nodiscard]] bool is_integer() const noexcept {
    return std::holds_alternative<std::int64_t>(held_) || std::holds_alternative<std::uint64_t>(held_);
  }
  [[nodiscard]] bool is_double() const noexcept { return std::holds_alternative<double>(held_); }
  [[nodiscard]] bool is_bytes() const noexcept { return std::holds_alternative<std::vector<std::byte>>(held_); }

  /// Whether a number is not 0, NaN included.
  [[nodiscard]] bool to_bool() const;

  /// An integer or truth value; floating-point numbers are refused, also whole ones.
  [[nodiscard]] std::int64_t to_signed() const;
  [[nodiscard]] std::uint64_t to_unsigned() const;

  /// Any number; an integer beyond 2^53 is rounded to the nearest double.
  [[nodiscard]] double to_double() const;

  [[nodiscard]] bytes_view to_bytes() const MEMOSAIC_LIFETIMEBOUND;

  /// For messages: `-1`, `true`, `0.5`, or bytes as `"ab\x00"`, cut after 32 of them.
  [[nodiscard]] std::string to_text() const;

  friend bool operator==(const item_value& a, const item_value& b) noexcept;

 private:
  std::variant<bool, std::int64_t, std::uint64_t, double, std::vector<std::byte>> held_;
};

}  // namespace memosaic
