#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"

namespace memosaic {

#if defined(__SIZEOF_INT128__)
__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;
#endif

/// A number whose every bit pattern is a value, so that any bytes can be read as one: integers, `float`, `double`.
///
/// `bool` is none (a byte of 2 is not a bool), nor is `long double` (it has padding).
template <typename Number>
concept plain_number = (std::is_arithmetic_v<Number> && !std::is_same_v<std::remove_cv_t<Number>, bool> &&
                        !std::is_same_v<std::remove_cv_t<Number>, long double> && !std::is_const_v<Number> &&
                        !std::is_volatile_v<Number>)
#if defined(__SIZEOF_INT128__)
                       || std::is_same_v<Number, int128> || std::is_same_v<Number, uint128>
#endif
    ;

/// The number with its bytes in the opposite order.
template <plain_number Number>
[[nodiscard]] constexpr Number byte_swapped(Number number) noexcept {
  if constexpr (sizeof(Number) == 1) {
    return number;
  } else if constexpr (sizeof(Number) == 2) {
    return std::bit_cast<Number>(__builtin_bswap16(std::bit_cast<std::uint16_t>(number)));
  } else if constexpr (sizeof(Number) == 4) {
    return std::bit_cast<Number>(__builtin_bswap32(std::bit_cast<std::uint32_t>(number)));
  } else if constexpr (sizeof(Number) == 8) {
    return std::bit_cast<Number>(__builtin_bswap64(std::bit_cast<std::uint64_t>(number)));
  } else {
    static_assert(sizeof(Number) == 16);
    const auto halves = std::bit_cast<std::array<std::uint64_t, 2>>(number);
    return std::bit_cast<Number>(std::array{__builtin_bswap64(halves[1]), __builtin_bswap64(halves[0])});
  }
}

/// The number that begins at `at`, which need not be aligned.
///
/// For loops that have tested their range before: nothing is tested here. Elsewhere use `load`.
template <plain_number Number>
[[nodiscard]] Number load_unchecked(const std::byte* at, std::endian order) noexcept {
  Number number;
  std::memcpy(&number, at, sizeof(Number));
  return order == std::endian::native ? number : byte_swapped(number);
}

/// Writes the number from `at` on, which need not be aligned; nothing is tested.
template <plain_number Number>
void store_unchecked(std::byte* at, Number number, std::endian order) noexcept {
  if (order != std::endian::native) number = byte_swapped(number);
  std::memcpy(at, &number, sizeof(Number));
}

/// The number at `offset`, unaligned: `load<std::uint32_t>(bytes, 12, std::endian::little)`.
///
/// Errors: `std::out_of_range` if it does not lie wholly inside.
template <plain_number Number>
[[nodiscard]] Number load(bytes_view bytes, std::size_t offset, std::endian order) {
  require_run(offset, sizeof(Number), bytes.size());
  return load_unchecked<Number>(bytes.data() + offset, order);
}

/// Writes the number at `offset`, unaligned. Name its type, or a literal decides it: `store<std::uint16_t>(...)`.
///
/// Errors: `std::out_of_range` if it does not fit; nothing is written then.
template <plain_number Number>
void store(mutable_bytes_view bytes, std::size_t offset, Number number, std::endian order) {
  require_run(offset, sizeof(Number), bytes.size());
  store_unchecked(bytes.data() + offset, number, order);
}

template <plain_number Number>
[[nodiscard]] Number load_little(bytes_view bytes, std::size_t offset = 0) {
  return load<Number>(bytes, offset, std::endian::little);
}

template <plain_number Number>
[[nodiscard]] Number load_big(bytes_view bytes, std::size_t offset = 0) {
  return load<Number>(bytes, offset, std::endian::big);
}

template <plain_number Number>
void store_little(mutable_bytes_view bytes, std::size_t offset, Number number) {
  store(bytes, offset, number, std::endian::little);
}

template <plain_number Number>
void store_big(mutable_bytes_view bytes, std::size_t offset, Number number) {
  store(bytes, offset, number, std::endian::big);
}

}  // namespace memosaic
