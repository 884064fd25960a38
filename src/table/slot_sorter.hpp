#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/container_writer.hpp"
#include "table/key_spill_sorter.hpp"

namespace memosaic::table_core {

/// Sorts slots by what they are ordered by, in bounded memory, and writes them as a section.
///
/// The range of what they are ordered by is cut into partitions, each of which is sorted in memory.
/// Memory: the limit while adding, 40 bytes a slot of one partition while writing.
class slot_sorter {
 public:
  /// `splitters` grow: partition `i` holds what is not less than splitter `i - 1`, and less than splitter `i`.
  slot_sorter(std::vector<std::vector<std::byte>> splitters, std::uint64_t memory_limit, std::filesystem::path folder);

  /// Those for numbers below `count` as `number_key` has them.
  [[nodiscard]] static std::vector<std::vector<std::byte>> number_splitters(std::uint64_t count,
                                                                            std::uint64_t memory_limit);
  /// A number as 8 bytes that are ordered as it is.
  [[nodiscard]] static std::vector<std::byte> number_key(std::uint64_t number);

  void add(bytes_view key, std::uint64_t slot);

  /// Writes the section, of as many slots as were added.
  void write(container_writer& writer, section_type type);

 private:
  std::vector<std::vector<std::byte>> splitters_;
  key_spill_sorter sorter_;
};

}  // namespace memosaic::table_core
