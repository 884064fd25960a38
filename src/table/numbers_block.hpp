#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/endian.hpp"
#include "memosaic/table/record_layout.hpp"

namespace memosaic::table_core {

/// Where the cells of a table have the numbers that are written in place. On the way into RECORDS, the number of the
/// record takes their place there, and they go to NUMBERS.
class numbers_block {
 public:
  /// Without any.
  numbers_block() noexcept = default;

  explicit numbers_block(const record_layout& layout) noexcept
      : offset_(layout.numbers_offset()), size_(layout.numbers_size()) {}

  [[nodiscard]] bool any() const noexcept { return size_ != 0; }
  /// In bytes, of one record.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Those of a cell. Errors: `std::out_of_range` if it has no room for them.
  [[nodiscard]] bytes_view of(bytes_view cell) const {
    require_run(offset_, size_, cell.size());
    return cell.subspan(offset_, size_);
  }

  /// Of a cell that `of` was asked for, or a copy of it.
  void stamp(std::byte* cell, std::uint64_t number) const noexcept {
    std::fill_n(cell + offset_, size_, std::byte{0});
    store_unchecked(cell + offset_, number, std::endian::little);
  }

 private:
  std::size_t offset_ = 0;
  std::size_t size_ = 0;
};

}  // namespace memosaic::table_core
