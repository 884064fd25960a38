#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/container_part.hpp"
#include "table/numbers_block.hpp"

namespace memosaic::table_core {

/// Puts cells and their padding together to pieces that are worth a system call. It keeps its memory, 256 KiB.
class cell_gatherer {
 public:
  explicit cell_gatherer(const numbers_block& numbers) noexcept : numbers_(numbers) {}

  /// `padded` is not less than the size of the cell, `number` that of its record, which takes the place of numbers that
  /// are written in place. Errors: those of the part.
  void add(container_part& part, bytes_view cell, std::uint64_t padded, std::uint64_t number) {
    if (padded > size - used_) {
      flush(part);
      if (padded > size) return add_long(part, cell, padded, number);
    }
    if (!bytes_) bytes_ = std::make_unique_for_overwrite<std::byte[]>(size);
    std::byte* const to = bytes_.get() + used_;
    std::memcpy(to, cell.data(), cell.size());
    if (numbers_.any()) numbers_.stamp(to, number);
    std::memset(to + cell.size(), 0, static_cast<std::size_t>(padded) - cell.size());
    used_ += static_cast<std::size_t>(padded);
  }

  void flush(container_part& part) {
    if (used_ != 0) part.append({bytes_.get(), used_});
    used_ = 0;
  }

 private:
  static constexpr std::size_t size = std::size_t{256} << 10U;

  void add_long(container_part& part, bytes_view cell, std::uint64_t padded, std::uint64_t number) const {
    static constexpr std::byte zeros[64]{};
    if (numbers_.any()) {
      std::vector<std::byte> stamped(cell.begin(), cell.end());
      numbers_.stamp(stamped.data(), number);
      part.append(stamped);
    } else {
      part.append(cell);
    }
    for (std::uint64_t left = padded - cell.size(); left != 0;) {
      const auto count = static_cast<std::size_t>(left < sizeof zeros ? left : sizeof zeros);
      part.append({zeros, count});
      left -= count;
    }
  }

  numbers_block numbers_;
  std::unique_ptr<std::byte[]> bytes_;
  std::size_t used_ = 0;
};

}  // namespace memosaic::table_core
