#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "table/key_hash.hpp"

namespace memosaic::table_core {

/// What a partition of the index has to say in the file, and where its keys fell.
struct solved_partition {
  std::uint32_t keys = 0;
  std::uint32_t seed = 0;            ///< a multiple of 256
  std::vector<std::byte> data;       ///< pilots and list
  std::vector<std::uint16_t> slots;  ///< of each key in the order given; all of 0..keys-1
};

/// Finds the pilots of one partition after another. One thread uses one solver; it keeps its memory.
///
/// The result depends on the hashes alone. Cost: linear on average, 20 bytes a key of one partition.
class perfect_hash_solver {
 public:
  /// The keys of one of so many partitions: all different, in growing order, as `key_groups` has them. Nothing is
  /// returned if there are too many, or if they crowd into few places as only chosen keys do: the whole index then
  /// needs another seed of its keys' hash.
  [[nodiscard]] std::optional<solved_partition> solve(std::span<const key_hash> keys, std::uint64_t partitions);

 private:
  using bucket_number = std::uint32_t;

  [[nodiscard]] bool fill_buckets(std::span<const key_hash> keys, std::uint64_t partitions);
  [[nodiscard]] bool place_all(std::uint32_t seed);
  [[nodiscard]] bool place_with_evictions(bucket_number bucket);
  [[nodiscard]] bool place(bucket_number bucket, std::uint32_t first_pilot);
  template <std::size_t Keys>
  [[nodiscard]] bool place_few(bucket_number bucket, std::uint32_t first_pilot);
  void settle(bucket_number bucket, std::uint32_t pilot, std::size_t keys);
  [[nodiscard]] std::optional<std::uint32_t> cheapest_pilot(bucket_number bucket, std::uint32_t first_pilot);
  [[nodiscard]] bool slots_differ(std::size_t count);
  void evict_for(bucket_number bucket, std::uint32_t pilot);
  void remove(bucket_number bucket);
  [[nodiscard]] solved_partition result(std::span<const key_hash> keys, std::uint32_t seed) const;

  [[nodiscard]] std::uint32_t size_of(bucket_number bucket) const noexcept {
    return starts_[bucket + 1] - starts_[bucket];
  }
  [[nodiscard]] std::span<const std::uint64_t> spreads_of(bucket_number bucket) const noexcept {
    return {spreads_.data() + starts_[bucket], spreads_.data() + starts_[bucket + 1]};
  }
  [[nodiscard]] bool taken(std::uint32_t slot) const noexcept {
    return ((taken_[slot >> 6U] >> (slot & 63U)) & 1U) != 0;
  }

  std::uint32_t buckets_ = 0;
  std::uint32_t slots_ = 0;
  std::uint64_t evictions_left_ = 0;
  std::uint64_t chance_ = 0;  ///< the state of a generator of numbers, the same for every run
  std::vector<std::uint64_t> spreads_;
  std::vector<std::uint32_t> starts_;  ///< of each bucket in spreads_, and the end
  std::vector<bucket_number> by_size_;
  std::vector<std::uint8_t> pilots_;
  std::vector<std::uint64_t> taken_;    ///< a bit for each slot
  std::vector<bucket_number> owners_;   ///< of each slot that is taken
  std::vector<bucket_number> waiting_;  ///< a heap: the biggest first
  std::vector<std::uint32_t> found_;    ///< the slots of a bucket under a pilot
  std::vector<std::uint32_t> sorted_;   ///< the same, sorted
  std::array<std::uint64_t, 256> words_{};
  std::array<bucket_number, 8> recent_{};  ///< what was placed last is not evicted at once
  std::size_t next_recent_ = 0;
};

}  // namespace memosaic::table_core
