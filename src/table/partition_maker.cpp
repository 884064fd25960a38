// SPDX-License-Identifier: Apache-2.0
#include "table/partition_maker.hpp"

#include <algorithm>

#include "table/key_fingerprints.hpp"
#include "table/key_index_writer.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::uint64_t memory_of_record = 80;
constexpr std::size_t records_ahead = 12;  // that are fetched into the cache, while one is copied

}  // namespace

bool partition_maker::fits(const partition_rules& rules, const table_records& records, std::uint32_t first,
                           std::uint32_t stop) {
  std::uint64_t count = 0;
  for (std::uint32_t part = first; part < stop; ++part) count += records.sorter().records(part);
  return key_spill_pieces::bytes_to_read(records.sorter(), first, stop) +
             (memory_of_record + rules.numbers.size()) * count <=
         rules.most_memory;
}

partition_outline partition_maker::prepare(const table_records& records, std::uint32_t first, std::uint32_t stop) {
  records_ = &records;
  read(records, first, stop);
  kept_.clear();
  kept_.reserve(held_.size());
  ends_.clear();
  ends_.reserve(held_.size());
  partition_outline outline;
  if (rules_.arranged == arrangement::dense) {
    group_dense();
  } else {
    group_hashed();
    if (rules_.may_be_linear && groups_.size() <= most_linear_keys) {
      outline.few.assign(groups_.hashes().begin(), groups_.hashes().end());
    } else {
      outline.solved = solver_.solve(groups_.hashes(), rules_.partitions);
      if (!outline.solved) throw keys_collide();
    }
  }
  put_in_order(outline);
  return outline;
}

void partition_maker::read(const table_records& records, std::uint32_t first, std::uint32_t stop) {
  pieces_.read(records.sorter(), first, stop);
  held_.clear();
  std::uint64_t count = 0;
  for (std::uint32_t part = first; part < stop; ++part) count += records.sorter().records(part);
  held_.reserve(static_cast<std::size_t>(count));
  for (bytes_view piece : pieces_.pieces()) {
    while (!piece.empty()) held_.push_back(take_stored(piece, records.folder()));
  }
}

void partition_maker::group_hashed() {
  hashes_.resize(held_.size());
  for (std::uint32_t i = 0; i < held_.size(); ++i) hashes_[i] = records_->hash(cell(i));
  groups_.arrange(hashes_, rules_.partitions);
  // It is dear only where all workers have it at once with what follows; to take it again costs a nanosecond a record.
  std::vector<key_hash>().swap(hashes_);
  for (std::size_t key = 0; key < groups_.size(); ++key) {
    const auto group = groups_.records(key);
    for (const std::uint32_t other : group.subspan(1)) {
      if (!rules_.key->same(cell(group[0]), cell(other))) {
        throw collision(*rules_.key, *records_, record(group[0]), record(other));
      }
    }
    add_key(group);
  }
}

void partition_maker::group_dense() {
  integers_.clear();
  for (std::uint32_t i = 0; i < held_.size(); ++i) {
    integers_.emplace_back(rules_.key->integer(cell(i)) - rules_.first, i);
  }
  std::sort(integers_.begin(), integers_.end());
  std::vector<std::uint32_t> group;
  for (std::size_t i = 0; i < integers_.size(); ++i) {
    group.push_back(integers_[i].second);
    if (i + 1 < integers_.size() && integers_[i + 1].first == integers_[i].first) continue;
    add_key(group);
    group.clear();
  }
}

void partition_maker::add_key(std::span<const std::uint32_t> group) {
  switch (rules_.duplicates) {
    case duplicate_policy::error:
      if (group.size() > 1) {
        refuse_duplicate(*rules_.key, cell(group[1]), record(group[0]).number, record(group[1]).number);
      }
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
  ends_.push_back(static_cast<std::uint32_t>(kept_.size()));
}

void partition_maker::put_in_order(partition_outline& outline) {
  const std::size_t keys = ends_.size();
  outline.keys = keys;
  outline.records = kept_.size();
  const auto slot_of = [&](std::size_t key) { return outline.solved ? std::size_t{outline.solved->slots[key]} : key; };
  const auto start_of = [&](std::size_t key) { return key == 0 ? 0 : ends_[key - 1]; };
  starts_.assign(keys + 1, 0);
  for (std::size_t key = 0; key < keys; ++key) starts_[slot_of(key) + 1] = ends_[key] - start_of(key);
  if (rules_.duplicates == duplicate_policy::multi) outline.counts.assign(starts_.begin() + 1, starts_.end());
  for (std::size_t slot = 0; slot < keys; ++slot) starts_[slot + 1] += starts_[slot];
  order_.resize(kept_.size());
  if (outline.solved) outline.fingerprints.resize(keys);
  for (std::size_t key = 0; key < keys; ++key) {
    const std::size_t slot = slot_of(key);
    std::copy(kept_.begin() + start_of(key), kept_.begin() + ends_[key], order_.begin() + starts_[slot]);
    if (!outline.solved) continue;
    outline.fingerprints[slot] = key_fingerprints::of(groups_.hashes()[key], rules_.fingerprint_bits);
  }
  if (outline.solved) std::vector<std::uint16_t>().swap(outline.solved->slots);
  outline.numbers.reserve(order_.size() * rules_.numbers.size());
  for (std::size_t i = 0; rules_.numbers.any() && i < order_.size(); ++i) {
    const bytes_view numbers = rules_.numbers.of(records_->kept(record(order_[i]).cell));
    outline.numbers.insert(outline.numbers.end(), numbers.begin(), numbers.end());
  }
  if (rules_.stride != 0) {
    outline.bytes = rules_.stride * outline.records;
  } else {
    for (const std::uint32_t index : order_) {
      outline.sizes.push_back(rules_.padded(records_->kept(record(index).cell).size()));
      outline.bytes += outline.sizes.back();
    }
  }
}

void partition_maker::write(container_part& part, std::uint64_t first_record) {
  for (std::size_t i = 0; i < order_.size(); ++i) {
    if (i + records_ahead < order_.size()) __builtin_prefetch(held_[order_[i + records_ahead]].data());
    const bytes_view cell = records_->kept(record(order_[i]).cell);
    gatherer_.add(part, cell, rules_.padded(cell.size()), first_record + i);
  }
  gatherer_.flush(part);
}

}  // namespace memosaic::table_core
