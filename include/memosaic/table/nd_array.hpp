#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/value_kind.hpp"

namespace memosaic {

/// What the items of an array are. The numbers are those of docs/table_format.md.
enum class array_item : std::uint8_t {
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
  float16 = 32,
  complex64 = 33,
  complex128 = 34,
  raw = 35,  ///< bytes of any size
};

/// How many bytes an item has; 0 for `raw`, which says so itself, and for what is no kind.
[[nodiscard]] std::size_t item_size_of(array_item kind) noexcept;

/// An array of any rank that owns its items, row by row: the last index runs fastest. Items are little-endian.
///
/// Errors: `std::invalid_argument` where shape, size and kind do not fit each other; `std::length_error`.
class nd_array {
 public:
  static constexpr std::size_t most_dimensions = 64;

  nd_array(array_item kind, std::size_t item_size, std::vector<std::uint64_t> shape, std::vector<std::byte> items);

  /// One dimension of numbers.
  template <typename Number>
  [[nodiscard]] static nd_array of(std::span<const Number> numbers) {
    return of(numbers, {numbers.size()});
  }
  template <typename Number>
  [[nodiscard]] static nd_array of(std::span<const Number> numbers, std::vector<std::uint64_t> shape) {
    const auto bytes = std::as_bytes(numbers);
    return {static_cast<array_item>(kind_of_number<Number>()), sizeof(Number), std::move(shape),
            std::vector<std::byte>(bytes.begin(), bytes.end())};
  }

  /// Items that lie anywhere in `bytes`: the first at `start`, those of dimension i `strides[i]` bytes apart, which may
  /// be negative or 0. They are copied into order. Errors also: `std::out_of_range`.
  [[nodiscard]] static nd_array gather(bytes_view bytes, std::size_t start, array_item kind, std::size_t item_size,
                                       std::vector<std::uint64_t> shape, std::span<const std::int64_t> strides);

  [[nodiscard]] array_item kind() const noexcept { return kind_; }
  [[nodiscard]] std::size_t item_size() const noexcept { return item_size_; }
  [[nodiscard]] const std::vector<std::uint64_t>& shape() const noexcept MEMOSAIC_LIFETIMEBOUND { return shape_; }
  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return items_; }

  friend bool operator==(const nd_array&, const nd_array&) = default;

 private:
  array_item kind_;
  std::size_t item_size_;
  std::vector<std::uint64_t> shape_;
  std::vector<std::byte> items_;
};

}  // namespace memosaic
