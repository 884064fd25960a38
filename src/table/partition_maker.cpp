// SPDX-License-Identifier: Apache-2.0
#include "table/partition_maker.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "memosaic/table/duplicate_key.hpp"
#include "table/key_index_writer.hpp"

namespace memosaic::table_core {

made_partition partition_maker::make(const table_records& records, std::uint32_t first, std::uint32_t stop) {
  made_partition made;
  read(records, first, stop);
  kept_.clear();
  starts_.assign(1, 0);
  std::vector<std::uint32_t> key_of_slot;
  if (rules_.arranged == arrangement::dense) {
    group_dense(records);
  } else {
    group_hashed(records, made);
    const auto hashes = groups_.hashes();
    if (made.solved) {
      key_of_slot.resize(hashes.size());
      for (std::uint32_t key = 0; key < hashes.size(); ++key) key_of_slot[made.solved->slots[key]] = key;
    }
  }
  made.numbers.reserve(kept_.size());
  for (std::uint32_t slot = 0; slot + 1 < starts_.size(); ++slot) {
    const std::uint32_t key = key_of_slot.empty() ? slot : key_of_slot[slot];
    put(records, made, key);
    if (rules_.arranged == arrangement::hashed) made.hashes.push_back(groups_.hashes()[key]);
  }
  return made;
}

void partition_maker::read(const table_records& records, std::uint32_t first, std::uint32_t stop) {
  bytes_.clear();
  held_.clear();
  std::uint64_t size = 0;
  std::uint64_t count = 0;
  for (std::uint32_t part = first; part < stop; ++part) {
    size += records.sorter().record_bytes(part);
    count += records.sorter().records(part);
  }
  bytes_.reserve(static_cast<std::size_t>(size));
  held_.reserve(static_cast<std::size_t>(count));
  table_records_reader reader(records, first, stop);
  while (const auto record = reader.next()) {
    held_.push_back({bytes_.size(), record->cell.size(), record->number});
    bytes_.insert(bytes_.end(), record->cell.begin(), record->cell.end());
  }
}

void partition_maker::group_hashed(const table_records& records, made_partition& made) {
  hashes_.clear();
  for (std::uint32_t i = 0; i < held_.size(); ++i) {
    hashes_.push_back(rules_.key->hash(cell(records, i), records.seed()));
  }
  groups_.arrange(hashes_, rules_.partitions);
  for (std::size_t key = 0; key < groups_.size(); ++key) {
    const auto group = groups_.records(key);
    for (const std::uint32_t other : group.subspan(1)) {
      if (!rules_.key->same(cell(records, group[0]), cell(records, other))) throw keys_collide();
    }
    add_key(records, group);
  }
  if (rules_.may_be_linear && groups_.size() <= most_linear_keys) return;
  made.solved = solver_.solve(groups_.hashes(), rules_.partitions);
  if (!made.solved) throw keys_collide();
}

void partition_maker::group_dense(const table_records& records) {
  integers_.clear();
  for (std::uint32_t i = 0; i < held_.size(); ++i) {
    integers_.emplace_back(rules_.key->integer(cell(records, i)) - rules_.first, i);
  }
  std::sort(integers_.begin(), integers_.end());
  std::vector<std::uint32_t> group;
  for (std::size_t i = 0; i < integers_.size(); ++i) {
    group.push_back(integers_[i].second);
    if (i + 1 < integers_.size() && integers_[i + 1].first == integers_[i].first) continue;
    add_key(records, group);
    group.clear();
  }
}

void partition_maker::add_key(const table_records& records, std::span<const std::uint32_t> group) {
  switch (rules_.duplicates) {
    case duplicate_policy::error:
      if (group.size() > 1) refuse_duplicate(records, group[0], group[1]);
      kept_.push_back(group.front());
      break;
    case duplicate_policy::first:
      kept_.push_back(group.front());
      break;
    case duplicate_policy::last:
      kept_.push_back(group.back());
      break;
    case duplicate_policy::multi:
      kept_.insert(kept_.end(), group.begin(), group.end());
      break;
  }
  starts_.push_back(static_cast<std::uint32_t>(kept_.size()));
}

void partition_maker::refuse_duplicate(const table_records& records, std::uint32_t before, std::uint32_t again) const {
  throw duplicate_key(rules_.key->to_text(cell(records, again)), held_[before].number, held_[again].number);
}

void partition_maker::put(const table_records& records, made_partition& made, std::uint32_t key) const {
  made.counts.push_back(starts_[key + 1] - starts_[key]);
  for (std::uint32_t i = starts_[key]; i < starts_[key + 1]; ++i) {
    const held_record& held = held_[kept_[i]];
    const bytes_view kept = records.kept(bytes_view(bytes_).subspan(held.offset, held.size));
    made.cells.insert(made.cells.end(), kept.begin(), kept.end());
    const std::uint64_t units = (std::uint64_t{kept.size()} + 7) / 8;
    const std::uint64_t padded = rules_.stride != 0 ? rules_.stride : 8 * units;
    made.cells.resize(made.cells.size() + static_cast<std::size_t>(padded - kept.size()));
    if (rules_.stride == 0) made.sizes.push_back(units);
    made.numbers.push_back(held.number);
  }
}

}  // namespace memosaic::table_core
