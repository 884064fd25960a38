// SPDX-License-Identifier: Apache-2.0
#include "table/partition_outline.hpp"

#include "memosaic/table/duplicate_key.hpp"

namespace memosaic::table_core {

void refuse_duplicate(const table_key& key, const packed_cell& cell, std::uint64_t before, std::uint64_t again) {
  throw duplicate_key(key.to_text(cell), before, again);
}

keys_collide collision(const table_key& key, const table_records& records, const pending_record& a,
                       const pending_record& b) {
  const auto named = [&](const pending_record& record) {
    return key.to_text(records.cell(record.cell)) + " of record " + std::to_string(record.number);
  };
  return {"the keys " + named(a) + " and " + named(b) + " have one hash"};
}

}  // namespace memosaic::table_core
