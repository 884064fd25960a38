// SPDX-License-Identifier: Apache-2.0
#include "table/table_records.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "table/perfect_hash_shape.hpp"

namespace memosaic::table_core {
namespace {

constexpr unsigned most_bits_at_first = 10;
constexpr std::uint64_t least_memory = 65536;

/// So that what is kept of each partition of a batch is little beside the batch.
unsigned bits_for(std::uint64_t memory_limit) noexcept {
  const std::uint64_t partitions = std::max<std::uint64_t>(1, memory_limit / (8 * 4096));
  return std::min(most_bits_at_first, static_cast<unsigned>(std::bit_width(partitions)) - 1);
}

std::uint32_t partition_for(key_hash hash, unsigned bits) noexcept {
  return bits == 0 ? 0 : static_cast<std::uint32_t>(hash.place >> (64 - bits));
}

}  // namespace

table_records::table_records(const table_key& key, const packed_context& context, std::uint64_t memory_limit,
                             std::filesystem::path folder, std::uint64_t seed, bool keyless, bool aside)
    : key_(key),
      context_(context),
      memory_limit_(std::max(memory_limit, least_memory)),
      folder_(std::move(folder)),
      seed_(seed),
      keyless_(keyless),
      aside_(aside),
      bits_(key.form() == key_form::none ? 0 : bits_for(memory_limit_)),
      sorter_(std::make_unique<key_spill_sorter>(std::uint32_t{1} << bits_, memory_limit_, folder_,
                                                 key.form() == key_form::other ? nullptr : this, aside_)) {}

std::uint32_t table_records::require_key(bytes_view bytes) const {
  if (key_.form() == key_form::other) return partition_for(hash(cell(bytes)), bits_);
  if (key_.form() == key_form::bytes) static_cast<void>(key_.bytes(cell(bytes)));
  return 0;
}

std::uint32_t table_records::partition_of(bytes_view stored) const noexcept {
  return bits_ == 0 ? 0 : partition_for(hash(cell(read(stored).cell)), bits_);
}

void table_records::add(const pending_record& record, std::uint32_t partition) {
  put(*sorter_, partition, record);
  bytes_ += record.cell.size();
  sizes_.add((kept(record.cell).size() + 7) / 8);
  if (key_.form() == key_form::integer) {
    const std::uint64_t place = key_.ordered(key_.integer(cell(record.cell)));
    least_ = std::min(least_, place);
    greatest_ = std::max(greatest_, place);
  }
}

void table_records::put(key_spill_sorter& to, std::uint32_t partition, const pending_record& record) {
  std::array<std::byte, longest_length> number;
  const std::size_t size = put_length(number.data(), record.number);
  to.add(partition, std::array<bytes_view, 2>{bytes_view(number).first(size), record.cell});
}

template <typename PartitionOf>
void table_records::arrange(unsigned bits, const PartitionOf& partition) {
  if (sorter_->memory() > memory_limit_ / 2) sorter_->move_to_file();
  const std::uint64_t left = memory_limit_ - sorter_->memory();
  auto target = std::make_unique<key_spill_sorter>(std::uint32_t{1} << bits, std::max(least_memory, left), folder_,
                                                   nullptr, aside_);
  table_records_reader reader(*this, 0, sorter_->partitions());
  while (const auto record = reader.next()) put(*target, partition(cell(record->cell)), *record);
  target->finish();
  sorter_ = std::move(target);
  bits_ = bits;
}

void table_records::arrange_by_hash(std::uint64_t seed, hash_width width, unsigned bits) {
  arrange(bits, [&](const packed_cell& found) { return partition_for(key_.hash(found, seed, width), bits); });
  seed_ = seed;
  width_ = width;
}

/// So many partitions that few of them need more than a small part of the memory.
void table_records::arrange_by_key(std::uint64_t first, std::uint64_t span) {
  const unsigned bits = std::max(std::min(bits_for(memory_limit_), static_cast<unsigned>(std::bit_width(size()))),
                                 partition_bits_for(size()));
  const auto width = static_cast<unsigned>(std::bit_width(span));
  const unsigned shift = width > bits ? width - bits : 0;
  arrange(bits,
          [&](const packed_cell& found) { return static_cast<std::uint32_t>((key_.integer(found) - first) >> shift); });
}

}  // namespace memosaic::table_core
