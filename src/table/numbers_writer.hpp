#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/container_writer.hpp"
#include "memosaic/table/record_layout.hpp"
#include "table/key_spill_sorter.hpp"

namespace memosaic::table_core {

/// Takes the numbers that are written in place out of cells on their way into RECORDS, and keeps them until their own
/// section is written.
///
/// Memory: the limit; what exceeds it is in a temporary file. Errors: as `key_spill_sorter`.
class numbers_writer {
 public:
  /// For records of a layout that has such numbers.
  numbers_writer(const record_layout& layout, std::uint64_t memory_limit, std::filesystem::path folder);

  /// The next record. In its cell, the number of the record takes the place of its numbers.
  void take(mutable_bytes_view cell);

  /// Writes NUMBERS.
  void write(container_writer& writer);

 private:
  void keep_pending();

  std::size_t offset_;  ///< in a cell
  std::size_t size_;    ///< of the numbers of one record
  std::uint64_t records_ = 0;
  std::vector<std::byte> pending_;
  key_spill_sorter kept_;  ///< in one partition, so in order
};

}  // namespace memosaic::table_core
