// SPDX-License-Identifier: Apache-2.0
#include "table/big_partition.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "table/cell_gatherer.hpp"
#include "table/key_fingerprints.hpp"
#include "table/key_index_writer.hpp"
#include "table/key_section.hpp"
#include "table/perfect_hash_shape.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::uint64_t least_window = 65536;
constexpr std::uint64_t most_windows = 65536;
constexpr std::size_t place_size = 16;  // its offset in the partition and its slot, before each record

}  // namespace

key_hash big_partition::id_of(const pending_record& record) const {
  const packed_cell cell = records_.cell(record.cell);
  if (rules_.arranged == arrangement::hashed) return records_.hash(cell);
  const std::uint64_t distance = rules_.key->integer(cell) - rules_.first;
  return {distance, distance};
}

partition_outline big_partition::prepare() {
  table_records_reader reader(records_, first_, stop_);
  while (const auto record = reader.next()) {
    const auto [found, is_new] = index_.try_emplace(id_of(*record), keys_.size());
    if (!is_new) {
      add_again(keys_[found->second], *record);
      continue;
    }
    if (rules_.arranged == arrangement::hashed && keys_.size() == most_keys_of_partition) throw keys_collide();
    key_state& key = keys_.emplace_back();
    key.id = found->first;
    key.number = record->number;
    key.bytes = padded(*record);
    key.first.assign(record->cell.begin(), record->cell.end());
  }
  partition_outline outline;
  put_in_order(outline);
  return outline;
}

void big_partition::add_again(key_state& key, const pending_record& record) const {
  const packed_cell cell = records_.cell(record.cell);
  if (!rules_.key->same(records_.cell(key.first), cell)) {
    throw collision(*rules_.key, records_, {key.number, key.first}, record);
  }
  switch (rules_.duplicates) {
    case duplicate_policy::error:
      refuse_duplicate(*rules_.key, cell, key.number, record.number);
    case duplicate_policy::first:
      break;
    case duplicate_policy::last:
      key.number = record.number;
      key.bytes = padded(record);
      break;
    case duplicate_policy::multi:
      ++key.records;
      key.bytes += padded(record);
      break;
  }
}

void big_partition::put_in_order(partition_outline& outline) {
  std::vector<std::size_t> sorted(keys_.size());
  std::iota(sorted.begin(), sorted.end(), std::size_t{0});
  std::sort(sorted.begin(), sorted.end(), [&](std::size_t a, std::size_t b) { return keys_[a].id < keys_[b].id; });
  if (rules_.arranged == arrangement::hashed) {
    std::vector<key_hash> hashes;
    for (const std::size_t key : sorted) hashes.push_back(keys_[key].id);
    if (rules_.may_be_linear && hashes.size() <= most_linear_keys) {
      outline.few = std::move(hashes);
    } else {
      outline.solved = perfect_hash_solver().solve(hashes, rules_.partitions);
      if (!outline.solved) throw keys_collide();
    }
  }
  std::vector<std::size_t> by_slot(keys_.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) by_slot[outline.solved ? outline.solved->slots[i] : i] = sorted[i];
  for (std::size_t slot = 0; slot < by_slot.size(); ++slot) {
    key_state& key = keys_[by_slot[slot]];
    std::vector<std::byte>().swap(key.first);
    key.slot = slot;
    key.next = outline.bytes;
    outline.bytes += key.bytes;
    outline.records += key.records;
    if (rules_.duplicates == duplicate_policy::multi) outline.counts.push_back(key.records);
    if (!outline.solved) continue;
    outline.fingerprints.push_back(key_fingerprints::of(key.id, rules_.fingerprint_bits));
  }
  outline.keys = keys_.size();
  bytes_ = outline.bytes;
}

void big_partition::write(container_part& part, std::uint64_t first_record,
                          const std::function<void(const slot_record&)>& note) {
  // A window of the partition is in memory at once; each record goes to that in which it begins.
  const std::uint64_t window = std::max({least_window, rules_.most_memory / 4, bytes_ / most_windows + 1});
  const auto windows = static_cast<std::uint32_t>(bytes_ / window + 1);
  key_spill_sorter placed(windows, rules_.most_memory / 2, records_.folder());
  const bool one_stays = rules_.duplicates == duplicate_policy::first || rules_.duplicates == duplicate_policy::last;
  table_records_reader reader(records_, first_, stop_);
  while (const auto record = reader.next()) {
    key_state& key = keys_[index_.at(id_of(*record))];
    if (one_stays && record->number != key.number) continue;
    std::array<std::byte, place_size> place;
    put_number<std::uint64_t>(place.data(), key.next);
    put_number<std::uint64_t>(place.data() + 8, key.slot);
    std::array<std::byte, longest_length> number;
    const std::size_t number_size = put_length(number.data(), record->number);
    placed.add(static_cast<std::uint32_t>(key.next / window),
               std::array<bytes_view, 3>{place, bytes_view(number).first(number_size), records_.kept(record->cell)});
    key.next += padded(*record);
  }
  placed.finish();

  key_spill_pieces pieces;
  cell_gatherer gatherer(rules_.numbers);
  std::vector<std::pair<std::uint64_t, bytes_view>> records;
  std::uint64_t number = first_record;
  std::uint64_t slots = 0;  // that records have been seen of
  for (std::uint32_t at = 0; at < windows; ++at) {
    records.clear();
    pieces.read(placed, at, at + 1);
    for (bytes_view piece : pieces.pieces()) {
      while (!piece.empty()) {
        const bytes_view stored = take_stored(piece, records_.folder());
        records.emplace_back(number_at<std::uint64_t>(stored.data()), stored);
      }
    }
    std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [offset, stored] : records) {
      const pending_record record = records_.read(stored.subspan(place_size));
      gatherer.add(part, record.cell, rules_.padded(record.cell.size()), number++);
      const auto slot = number_at<std::uint64_t>(stored.data() + 8);
      note({slot, slot == slots, record});
      slots = slot + 1;
    }
  }
  gatherer.flush(part);
}

}  // namespace memosaic::table_core
