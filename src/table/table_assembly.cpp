// SPDX-License-Identifier: Apache-2.0
#include "table/table_assembly.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "table/key_fingerprints.hpp"
#include "table/key_index_writer.hpp"
#include "table/key_ordered_work.hpp"
#include "table/perfect_hash_shape.hpp"

namespace memosaic::table_core {
namespace {

constexpr unsigned fingerprint_bits = 8;
constexpr int most_seeds = 8;
constexpr std::size_t line_size = 64;

}  // namespace

void tell(const table_options& options, build_stage stage, std::uint64_t done, std::uint64_t total) {
  if (options.watcher == nullptr || options.watcher->go_on(stage, done, total)) return;
  throw std::system_error(std::make_error_code(std::errc::operation_canceled), "the table is not built");
}

table_assembly::table_assembly(const schema& types, const table_key& key, const table_options& options,
                               table_records& records, std::vector<std::vector<std::byte>> splitters)
    : types_(types), key_(key), options_(options), records_(records), splitters_(std::move(splitters)) {
  rules_.key = &key_;
  rules_.duplicates = options.duplicates;
  rules_.stride = choose_stride();
}

std::uint64_t table_assembly::choose_stride() const {
  const record_layout& layout = types_.layout();
  if (!layout.self_contained()) return 0;
  const bool one_line = options_.one_line_records && key_.form() != key_form::none && layout.size() <= line_size;
  return one_line ? std::max(layout.stride(), std::bit_ceil(layout.size())) : layout.stride();
}

/// Integers of which most of a range are there need no hash. Else as many partitions as the keys ask for, or more, so
/// that those that are worked on at once fit into the memory.
void table_assembly::choose_arrangement() {
  const std::uint64_t count = records_.size();
  if (key_.form() == key_form::integer && are_dense(records_.least(), records_.greatest(), count)) {
    dense_.emplace(records_.least(), records_.greatest());
    std::uint64_t keys = 0;
    table_records_reader reader(records_, 0, records_.sorter().partitions());
    while (const auto record = reader.next()) keys += dense_->add(key_.integer(records_.cell(record->cell))) ? 1U : 0U;
    if (are_dense(records_.least(), records_.greatest(), keys)) {
      rules_.arranged = arrangement::dense;
      rules_.first = records_.least();
      tell(options_, build_stage::arranging, 0, count);
      records_.arrange_by_key(records_.least(), records_.greatest() - records_.least());
      return;
    }
    dense_.reset();
  }
  bits_ = partition_bits_for(count);
  const std::uint64_t most_bytes = records_.memory_limit() / (8 * std::max(1U, options_.threads));
  while (bits_ < records_.bits() && records_.bytes() >> bits_ > most_bytes) ++bits_;
  rules_.partitions = std::uint64_t{1} << bits_;
  rules_.may_be_linear = bits_ == 0;
  if (bits_ > records_.bits()) {
    tell(options_, build_stage::arranging, 0, count);
    records_.arrange_by_hash(records_.seed(), bits_);
  }
}

container_header table_assembly::write(container_sink& sink) {
  if (key_.form() != key_form::none) choose_arrangement();
  for (int attempt = 1;; ++attempt) {
    try {
      return write_once(sink);
    } catch (const keys_collide&) {
      if (attempt == most_seeds) {
        throw std::runtime_error("the keys of the table collide under each of " + std::to_string(most_seeds) +
                                 " seeds: somebody has chosen them");
      }
    }
    sink.restart();
    tell(options_, build_stage::arranging, 0, records_.size());
    records_.arrange_by_hash(mixed(records_.seed() + 1), records_.bits());
  }
}

container_header table_assembly::write_once(container_sink& sink) {
  const bool hashed = key_.form() != key_form::none && rules_.arranged == arrangement::hashed;
  container_writer writer(sink, types_, {reference_width::narrow, hashed ? records_.seed() : 0, 24});
  begin_sections();
  writer.begin(section_type::records, {{rules_.stride, 0}, 64, false, false});
  if (key_.form() == key_form::none) {
    write_array(writer);
  } else {
    write_partitions(writer);
  }
  writer.end(form_.records);
  if (form_.kind != table_kind::array) write_index(writer);
  write_rest(writer);
  return writer.finish(form_.records);
}

void table_assembly::begin_sections() {
  form_ = {};
  if (key_.form() != key_form::none) {
    form_.kind = options_.duplicates == duplicate_policy::multi ? table_kind::multimap : table_kind::map;
    form_.key_kind = key_.kind();
    form_.key_field = key_.field();
  }
  perfect_ = {};
  few_.clear();
  linear_ = false;
  fingerprints_.clear();
  if (rules_.stride == 0) locator_.emplace(records_.sizes().best_bits(), 3);
  if (options_.duplicates == duplicate_policy::multi) postings_.emplace(8, 0);
  const std::uint64_t memory = records_.memory_limit() / 8;
  if (types_.layout().numbers_size() != 0) numbers_.emplace(types_.layout(), memory, records_.folder());
  if (options_.insertion_order) {
    order_.emplace(slot_sorter::number_splitters(records_.size(), memory), memory, records_.folder());
  }
  if (options_.sorted) sorted_.emplace(splitters_, memory, records_.folder());
}

void table_assembly::write_array(container_writer& writer) {
  constexpr std::uint64_t told_each = 65536;
  std::vector<std::byte> padding;
  std::vector<std::byte> cell;
  table_records_reader reader(records_, 0, records_.sorter().partitions());
  while (auto record = reader.next()) {
    if (numbers_) {
      cell.assign(record->cell.begin(), record->cell.end());
      numbers_->take(cell);
      record->cell = cell;
    }
    const std::uint64_t units = (std::uint64_t{record->cell.size()} + 7) / 8;
    const std::uint64_t padded = rules_.stride != 0 ? rules_.stride : 8 * units;
    padding.resize(static_cast<std::size_t>(padded - record->cell.size()));
    writer.append(record->cell);
    writer.append(padding);
    if (locator_) locator_->add(units);
    if (form_.records++ % told_each == 0) tell(options_, build_stage::indexing, form_.records, records_.size());
  }
}

void table_assembly::write_partitions(container_writer& writer) {
  std::vector<partition_maker> makers(std::max(1U, options_.threads), partition_maker(rules_));
  const std::size_t items =
      rules_.arranged == arrangement::dense ? records_.sorter().partitions() : std::size_t{1} << bits_;
  const auto each = static_cast<std::uint32_t>(records_.sorter().partitions() / items);
  const auto make = [&](std::size_t item, unsigned worker) {
    const auto first = static_cast<std::uint32_t>(item) * each;
    return makers[worker].make(records_, first, first + each);
  };
  const auto put = [&](std::size_t item, made_partition made) {
    tell(options_, build_stage::indexing, item, items);
    take(writer, made);
  };
  ordered_work(items, options_.threads, make, put).run();
}

void table_assembly::take(container_writer& writer, made_partition& made) {
  if (numbers_) take_numbers(made);
  if (order_ || sorted_) take_cells(made);
  if (made.solved) {
    const std::size_t before = fingerprints_.size();
    fingerprints_.resize(before + made.hashes.size());
    for (std::size_t i = 0; i < made.hashes.size(); ++i) {
      fingerprints_[before + i] = static_cast<std::byte>(key_fingerprints::of(made.hashes[i], fingerprint_bits));
    }
    perfect_.add(*made.solved);
  } else if (rules_.arranged == arrangement::hashed) {
    linear_ = true;
    few_ = made.hashes;
  }
  for (const std::uint64_t units : made.sizes) locator_->add(units);
  if (postings_) {
    for (const std::uint32_t count : made.counts) postings_->add(count);
  }
  writer.append(made.cells);
  form_.records += made.numbers.size();
  form_.keys += made.counts.size();
}

void table_assembly::take_numbers(made_partition& made) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < made.numbers.size(); ++i) {
    const auto size = static_cast<std::size_t>(rules_.stride != 0 ? rules_.stride : 8 * made.sizes[i]);
    numbers_->take(mutable_bytes_view(made.cells).subspan(at, size));
    at += size;
  }
}

