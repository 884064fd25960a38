#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace memosaic {

/// What a value is. The numbers are those of docs/table_format.md and never change.
///
/// A dynamic `value` knows only the widest form of each: `int64` for every integer that fits, `uint64` for those that
/// do not, `float64`, `bytes`, `text`. The others are kinds of fields.
enum class value_kind : std::uint8_t {
  null = 0,
  boolean = 1,
  int8 = 2,
  int16 = 3,
  int32 = 4,
  int64 = 5,
  uint8 = 6,
  uint16 = 7,
  uint32 = 8,
  uint64 = 9,
  float32 = 10,
  float64 = 11,
  date = 12,
  datetime = 13,
  fixed_bytes = 14,  ///< up to a fixed number of bytes, within the record
  fixed_text = 15,
  decimal = 16,
  bytes = 17,
  text = 18,    ///< UTF-8; tested when it is packed, and by verification
  buffer = 19,  ///< bytes that begin at a multiple of 64
  list = 20,
  tuple = 21,
  set = 22,
  dict = 23,
  array = 24,
  record = 25,
  any = 26,      ///< only of a field: every value says itself what it is
  pooled = 255,  ///< only of a value: an object of an `object_pool`. Never in a file
};

/// Its name, as in "float64"; "unknown kind" for any other number.
[[nodiscard]] std::string_view name_of(value_kind kind) noexcept;

[[nodiscard]] constexpr bool is_signed_integer(value_kind kind) noexcept {
  return kind >= value_kind::int8 && kind <= value_kind::int64;
}
[[nodiscard]] constexpr bool is_unsigned_integer(value_kind kind) noexcept {
  return kind >= value_kind::uint8 && kind <= value_kind::uint64;
}
[[nodiscard]] constexpr bool is_integer(value_kind kind) noexcept {
  return kind >= value_kind::int8 && kind <= value_kind::uint64;
}
[[nodiscard]] constexpr bool is_float(value_kind kind) noexcept {
  return kind == value_kind::float32 || kind == value_kind::float64;
}
/// Integers and floats; a boolean is no number.
[[nodiscard]] constexpr bool is_number(value_kind kind) noexcept { return is_integer(kind) || is_float(kind); }

/// Whether its slot leads to an object elsewhere.
[[nodiscard]] constexpr bool is_referenced(value_kind kind) noexcept {
  return kind >= value_kind::decimal && kind <= value_kind::record;
}

/// Whether a field of this kind holds bytes or text of the capacity that its type names.
[[nodiscard]] constexpr bool is_fixed(value_kind kind) noexcept {
  return kind == value_kind::fixed_bytes || kind == value_kind::fixed_text;
}

/// Whether values of this kind may be elements of sets and keys of dicts.
[[nodiscard]] constexpr bool is_hashable(value_kind kind) noexcept {
  return kind <= value_kind::text || kind == value_kind::tuple || kind == value_kind::set || kind == value_kind::any;
}

/// The kind of a C++ number. `char` is none, for it is a character; `long long` has the size of `int64`.
template <typename Number>
requires((std::integral<Number> || std::floating_point<Number>)&&!std::same_as<Number, char>)
    [[nodiscard]] consteval value_kind kind_of_number() noexcept {
  if constexpr (std::same_as<Number, bool>) {
    return value_kind::boolean;
  } else if constexpr (std::floating_point<Number>) {
    static_assert(sizeof(Number) == 4 || sizeof(Number) == 8, "only float and double");
    return sizeof(Number) == 4 ? value_kind::float32 : value_kind::float64;
  } else {
    static_assert(sizeof(Number) <= 8);
    const int power = sizeof(Number) == 1 ? 0 : sizeof(Number) == 2 ? 1 : sizeof(Number) == 4 ? 2 : 3;
    return static_cast<value_kind>((std::is_signed_v<Number> ? 2 : 6) + power);
  }
}

}  // namespace memosaic
