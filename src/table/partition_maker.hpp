#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "table/cell_gatherer.hpp"
#include "table/key_groups.hpp"
#include "table/partition_outline.hpp"

namespace memosaic::table_core {

/// Makes partitions that fit into memory with all their records: resolves duplicates, finds pilots, and writes the
/// records in the order of slots. One thread uses one; it keeps its memory.
///
/// Memory: 80 bytes a record, and the records themselves if they are in a file. What is in memory is not copied.
class partition_maker {
 public:
  explicit partition_maker(const partition_rules& rules) : rules_(rules), gatherer_(rules.numbers) {}

  /// Whether partitions `[first, stop)` of the records, which are one of the table, fit into what the rules allow.
  [[nodiscard]] static bool fits(const partition_rules& rules, const table_records& records, std::uint32_t first,
                                 std::uint32_t stop);

  /// Errors: `keys_collide`; `std::invalid_argument` for a key that is there twice and may not.
  [[nodiscard]] partition_outline prepare(const table_records& records, std::uint32_t first, std::uint32_t stop);

  /// Writes the records of the partition that was prepared last, of which the first has that number in the table.
  void write(container_part& part, std::uint64_t first_record);

  /// Tells of each record in the order of slots; `note` takes a `slot_record`.
  template <typename Note>
  void tell(const Note& note) const {
    for (std::size_t slot = 0; slot + 1 < starts_.size(); ++slot) {
      for (std::uint32_t i = starts_[slot]; i < starts_[slot + 1]; ++i) {
        note(slot_record{slot, i == starts_[slot], record(order_[i])});
      }
    }
  }

 private:
  void read(const table_records& records, std::uint32_t first, std::uint32_t stop);
  void group_hashed();
  void group_dense();
  void add_key(std::span<const std::uint32_t> group);
  void put_in_order(partition_outline& outline);
  [[nodiscard]] pending_record record(std::uint32_t index) const { return records_->read(held_[index]); }
  [[nodiscard]] packed_cell cell(std::uint32_t index) const { return records_->cell(record(index).cell); }

  partition_rules rules_;
  const table_records* records_ = nullptr;  ///< of the partition that was prepared last, as all below
  key_spill_pieces pieces_;
  std::vector<bytes_view> held_;  ///< records as the sorter has them
  std::vector<key_hash> hashes_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> integers_;  ///< keys and records
  key_groups groups_;
  perfect_hash_solver solver_;
  std::vector<std::uint32_t> kept_;    ///< records that stay, key after key
  std::vector<std::uint32_t> ends_;    ///< of each key in them
  std::vector<std::uint32_t> order_;   ///< the same, slot after slot
  std::vector<std::uint32_t> starts_;  ///< of each slot in them, and the end
  cell_gatherer gatherer_;
};

}  // namespace memosaic::table_core
