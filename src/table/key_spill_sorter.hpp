#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "table/key_spill_file.hpp"

namespace memosaic::table_core {

/// Takes records in any order and gives them back partition by partition, each in the order they came.
///
/// They are kept in chunks of memory until those are used up; then all go to one temporary file, partition after
/// partition, and so on. What never fills the memory never touches a file.
///
/// Memory: at most `memory_limit` for chunks, all given back by `finish()` if there was a file; 100 bytes for each
/// partition, and 16 more for each time that all went to the file.
/// Threads: one adds; after `finish()` several may read.
/// Errors: of the file, `std::filesystem::filesystem_error` naming the folder; `std::bad_alloc`. After an error nothing
/// may be added or read.
class key_spill_sorter {
 public:
  /// `folder` is that of the temporary file, which is made when it is needed: that of the table is a good one. There is
  /// at least one partition.
  key_spill_sorter(std::uint32_t partitions, std::uint64_t memory_limit, std::filesystem::path folder);

  /// Adds one record, the bytes of all parts together. Errors also: `std::out_of_range` if there is no such partition;
  /// nothing is added then.
  void add(std::uint32_t partition, std::span<const bytes_view> parts);

  /// Ends the adding. If there is a file, all memory is given back.
  void finish();

  [[nodiscard]] std::uint32_t partitions() const noexcept { return static_cast<std::uint32_t>(partitions_.size()); }
  [[nodiscard]] std::uint64_t records() const noexcept { return records_; }
  [[nodiscard]] std::uint64_t records(std::uint32_t partition) const { return partitions_.at(partition).records; }

  /// The bytes of all records of a partition, without what tells them apart.
  [[nodiscard]] std::uint64_t record_bytes(std::uint32_t partition) const { return partitions_.at(partition).bytes; }

  /// What is in the file.
  [[nodiscard]] std::uint64_t spilled_bytes() const noexcept { return file_ ? file_->size() : 0; }

  /// What the chunks take now.
  [[nodiscard]] std::uint64_t memory() const noexcept { return chunks_.size() * chunk_size_; }

 private:
  friend class key_spill_reader;

  /// A run of a partition in the file.
  struct extent {
    std::uint64_t offset;
    std::uint64_t size;
  };
  struct partition_state {
    std::vector<extent> extents;
    std::vector<std::uint32_t> chunks;  ///< all full but the last
    std::size_t used = 0;               ///< bytes of the last chunk
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
  };

  void append(partition_state& to, bytes_view bytes);
  void open_chunk(partition_state& to);
  void spill();

  std::size_t chunk_size_;
  std::size_t most_chunks_;
  std::filesystem::path folder_;
  std::vector<partition_state> partitions_;
  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::vector<std::uint32_t> free_;  ///< chunks that nobody has
  std::optional<key_spill_file> file_;
  std::uint64_t records_ = 0;
};

/// Reads the records of one partition, as often as one likes.
///
/// Memory: a window of 256 KiB, or the longest record if that is more. Errors: `std::filesystem::filesystem_error`.
class key_spill_reader {
 public:
  /// Lifetime: of the sorter, which is finished.
  key_spill_reader(const key_spill_sorter& from MEMOSAIC_LIFETIMEBOUND, std::uint32_t partition);

  /// The next record, valid until the next call, or nothing at the end.
  [[nodiscard]] std::optional<bytes_view> next();

 private:
  [[nodiscard]] bool has(std::size_t size);
  void fill(std::size_t size);
  std::size_t read_some(mutable_bytes_view target);
  [[nodiscard]] std::uint64_t next_length();

  const key_spill_sorter& from_;
  const key_spill_sorter::partition_state& partition_;
  std::size_t source_ = 0;         ///< index of the extent, then of the chunk, that is read next
  std::uint64_t source_read_ = 0;  ///< bytes of it that were read
  std::vector<std::byte> window_;
  std::size_t start_ = 0;  ///< of what was not given yet in the window
  std::size_t stop_ = 0;
};

}  // namespace memosaic::table_core
