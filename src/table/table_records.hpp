#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/packed_cell.hpp"
#include "table/key_runs.hpp"
#include "table/key_spill_sorter.hpp"
#include "table/split_key.hpp"
#include "table/table_key.hpp"

namespace memosaic::table_core {

/// A record on its way into a table.
struct pending_record {
  std::uint64_t number = 0;  ///< in the order in which records came, from 0
  bytes_view cell;
};

/// The records of a build, in partitions: of their hashes, of their keys if these are dense, or one if there are none.
///
/// Within a partition, records of one key are in the order in which they came. Errors: as `key_spill_sorter`.
class table_records final : public partition_rule {
 public:
  /// `memory_limit` is for records; `folder` for what exceeds it. `keyless`: they are what `split_key` makes of them.
  /// With `aside`, another thread sorts.
  table_records(const table_key& key, const packed_context& context, std::uint64_t memory_limit,
                std::filesystem::path folder, std::uint64_t seed, bool keyless, bool aside);

  table_records(const table_records&) = delete;
  table_records& operator=(const table_records&) = delete;

  /// Tests that a cell has a key, and tells where it belongs, if that is not left to those who sort. Errors:
  /// `format_error` if none can be read, `std::invalid_argument` for what cannot be one.
  [[nodiscard]] std::uint32_t require_key(bytes_view cell) const;
  void add(const pending_record& record, std::uint32_t partition);

  /// Of the keys that have a hash without memory of its own: where a record belongs.
  [[nodiscard]] std::uint32_t partition_of(bytes_view stored) const noexcept override;

  /// Ends the adding; the folder is that of temporary records until then.
  void finish() { sorter_->finish(); }

  /// Sorts all records anew, by hashes of another seed or width, into two to `bits` partitions.
  void arrange_by_hash(std::uint64_t seed, hash_width width, unsigned bits);
  /// The same by their keys, which are integers from `first`, `span` in all.
  void arrange_by_key(std::uint64_t first, std::uint64_t span);

  [[nodiscard]] std::uint64_t size() const noexcept { return sorter_->records(); }
  /// Of all cells.
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }
  /// Partitions are two to this.
  [[nodiscard]] unsigned bits() const noexcept { return bits_; }
  [[nodiscard]] std::uint64_t seed() const noexcept { return seed_; }
  [[nodiscard]] hash_width width() const noexcept { return width_; }
  [[nodiscard]] key_hash hash(const packed_cell& found) const { return key_.hash(found, seed_, width_); }
  [[nodiscard]] std::uint64_t memory_limit() const noexcept { return memory_limit_; }
  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }
  [[nodiscard]] const key_spill_sorter& sorter() const noexcept { return *sorter_; }
  [[nodiscard]] const run_sizes& sizes() const noexcept { return sizes_; }

  /// Keys of the form `integer`: the least and the greatest in their order, of at least one.
  [[nodiscard]] std::uint64_t least() const noexcept { return key_.ordered(least_); }
  [[nodiscard]] std::uint64_t greatest() const noexcept { return key_.ordered(greatest_); }

  /// What the sorter has of a record.
  [[nodiscard]] pending_record read(bytes_view stored) const {
    pending_record record;
    if (!take_length(stored, record.number)) [[unlikely]]
      refuse_stored(folder_);
    record.cell = stored;
    return record;
  }
  [[nodiscard]] packed_cell cell(bytes_view bytes) const noexcept { return {bytes, context_}; }
  /// What the table keeps of it.
  [[nodiscard]] bytes_view kept(bytes_view cell) const { return keyless_ ? split_key::rest_in(cell) : cell; }

 private:
  template <typename PartitionOf>
  void arrange(unsigned bits, const PartitionOf& partition_of);
  static void put(key_spill_sorter& to, std::uint32_t partition, const pending_record& record);

  const table_key& key_;
  const packed_context& context_;
  std::uint64_t memory_limit_;
  std::filesystem::path folder_;
  std::uint64_t seed_;
  hash_width width_ = hash_width::bits_64;
  bool keyless_;
  bool aside_;
  unsigned bits_;
  std::unique_ptr<key_spill_sorter> sorter_;
  std::uint64_t bytes_ = 0;
  run_sizes sizes_;                          ///< of cells, in units of 8 bytes
  std::uint64_t least_ = ~std::uint64_t{0};  ///< in the order of keys
  std::uint64_t greatest_ = 0;
};

/// Reads partitions `[first, stop)` of records, one after the other.
class table_records_reader {
 public:
  table_records_reader(const table_records& from, std::uint32_t first, std::uint32_t stop)
      : from_(from), reader_(from.sorter(), first, stop) {}

  /// The next record, valid until the next call, or nothing at the end.
  [[nodiscard]] std::optional<pending_record> next() {
    const auto stored = reader_.next();
    return stored ? std::optional(from_.read(*stored)) : std::nullopt;
  }

 private:
  const table_records& from_;
  key_spill_reader reader_;
};

}  // namespace memosaic::table_core
