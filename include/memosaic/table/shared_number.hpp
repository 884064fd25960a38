#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "memosaic/bytes/endian.hpp"

/// Numbers in mapped memory that several threads and processes read and write at once.
namespace memosaic::table_core {

/// The unsigned integer of the size of a number, as which it is stored.
template <plain_number Number>
using shared_bits =
    std::conditional_t<sizeof(Number) == 1, std::uint8_t,
                       std::conditional_t<sizeof(Number) == 2, std::uint16_t,
                                          std::conditional_t<sizeof(Number) == 4, std::uint32_t, std::uint64_t>>>;

/// Only what is lock-free is atomic across processes.
template <plain_number Number>
inline constexpr bool is_shareable = sizeof(Number) <= 8 && std::atomic_ref<shared_bits<Number>>::is_always_lock_free;

/// To the bits in the order of the file, and back: both are the same.
template <plain_number Number>
[[nodiscard]] constexpr shared_bits<Number> bits_of_shared(Number number) noexcept {
  const auto bits = std::bit_cast<shared_bits<Number>>(number);
  return std::endian::native == std::endian::little ? bits : byte_swapped(bits);
}
template <plain_number Number>
[[nodiscard]] constexpr Number number_of_shared(shared_bits<Number> bits) noexcept {
  return std::bit_cast<Number>(std::endian::native == std::endian::little ? bits : byte_swapped(bits));
}

/// Nothing is tested: the place is aligned to its size, and may be written unless it is only loaded.
template <plain_number Number>
[[nodiscard]] std::atomic_ref<shared_bits<Number>> shared_at(std::byte* at) noexcept {
  static_assert(is_shareable<Number>);
  return std::atomic_ref<shared_bits<Number>>(*reinterpret_cast<shared_bits<Number>*>(at));
}

/// The number at a place that others may write meanwhile.
///
/// Where it is not aligned to its size, as in a container that was read to an odd address, nobody can write it
/// atomically, and it is read as any bytes are.
template <plain_number Number>
[[nodiscard]] Number load_shared(const std::byte* at) noexcept {
  if (std::bit_cast<std::uintptr_t>(at) % sizeof(Number) != 0) [[unlikely]]
    return load_unchecked<Number>(at, std::endian::little);
  // Loading what is lock-free writes nothing, so that memory which cannot be written will do.
  return number_of_shared<Number>(shared_at<Number>(const_cast<std::byte*>(at)).load(std::memory_order_acquire));
}

}  // namespace memosaic::table_core
