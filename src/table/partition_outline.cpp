// SPDX-License-Identifier: Apache-2.0
#include "table/partition_outline.hpp"

#include <stdexcept>

namespace memosaic::table_core {

void refuse_duplicate(const table_key& key, const packed_cell& cell, std::uint64_t before, std::uint64_t again) {
  throw std::invalid_argument("record " + std::to_string(again) + ": its key " + key.to_text(cell) +
                              " is that of record " + std::to_string(before) +
                              ": leave one of them out, or choose what becomes of duplicates: first, last or multi");
}

keys_collide collision(const table_key& key, const table_records& records, const pending_record& a,
                       const pending_record& b) {
  const auto named = [&](const pending_record& record) {
    return key.to_text(records.cell(record.cell)) + " of record " + std::to_string(record.number);
  };
  return {"the keys " + named(a) + " and " + named(b) + " have one hash"};
}

}  // namespace memosaic::table_core
