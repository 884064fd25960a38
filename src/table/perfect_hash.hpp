#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <vector>

#include "memosaic/bytes/checked.hpp"
#include "table/key_section.hpp"
#include "table/perfect_hash_shape.hpp"
#include "table/perfect_hash_solver.hpp"

namespace memosaic::table_core {

/// Partitions one after the other, as they will lie in the file: first their entries, then their data.
///
/// Memory: 32 bytes a partition, and 3 bits a key unless data are drained.
class perfect_hash_writer {
 public:
  /// Adds the next partition; one without keys has an entry too. There are at most 2^20.
  /// Errors: `std::length_error` if there are too many.
  void add(const solved_partition& partition);

  /// So many keys have been added: the first slot of the next partition.
  [[nodiscard]] std::uint64_t keys() const noexcept { return keys_; }

  [[nodiscard]] bytes_view entries() const noexcept MEMOSAIC_LIFETIMEBOUND { return entries_; }

  /// What was not drained before.
  [[nodiscard]] bytes_view data() const noexcept MEMOSAIC_LIFETIMEBOUND { return data_; }
  void drain() noexcept { data_.clear(); }

  /// Of all data.
  [[nodiscard]] std::uint64_t data_size() const noexcept { return data_size_; }

 private:
  std::uint64_t keys_ = 0;
  std::uint64_t data_size_ = 0;
  std::vector<std::byte> entries_;
  std::vector<std::byte> data_;
};

/// The perfect hash as it lies in the file: the slot that a hash has, or would have.
///
/// It holds any bytes: every index is tested against what is there, so that wrong bytes give a wrong slot or none.
/// Cost of a lookup: an entry (32 bytes a partition: first-level cache), a pilot (a third of a byte a key: second), and
/// for one key in 64 the list beside the pilots.
class perfect_hash {
 public:
  perfect_hash() noexcept = default;

  /// `entries` has so many of them: the caller has tested it.
  perfect_hash(const std::byte* entries, std::uint64_t partitions, bytes_view data) noexcept
      : entries_(entries), data_(data), partitions_(partitions) {}

  /// What is known of a hash before its pilot is read.
  struct probe {
    const std::byte* entry = nullptr;  ///< of its partition; null if the file lies
    const std::byte* pilot = nullptr;
    std::uint64_t spread = 0;
  };

  [[nodiscard]] probe start(key_hash hash) const noexcept {
    const auto [partition, remainder] = place_of(hash, partitions_);
    const std::byte* const entry = entries_ + partition_entry_size * partition;
    const std::uint64_t data = number_at<std::uint32_t>(entry + data_at) * partition_data_unit;
    // Neither has more than 35 bits.
    const std::uint64_t pilot = data + bucket_of(remainder, number_at<std::uint32_t>(entry + buckets_at));
    if (pilot >= data_.size()) [[unlikely]]
      return {};
    return {entry, data_.data() + pilot, hash.spread};
  }

  /// `started.entry` is not null. The slot is perhaps none of this index.
  [[nodiscard]] std::uint64_t finish(const probe& started) const noexcept {
    const std::uint64_t word =
        pilot_word(std::to_integer<std::uint32_t>(*started.pilot), number_at<std::uint32_t>(started.entry + seed_at));
    const std::uint32_t slot = slot_of(started.spread, word, number_at<std::uint32_t>(started.entry + slots_at));
    if (slot >= number_at<std::uint32_t>(started.entry + keys_at)) [[unlikely]]
      return listed(started.entry, slot);
    return number_at<std::uint64_t>(started.entry) + slot;
  }

  /// Tests that the entries and lists are those of an index of so many keys. `section` is what they are part of.
  ///
  /// Cost: linear in partitions. Errors: `format_error`.
  void verify(const key_section& section, std::uint64_t keys) const;

 private:
  // Where the numbers of an entry are in it; first_slot is at its start.
  static constexpr std::size_t keys_at = 8;
  static constexpr std::size_t slots_at = 12;
  static constexpr std::size_t buckets_at = 16;
  static constexpr std::size_t seed_at = 20;
  static constexpr std::size_t data_at = 24;

  /// The slot that the list of a partition has instead of one that lies behind its keys.
  [[nodiscard]] std::uint64_t listed(const std::byte* entry, std::uint32_t slot) const noexcept;
  void verify_data(const key_section& section, const partition_entry& entry, std::uint64_t offset) const;

  const std::byte* entries_ = nullptr;
  bytes_view data_;
  std::uint64_t partitions_ = 0;
};

}  // namespace memosaic::table_core