/// Notes where records and keys come in other orders than that of slots.
void table_assembly::take_cells(const made_partition& made) {
  std::vector<std::byte> key;
  std::size_t record = 0;
  std::size_t at = 0;
  for (std::size_t slot = 0; slot < made.counts.size(); ++slot) {
    if (sorted_) {
      key.clear();
      const auto size = static_cast<std::size_t>(rules_.stride != 0 ? rules_.stride : 8 * made.sizes[record]);
      key_.append_order(key, records_.cell(bytes_view(made.cells).subspan(at, size)));
      sorted_->add(key, form_.keys + slot);
    }
    for (const std::size_t stop = record + made.counts[slot]; record < stop; ++record) {
      if (order_) order_->add(slot_sorter::number_key(made.numbers[record]), form_.records + record);
      at += static_cast<std::size_t>(rules_.stride != 0 ? rules_.stride : 8 * made.sizes[record]);
    }
  }
}

void table_assembly::write_index(container_writer& writer) {
  writer.begin(section_type::pilots);
  if (rules_.arranged == arrangement::dense) {
    writer.append(dense_->section());
  } else if (linear_) {
    writer.append(linear_index(few_, records_.seed()));
  } else {
    writer.append(perfect_index_header(perfect_, records_.seed(), hash_width::bits_64, fingerprint_bits));
    writer.append(perfect_.entries());
    writer.append(perfect_.data());
  }
  writer.end(form_.keys);
  form_.sections |= section_bit(section_type::pilots);
  if (rules_.arranged == arrangement::dense || linear_) return;
  writer.begin(section_type::fingerprints);
  writer.append(fingerprints_);
  writer.append(std::vector<std::byte>(key_fingerprints::padding));
  writer.end(form_.keys);
  form_.sections |= section_bit(section_type::fingerprints);
}

void table_assembly::write_runs(container_writer& writer, section_type type, key_runs_writer& runs,
                                std::uint64_t count) {
  runs.finish();
  writer.begin(type);
  writer.append(runs.header());
  writer.append(runs.drain());
  writer.append(runs.wide_lines());
  writer.end(count);
  form_.sections |= section_bit(type);
}

void table_assembly::write_rest(container_writer& writer) {
  tell(options_, build_stage::ordering, 0, form_.records);
  if (locator_) write_runs(writer, section_type::locator, *locator_, form_.records);
  if (postings_ && form_.keys != form_.records) write_runs(writer, section_type::postings, *postings_, form_.keys);
  if (numbers_) numbers_->write(writer);
  if (order_) {
    order_->write(writer, section_type::order);
    form_.sections |= section_bit(section_type::order);
  }
  if (sorted_) {
    sorted_->write(writer, section_type::sorted);
    form_.sections |= section_bit(section_type::sorted);
  }
  if (!options_.user_metadata.empty()) {
    writer.begin(section_type::usermeta, {{}, 64, true, false});
    writer.append(options_.user_metadata);
    writer.end(1);
  }
  writer.begin(section_type::table);
  writer.append(bytes_of_form(form_));
  writer.end(1);
}

}  // namespace memosaic::table_core
