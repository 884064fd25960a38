#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "memosaic/table/table_builder.hpp"
#include "table/key_groups.hpp"
#include "table/perfect_hash_solver.hpp"
#include "table/table_key.hpp"
#include "table/table_records.hpp"

namespace memosaic::table_core {

/// The keys ask for another seed: two of them have one hash, or they crowd.
struct keys_collide {};

enum class arrangement : std::uint8_t { hashed, dense };

/// How all partitions of a table are made.
struct partition_rules {
  const table_key* key = nullptr;
  duplicate_policy duplicates = duplicate_policy::error;
  arrangement arranged = arrangement::hashed;
  std::uint64_t partitions = 1;  ///< of the index, if it is hashed
  std::uint64_t first = 0;       ///< the first key, if it is dense
  std::uint64_t stride = 0;      ///< 0 for records that vary in size
  bool may_be_linear = false;    ///< whether few keys need no pilots
};

/// Records of one partition in the order of their slots.
struct made_partition {
  std::vector<std::byte> cells;            ///< padded to the stride, or to 8 bytes
  std::vector<std::uint64_t> sizes;        ///< of each, in units of 8 bytes, if they vary
  std::vector<std::uint64_t> numbers;      ///< of each
  std::vector<std::uint32_t> counts;       ///< of each key: its records
  std::vector<key_hash> hashes;            ///< of each key, if it is hashed
  std::optional<solved_partition> solved;  ///< none if it is dense or linear
};

/// Reads a partition, resolves its duplicates, finds its pilots. One thread uses one; it keeps its memory.
class partition_maker {
 public:
  explicit partition_maker(const partition_rules& rules) : rules_(rules) {}

  /// Of all records in partitions `[first, stop)`.
  ///
  /// Errors: `keys_collide`; `std::invalid_argument` for a key that is there twice and may not.
  [[nodiscard]] made_partition make(const table_records& records, std::uint32_t first, std::uint32_t stop);

 private:
  struct held_record {
    std::size_t offset;
    std::size_t size;
    std::uint64_t number;
  };

  void read(const table_records& records, std::uint32_t first, std::uint32_t stop);
  void group_hashed(const table_records& records, made_partition& made);
  void group_dense(const table_records& records);
  void add_key(const table_records& records, std::span<const std::uint32_t> group);
  [[noreturn]] void refuse_duplicate(const table_records& records, std::uint32_t before, std::uint32_t again) const;
  void put(const table_records& records, made_partition& made, std::uint32_t key) const;
  [[nodiscard]] packed_cell cell(const table_records& records, std::uint32_t index) const {
    const held_record& held = held_[index];
    return records.cell(bytes_view(bytes_).subspan(held.offset, held.size));
  }

  partition_rules rules_;
  std::vector<std::byte> bytes_;
  std::vector<held_record> held_;
  std::vector<key_hash> hashes_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> integers_;  ///< keys and records
  key_groups groups_;
  perfect_hash_solver solver_;
  std::vector<std::uint32_t> kept_;    ///< records that stay, key after key
  std::vector<std::uint32_t> starts_;  ///< of each key in them, and the end
};

}  // namespace memosaic::table_core
