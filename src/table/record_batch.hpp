#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::table_core {

/// The place of records that are sorted by partition, in a run of bytes: partition `p` has `[starts[p], starts[p +
/// 1])`. A partition's records are in the order they came, each behind its length in bytes of 7 bits.
struct partition_starts {
  std::vector<std::uint64_t> all;

  [[nodiscard]] std::uint64_t of(std::uint32_t partition) const { return all[partition]; }
  [[nodiscard]] std::uint64_t size() const { return all.back(); }
};

/// Tells where a record belongs.
class partition_rule {
 public:
  /// Threads: it may be called by another than the one that adds. It does not throw: what was added has a partition.
  [[nodiscard]] virtual std::uint32_t partition_of(bytes_view record) const noexcept = 0;

 protected:
  ~partition_rule() = default;
};

/// What there is of a partition.
struct partition_count {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;  ///< of records, without what tells them apart
};

/// Records in the order they come, until there is no room for one more; then they are sorted by partition.
///
/// Sorting counts and copies once, so it is linear; only as many bytes as a cache holds are in one batch.
class record_batch {
 public:
  /// Room for so many bytes, at most 2^32 - 1.
  explicit record_batch(std::size_t capacity);

  /// Adds the bytes of all parts as one record; false, and nothing is added, if there is no room.
  [[nodiscard]] bool add(std::uint32_t partition, std::span<const bytes_view> parts, std::uint64_t length);

  [[nodiscard]] bool empty() const noexcept { return records_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return used_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

  /// Copies all records to `target`, which has room for `size()` bytes, partition after partition, counts and forgets
  /// them. `starts` has one entry more than there are partitions. A rule, if there is one, decides instead of `add`.
  void sort_into(std::byte* target, partition_starts& starts, std::span<partition_count> counts,
                 const partition_rule* rule) noexcept;

 private:
  struct placed_record {
    std::uint32_t partition;
    std::uint32_t size;
  };

  std::size_t capacity_;
  std::unique_ptr<std::byte[]> bytes_;
  std::size_t used_ = 0;
  std::vector<placed_record> records_;
};

/// Bytes of a length that precedes a record, or a number that is part of one.
inline constexpr std::size_t longest_length = 10;

/// Puts a number in bytes of 7 bits, the lowest first, with bit 7 set in all but the last; returns how many.
inline std::size_t put_length(std::byte* to, std::uint64_t length) noexcept {
  std::size_t size = 0;
  for (; length >= 0x80; length >>= 7U) to[size++] = static_cast<std::byte>((length & 0x7fU) | 0x80U);
  to[size++] = static_cast<std::byte>(length);
  return size;
}

/// Takes such a number from the front of bytes. False if they hold none.
inline bool take_length(bytes_view& from, std::uint64_t& length) noexcept {
  length = 0;
  for (std::size_t i = 0; i < from.size() && i < longest_length; ++i) {
    const auto byte = std::to_integer<std::uint64_t>(from[i]);
    length |= (byte & 0x7fU) << (7 * i);
    if (byte < 0x80) {
      from = from.subspan(i + 1);
      return true;
    }
  }
  return false;
}

}  // namespace memosaic::table_core
