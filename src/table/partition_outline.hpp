#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "memosaic/table/table_builder.hpp"
#include "table/key_hash.hpp"
#include "table/numbers_block.hpp"
#include "table/perfect_hash_solver.hpp"
#include "table/table_key.hpp"
#include "table/table_records.hpp"

namespace memosaic::table_core {

/// The keys ask for another seed: two of them have one hash, or they crowd.
struct keys_collide {
  std::string which;  ///< the two, for messages; empty if they only crowd
};

enum class arrangement : std::uint8_t { hashed, dense };

/// How all partitions of a table are made.
struct partition_rules {
  const table_key* key = nullptr;
  duplicate_policy duplicates = duplicate_policy::error;
  arrangement arranged = arrangement::hashed;
  std::uint64_t partitions = 1;  ///< of the index, if it is hashed
  std::uint64_t first = 0;       ///< the first key, if it is dense
  std::uint64_t stride = 0;      ///< 0 for records that vary in size
  unsigned fingerprint_bits = 8;
  numbers_block numbers;          ///< of a record
  bool may_be_linear = false;     ///< whether few keys need no pilots
  std::uint64_t most_memory = 0;  ///< of one partition that is worked on

  [[nodiscard]] std::uint64_t padded(std::size_t cell) const noexcept {
    return stride != 0 ? stride : (std::uint64_t{cell} + 7) / 8 * 8;
  }
};

/// What a partition adds to the sections of a table, but for its records.
struct partition_outline {
  std::uint64_t keys = 0;
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;                  ///< of all records with their padding
  std::vector<std::uint64_t> sizes;         ///< of all records in the order of slots, if they vary and are in memory
  std::vector<std::byte> numbers;           ///< that are written in place, in that order, if they are in memory
  std::vector<std::uint64_t> counts;        ///< the records of each key, in the order of slots, of a multimap
  std::vector<key_hash> few;                ///< the hashes of all keys in that order, if the index may be linear
  std::vector<std::uint32_t> fingerprints;  ///< in that order, if it has pilots
  std::optional<solved_partition> solved;   ///< the same
};

/// A record with the number of its slot in the partition.
struct slot_record {
  std::uint64_t slot = 0;
  bool is_first = true;  ///< of the records of its key
  pending_record record;
};

/// Errors: `std::invalid_argument`, naming both records and their key.
[[noreturn]] void refuse_duplicate(const table_key& key, const packed_cell& cell, std::uint64_t before,
                                   std::uint64_t again);

/// What tells of two records whose keys differ and have one hash.
[[nodiscard]] keys_collide collision(const table_key& key, const table_records& records, const pending_record& a,
                                     const pending_record& b);

}  // namespace memosaic::table_core
