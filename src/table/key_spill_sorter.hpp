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
#include "table/batch_memory.hpp"
#include "table/batch_sorting.hpp"
#include "table/key_spill_file.hpp"
#include "table/record_batch.hpp"

namespace memosaic::table_core {

/// Takes records in any order and gives them back partition by partition, each in the order they came.
///
/// They are sorted batch by batch, and kept in memory until that is used up; then all go to one temporary file,
/// partition after partition, and so on. What never fills the memory never touches a file.
///
/// Memory: at most `memory_limit`, or three batches of 512 bytes if that is more, all given back by `finish()` if there
/// was a file; and 8 bytes for each partition, once for each batch in memory and for each time that all went to the
/// file. Threads: one adds; after `finish()` several may read. Errors: of the file, `std::filesystem::filesystem_error`
/// naming the folder; `std::bad_alloc`. After an error nothing may be added or read.
class key_spill_sorter {
 public:
  /// `folder` is that of the temporary file, which is made when it is needed: that of the table is a good one. There is
  /// at least one partition. A rule, if there is one, decides where records belong; it lives as long as the sorter.
  /// `aside` sorts batches in a thread of its own, once there is more than one.
  key_spill_sorter(std::uint32_t partitions, std::uint64_t memory_limit, std::filesystem::path folder,
                   const partition_rule* rule = nullptr, bool aside = false);

  /// Adds one record, the bytes of all parts together. Errors also: `std::out_of_range` if there is no such partition;
  /// nothing is added then.
  void add(std::uint32_t partition, std::span<const bytes_view> parts);

  /// The same where the rule decides.
  void add(std::span<const bytes_view> parts) { add(0, parts); }

  /// Ends the adding. If there is a file, all memory is given back.
  void finish();

  /// Once it is finished: gives back the memory of what is not in a file yet, by way of the file.
  void move_to_file();

  [[nodiscard]] std::uint32_t partitions() const noexcept { return static_cast<std::uint32_t>(counts_.size()); }
  [[nodiscard]] std::uint64_t records() const noexcept { return records_; }
  /// When it is finished.
  [[nodiscard]] std::uint64_t records(std::uint32_t partition) const { return counts_.at(partition).records; }

  /// The same of the bytes of all records of a partition, without what tells them apart.
  [[nodiscard]] std::uint64_t record_bytes(std::uint32_t partition) const { return counts_.at(partition).bytes; }

  /// What is in the file.
  [[nodiscard]] std::uint64_t spilled_bytes() const noexcept { return file_ ? file_->size() : 0; }

  /// What batches take now.
  [[nodiscard]] std::uint64_t memory() const noexcept;

  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }

 private:
  friend class key_spill_reader;
  friend class key_spill_pieces;

  /// A run of records sorted by partition: in memory, or at an offset of the file.
  struct sorted_run {
    const std::byte* bytes = nullptr;
    std::uint64_t offset = 0;
    partition_starts starts;
  };

  void seal();
  void seal_last();
  void add_long(std::uint32_t partition, std::span<const bytes_view> parts, std::uint64_t length);
  [[nodiscard]] std::byte* add_single(std::uint64_t size);
  void spill_batches();
  [[nodiscard]] std::uint64_t starts_size() const noexcept;
  [[nodiscard]] partition_starts no_starts() const;

  std::uint64_t limit_;
  std::size_t batch_size_;
  std::size_t most_batches_;  ///< sorted ones
  std::filesystem::path folder_;
  std::vector<partition_count> counts_;
  const partition_rule* rule_;
  bool aside_;
  std::optional<record_batch> open_;
  std::optional<batch_memory> memory_;
  std::vector<std::unique_ptr<std::byte[]>> single_;  ///< records that no batch has room for, and the last batch
  std::uint64_t single_bytes_ = 0;
  std::vector<sorted_run> batches_;  ///< in memory
  std::vector<sorted_run> spilled_;  ///< in the file, before all in memory
  std::optional<key_spill_file> file_;
  std::uint64_t records_ = 0;
  std::unique_ptr<batch_sorting> sorting_;  ///< last, so that its thread ends first
};

/// All records of partitions `[first, stop)` at once, in memory.
///
/// What is in memory already stays where it is; what is in the file is read into a buffer that the object keeps.
/// Errors: `std::filesystem::filesystem_error`.
class key_spill_pieces {
 public:
  /// Lifetime: what was read before is gone; what is read now is there until the next call, and of the sorter.
  void read(const key_spill_sorter& from, std::uint32_t first, std::uint32_t stop);

  /// Runs of whole records, each behind its length, in the order they came.
  [[nodiscard]] std::span<const bytes_view> pieces() const noexcept MEMOSAIC_LIFETIMEBOUND { return pieces_; }

  /// How many bytes `read` would read from a file.
  [[nodiscard]] static std::uint64_t bytes_to_read(const key_spill_sorter& from, std::uint32_t first,
                                                   std::uint32_t stop) noexcept;

 private:
  std::unique_ptr<std::byte[]> buffer_;
  std::size_t capacity_ = 0;
  std::vector<bytes_view> pieces_;
};

/// Reads the records of partitions `[first, stop)` one by one, as often as one likes.
///
/// Memory: a window of 256 KiB, or the longest record if that is more; none for what is in memory already.
/// Errors: `std::filesystem::filesystem_error`.
class key_spill_reader {
 public:
  /// Lifetime: of the sorter, which is finished.
  key_spill_reader(const key_spill_sorter& from MEMOSAIC_LIFETIMEBOUND, std::uint32_t first, std::uint32_t stop);

  /// The next record, valid until the next call, or nothing at the end.
  [[nodiscard]] std::optional<bytes_view> next();

 private:
  [[nodiscard]] bool next_piece();
  void read_more(std::size_t wanted);

  const key_spill_sorter& from_;
  std::uint32_t first_;
  std::uint32_t stop_;
  std::size_t next_run_ = 0;
  bytes_view rest_;                ///< of the piece, as far as it is in memory
  std::uint64_t file_offset_ = 0;  ///< of what is not
  std::uint64_t file_size_ = 0;
  std::vector<std::byte> window_;
};

/// The file is ours, but its device may have changed it. Errors: `std::filesystem::filesystem_error`, always.
[[noreturn]] void refuse_stored(const std::filesystem::path& folder);

/// Takes the record at the front of bytes, which are not empty. Errors: as above, if there is none.
[[nodiscard]] inline bytes_view take_stored(bytes_view& from, const std::filesystem::path& folder) {
  std::uint64_t length = 0;
  if (!take_length(from, length) || length > from.size()) [[unlikely]]
    refuse_stored(folder);
  const bytes_view record = from.first(static_cast<std::size_t>(length));
  from = from.subspan(record.size());
  return record;
}

}  // namespace memosaic::table_core
