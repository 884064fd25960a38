#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "memosaic/table/container_part.hpp"
#include "table/partition_outline.hpp"

namespace memosaic::table_core {

/// Makes a partition that does not fit into memory, such as that of a key with millions of records: it reads it twice
/// and sorts its records by their places in between, in another temporary file.
///
/// Memory: what the rules allow, 100 bytes for each key, and the first record of each key.
/// Cost: each record is read three times and written twice.
class big_partition {
 public:
  /// Of partitions `[first, stop)` of the records, which are one of the table.
  big_partition(const partition_rules& rules, const table_records& records, std::uint32_t first, std::uint32_t stop)
      : rules_(rules), records_(records), first_(first), stop_(stop) {}

  /// Errors: `keys_collide`; `std::invalid_argument` for a key that is there twice and may not.
  [[nodiscard]] partition_outline prepare();

  /// Writes all records, of which the first has that number in the table, and tells of each in the order of slots.
  void write(container_part& part, std::uint64_t first_record, const std::function<void(const slot_record&)>& note);

 private:
  struct key_state {
    key_hash id;               ///< the hash; for dense keys twice the distance from the first one
    std::uint64_t number = 0;  ///< of the record that stays, or of the first one
    std::uint64_t records = 1;
    std::uint64_t bytes = 0;  ///< of those that stay
    std::uint64_t slot = 0;
    std::uint64_t next = 0;        ///< where the next record of it lies in the partition
    std::vector<std::byte> first;  ///< the first record
  };
  struct hash_of_id {
    std::size_t operator()(const key_hash& id) const noexcept {
      return static_cast<std::size_t>(mixed(id.place ^ id.spread << 1U));
    }
  };

  [[nodiscard]] key_hash id_of(const pending_record& record) const;
  [[nodiscard]] std::uint64_t padded(const pending_record& record) const {
    return rules_.padded(records_.kept(record.cell).size());
  }
  void add_again(key_state& key, const pending_record& record) const;
  void put_in_order(partition_outline& outline);

  const partition_rules& rules_;
  const table_records& records_;
  std::uint32_t first_;
  std::uint32_t stop_;
  std::vector<key_state> keys_;
  std::unordered_map<key_hash, std::size_t, hash_of_id> index_;
  std::uint64_t bytes_ = 0;
};

}  // namespace memosaic::table_core
