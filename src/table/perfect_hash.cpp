// SPDX-License-Identifier: Apache-2.0
#include "table/perfect_hash.hpp"

#include <stdexcept>

namespace memosaic::table_core {
namespace {

partition_entry entry_at(const std::byte* at) noexcept {
  return {number_at<std::uint64_t>(at),      number_at<std::uint32_t>(at + 8),  number_at<std::uint32_t>(at + 12),
          number_at<std::uint32_t>(at + 16), number_at<std::uint32_t>(at + 20), number_at<std::uint32_t>(at + 24),
          number_at<std::uint32_t>(at + 28)};
}

void put_entry(std::byte* at, const partition_entry& entry) noexcept {
  put_number(at, entry.first_slot);
  put_number(at + 8, entry.keys);
  put_number(at + 12, entry.slots);
  put_number(at + 16, entry.buckets);
  put_number(at + 20, entry.seed);
  put_number(at + 24, entry.data);
  put_number(at + 28, entry.reserved);
}

partition_entry entry_for(std::uint32_t keys, std::uint32_t seed, std::uint64_t first_slot,
                          std::uint64_t data) noexcept {
  return {
      first_slot, keys, slots_of(keys), buckets_of(keys), seed, static_cast<std::uint32_t>(data / partition_data_unit),
      0};
}

}  // namespace

void perfect_hash_writer::add(const solved_partition& partition) {
  if (entries_.size() == partition_entry_size << most_partition_bits) {
    throw std::length_error("an index has at most 2^20 partitions");
  }
  const partition_entry entry = entry_for(partition.keys, partition.seed, keys_, data_size_);
  if (entries_.capacity() - entries_.size() < partition_entry_size) {
    entries_.reserve(2 * entries_.size() + partition_entry_size);  // so that nothing can fail once data are added
  }
  data_.insert(data_.end(), partition.data.begin(), partition.data.end());
  entries_.resize(entries_.size() + partition_entry_size);
  put_entry(entries_.data() + entries_.size() - partition_entry_size, entry);
  keys_ += partition.keys;
  data_size_ += partition.data.size();
}

std::uint64_t perfect_hash::listed(const std::byte* entry, std::uint32_t slot) const noexcept {
  const partition_entry told = entry_at(entry);
  // Three numbers of at most 35 bits.
  const std::uint64_t place =
      told.data * partition_data_unit + list_offset(told.buckets) + 2 * std::uint64_t{slot - told.keys};
  if (!fits(place, 2, data_.size())) return no_slot;
  return told.first_slot + number_at<std::uint16_t>(data_.data() + place);
}

void perfect_hash::verify(const key_section& section, std::uint64_t keys) const {
  std::uint64_t slots = 0;
  std::uint64_t offset = 0;
  for (std::uint64_t partition = 0; partition < partitions_; ++partition) {
    const std::byte* const at = entries_ + partition_entry_size * partition;
    const auto place = static_cast<std::uint64_t>(at - section.bytes.data());
    const partition_entry entry = entry_at(at);
    if (entry.keys > most_keys_of_partition) {
      refuse(section, place + keys_at, "a partition has too many keys", most_keys_of_partition, entry.keys);
    }
    if (entry != entry_for(entry.keys, entry.seed & ~0xffU, slots, offset)) {
      refuse(section, place, "the entry of a partition does not agree with its keys and the partitions before");
    }
    verify_data(section, entry, offset);
    slots += entry.keys;
    offset += data_size(entry.keys);
  }
  if (slots != keys) refuse(section, 8, "the partitions have not as many keys as the index", keys, slots);
  if (offset != data_.size()) refuse(section, 24, "bytes are left behind the partitions", offset, data_.size());
}

void perfect_hash::verify_data(const key_section& section, const partition_entry& entry, std::uint64_t offset) const {
  const auto place_of = [&](const std::byte* at) { return static_cast<std::uint64_t>(at - section.bytes.data()); };
  if (!fits(offset, data_size(entry.keys), data_.size())) {
    refuse(section, 24, "the data of a partition reach beyond those of the index");
  }
  const std::byte* const data = data_.data() + offset;
  const std::uint64_t list = list_offset(entry.buckets);
  const std::uint64_t list_end = list + 2 * std::uint64_t{entry.slots - entry.keys};
  if (list != entry.buckets && data[list - 1] != std::byte{0}) {
    refuse(section, place_of(data + list - 1), "padding is not 0");
  }
  for (std::uint64_t at = list; at < list_end; at += 2) {
    const auto slot = number_at<std::uint16_t>(data + at);
    if (slot != 0 && slot >= entry.keys) {
      refuse(section, place_of(data + at), "a key is sent to a slot behind its partition", entry.keys, slot);
    }
  }
  for (std::uint64_t at = list_end; at < data_size(entry.keys); ++at) {
    if (data[at] != std::byte{0}) refuse(section, place_of(data + at), "padding is not 0");
  }
}

}  // namespace memosaic::table_core
