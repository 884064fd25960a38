#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>

#include "memosaic/bytes/bytes_view.hpp"

/// The one place where offsets and lengths are added or tested. No other code of the library writes
/// `offset + length`: five of the libraries that we studied do, unchecked, and read outside their memory.
namespace memosaic {

/// Whether `[offset, offset + length)` lies in `[0, size)`. Right for every value, also near 2^64.
[[nodiscard]] constexpr bool fits(std::uint64_t offset, std::uint64_t length, std::uint64_t size) noexcept {
  return offset <= size && length <= size - offset;
}

/// `a + b`, or nothing when it does not fit 64 bits.
[[nodiscard]] constexpr std::optional<std::uint64_t> checked_add(std::uint64_t a, std::uint64_t b) noexcept {
  std::uint64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

/// `a * b`, or nothing when it does not fit 64 bits.
[[nodiscard]] constexpr std::optional<std::uint64_t> checked_multiply(std::uint64_t a, std::uint64_t b) noexcept {
  std::uint64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

/// `a + b` as a size in memory. Errors: `std::length_error`, naming both.
[[nodiscard]] std::size_t add_sizes(std::size_t a, std::size_t b);

/// `a * b` as a size in memory. Errors: `std::length_error`, naming both.
[[nodiscard]] std::size_t multiply_sizes(std::size_t a, std::size_t b);

[[noreturn]] void throw_out_of_range(std::uint64_t start, std::uint64_t stop, std::uint64_t size);
[[noreturn]] void throw_index_out_of_range(std::uint64_t index, std::uint64_t size);
[[noreturn]] void throw_run_out_of_range(std::uint64_t offset, std::uint64_t length, std::uint64_t size);

/// Tests `start <= stop <= size`. Errors: `std::out_of_range`, naming all three.
constexpr void require_range(std::uint64_t start, std::uint64_t stop, std::uint64_t size) {
  if (start > stop || stop > size) [[unlikely]]
    throw_out_of_range(start, stop, size);
}

/// Tests `index < size`. Errors: `std::out_of_range`, naming both.
constexpr void require_index(std::uint64_t index, std::uint64_t size) {
  if (index >= size) [[unlikely]]
    throw_index_out_of_range(index, size);
}

/// Tests that `{offset, length}` lies in `size` bytes. Errors: `std::out_of_range`, naming all three.
constexpr void require_run(std::uint64_t offset, std::uint64_t length, std::uint64_t size) {
  if (!fits(offset, length, size)) [[unlikely]]
    throw_run_out_of_range(offset, length, size);
}

/// The bytes `[start, stop)`. Errors: `std::out_of_range`; unlike `std::span::subspan` it is always tested.
[[nodiscard]] inline bytes_view sub_view(bytes_view bytes MEMOSAIC_LIFETIMEBOUND, std::size_t start, std::size_t stop) {
  require_range(start, stop, bytes.size());
  return {bytes.data() + start, stop - start};
}

/// The same for writing.
[[nodiscard]] inline mutable_bytes_view mutable_sub_view(mutable_bytes_view bytes MEMOSAIC_LIFETIMEBOUND,
                                                         std::size_t start, std::size_t stop) {
  require_range(start, stop, bytes.size());
  return {bytes.data() + start, stop - start};
}

}  // namespace memosaic
