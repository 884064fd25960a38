#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/endian.hpp"
#include "memosaic/table/nd_array.hpp"
#include "memosaic/table/packed_cell.hpp"

namespace memosaic {

/// An array of any rank where it lies, row by row.
///
/// Lifetime: as `value_view`.
class array_view {
 public:
  /// The object that a slot leads to. Errors: `format_error` if it is no array or not wholly there.
  explicit array_view(const packed_object& object);

  [[nodiscard]] array_item kind() const noexcept { return kind_; }
  [[nodiscard]] std::size_t item_size() const noexcept { return item_size_; }
  [[nodiscard]] std::size_t dimensions() const noexcept { return dimensions_; }
  /// Errors: `std::out_of_range`.
  [[nodiscard]] std::uint64_t extent(std::size_t dimension) const;
  [[nodiscard]] std::vector<std::uint64_t> shape() const;
  /// Bytes from one item to the next along each dimension.
  [[nodiscard]] std::vector<std::uint64_t> strides() const;
  /// How many items.
  [[nodiscard]] std::size_t size() const noexcept { return items_.size() / item_size_; }
  /// The items, little-endian. If there are 64 bytes or more, they begin at a multiple of 64 within the cell.
  [[nodiscard]] bytes_view bytes() const noexcept { return items_; }

  /// One item, counted row by row. Errors: `std::invalid_argument` if items are of another kind; `std::out_of_range`.
  template <plain_number Number>
  [[nodiscard]] Number item(std::size_t index) const {
    if (static_cast<value_kind>(kind_) != kind_of_number<Number>()) refuse_kind();
    require_index(index, size());
    return load_unchecked<Number>(items_.data() + index * sizeof(Number), std::endian::little);
  }

  [[nodiscard]] nd_array materialise() const;

  /// Bytes of the whole object.
  [[nodiscard]] std::size_t byte_size() const noexcept { return byte_size_; }

 private:
  [[noreturn]] void refuse_kind() const;

  const std::byte* shape_;
  bytes_view items_;
  std::size_t item_size_;
  std::size_t dimensions_;
  std::size_t byte_size_;
  array_item kind_;
};

}  // namespace memosaic
