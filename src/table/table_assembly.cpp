// SPDX-License-Identifier: Apache-2.0
#include "table/table_assembly.hpp"

#include <algorithm>
#include <array>
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

constexpr unsigned usual_fingerprint_bits = 8;
constexpr int most_seeds = 8;
constexpr std::size_t line_size = 64;

/// Partitions of records this large on average are made smaller, whatever memory there is: what comes of a build must
/// not depend on that.
constexpr std::uint64_t most_bytes_of_partition = std::uint64_t{16} << 20U;
constexpr std::uint64_t least_memory_of_partition = std::uint64_t{1} << 20U;
/// Beside records that are in memory anyway: enough for as many as a partition of different keys has.
constexpr std::uint64_t memory_beside_records = std::uint64_t{8} << 20U;
constexpr std::size_t drained_at = 65536;

}  // namespace

void tell(const table_options& options, build_stage stage, std::uint64_t done, std::uint64_t total) {
  if (options.watcher == nullptr || options.watcher->go_on(stage, done, total)) return;
  throw std::system_error(std::make_error_code(std::errc::operation_canceled), "the table is not built");
}

table_assembly::table_assembly(const schema& types, const table_key& key, const table_options& options,
                               table_records& records, std::vector<std::vector<std::byte>> splitters,
                               const shared_objects* shared)
    : types_(types),
      key_(key),
      options_(options),
      records_(records),
      splitters_(std::move(splitters)),
      shared_(shared) {
  rules_.key = &key_;
  rules_.duplicates = options.duplicates;
  rules_.stride = choose_stride();
  rules_.numbers = numbers_block(types_.layout(0, options.references));
  rules_.fingerprint_bits = options.approximate_bits != 0 ? options.approximate_bits : usual_fingerprint_bits;
}

std::uint64_t table_assembly::choose_stride() const {
  const record_layout& layout = types_.layout(0, options_.references);
  if (!layout.self_contained()) return 0;
  const bool one_line = options_.one_line_records && key_.form() != key_form::none && layout.size() <= line_size;
  return one_line ? std::max(layout.stride(), std::bit_ceil(layout.size())) : layout.stride();
}

/// Integers of which most of a range are there need no hash. Else as many partitions as the keys ask for, or more if
/// records are large.
void table_assembly::choose_arrangement() {
  if (arrange_dense()) return;
  const std::uint64_t count = records_.size();
  unsigned bits = partition_bits_for(count);
  while (bits < most_partition_bits && records_.bytes() >> bits > most_bytes_of_partition) ++bits;
  rules_.partitions = std::uint64_t{1} << bits;
  const hash_width width = width_for(count);
  if (bits > records_.bits() || width != records_.width()) {
    tell(options_, build_stage::arranging, 0, count);
    records_.arrange_by_hash(records_.seed(), width, std::max(bits, records_.bits()));
  }
}

bool table_assembly::arrange_dense() {
  if (key_.form() != key_form::integer) return false;
  const std::uint64_t least = records_.least();
  const std::uint64_t greatest = records_.greatest();
  if (!are_dense(least, greatest, records_.size())) return false;
  dense_.emplace(least, greatest);
  std::uint64_t keys = 0;
  table_records_reader reader(records_, 0, records_.sorter().partitions());
  while (const auto record = reader.next()) keys += dense_->add(key_.integer(records_.cell(record->cell))) ? 1U : 0U;
  if (!are_dense(least, greatest, keys)) {
    dense_.reset();
    return false;
  }
  rules_.arranged = arrangement::dense;
  rules_.first = least;
  tell(options_, build_stage::arranging, 0, records_.size());
  records_.arrange_by_key(least, greatest - least);
  return true;
}

container_header table_assembly::write(container_sink& sink) {
  if (key_.form() != key_form::none) choose_arrangement();
  hash_width width = records_.width();
  for (int attempt = 1;; ++attempt) {
    try {
      return write_once(sink);
    } catch (const keys_collide& collided) {
      if (attempt == most_seeds) {
        throw std::runtime_error((collided.which.empty() ? "the keys of the table crowd together" : collided.which) +
                                 " under each of " + std::to_string(most_seeds) + " seeds: somebody has chosen them");
      }
      // Two keys whose 64 bits are equal by chance differ in 128.
      if (!collided.which.empty()) width = hash_width::bits_128;
    }
    sink.restart();
    tell(options_, build_stage::arranging, 0, records_.size());
    records_.arrange_by_hash(mixed(records_.seed() + 1), width, records_.bits());
  }
}

container_header table_assembly::write_once(container_sink& sink) {
  const bool hashed = key_.form() != key_form::none && rules_.arranged == arrangement::hashed;
  const std::uint64_t share = records_.memory_limit() / (2 * std::max(1U, options_.threads));
  const bool in_file = records_.sorter().spilled_bytes() != 0;
  rules_.most_memory = in_file ? std::max(least_memory_of_partition, share) : memory_beside_records;
  rules_.may_be_linear = hashed && rules_.partitions == 1 && records_.width() == hash_width::bits_64;
  container_writer writer(sink, types_, {options_.references, hashed ? records_.seed() : 0, 24});
  begin_sections();
  writer.begin(section_type::records, {{rules_.stride, 0}, 64, false, false});
  if (key_.form() == key_form::none) {
    write_array(writer);
  } else {
    write_partitions(writer);
  }
  writer.end(form_.records);
  if (shared_ != nullptr) shared_->write(writer);
  if (form_.kind != table_kind::array) write_index(writer);
  write_rest(writer);
  return writer.finish(form_.records);
}

void table_assembly::begin_sections() {
  form_ = {};
  if (key_.form() != key_form::none) {
    const bool multi = options_.duplicates == duplicate_policy::multi;
    form_.kind = options_.approximate_bits != 0 ? table_kind::approximate_multimap
                 : multi                        ? table_kind::multimap
                                                : table_kind::map;
    form_.key_kind = key_.kind();
    form_.key_field = options_.approximate_bits != 0 ? std::uint16_t{0} : key_.field();
  }
  const std::uint64_t memory = records_.memory_limit() / 8;
  const auto& folder = records_.folder();
  perfect_ = {};
  pilots_.emplace(memory, folder);
  few_.clear();
  linear_ = false;
  fingerprints_.emplace(memory, folder);
  fingerprint_rest_ = {};
  if (rules_.stride == 0) {
    locator_.emplace(later_runs{key_runs_writer(records_.sizes().best_bits(), 3), later_section(memory, folder)});
  }
  if (options_.duplicates == duplicate_policy::multi) {
    postings_.emplace(later_runs{key_runs_writer(8, 0), later_section(memory, folder)});
  }
  if (rules_.numbers.any()) numbers_.emplace(memory, folder);
  if (options_.insertion_order) {
    order_.emplace(slot_sorter::number_splitters(records_.size(), memory), memory, records_.folder());
  }
  if (options_.sorted) sorted_.emplace(splitters_, memory, records_.folder());
}

void table_assembly::write_array(container_writer& writer) {
  constexpr std::uint64_t told_each = 65536;
  std::vector<std::byte> padding;
  std::vector<std::byte> stamped;
  table_records_reader reader(records_, 0, records_.sorter().partitions());
  while (auto record = reader.next()) {
    if (numbers_) {
      numbers_->append(rules_.numbers.of(record->cell));
      stamped.assign(record->cell.begin(), record->cell.end());
      rules_.numbers.stamp(stamped.data(), form_.records);
      record->cell = stamped;
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
  const unsigned threads = std::max(1U, options_.threads);
  std::vector<partition_worker> workers;
  workers.reserve(threads);
  while (workers.size() < threads) workers.emplace_back(rules_);
  const std::size_t items = rules_.arranged == arrangement::dense ? records_.sorter().partitions()
                                                                  : static_cast<std::size_t>(rules_.partitions);
  const auto each = static_cast<std::uint32_t>(records_.sorter().partitions() / items);
  const auto prepare = [&](std::size_t item, unsigned worker) {
    const auto first = static_cast<std::uint32_t>(item) * each;
    workers[worker].prepare(records_, first, first + each);
  };
  const auto take_one = [&](std::size_t item, unsigned worker) {
    tell(options_, build_stage::indexing, item, items);
    take(writer, workers[worker]);
  };
  const auto finish = [&](std::size_t, unsigned number) {
    partition_worker& worker = workers[number];
    if (!worker.is_small()) return;
    worker.write_small();
    if (!order_ && !sorted_) return;
    std::uint64_t position = 0;
    const std::lock_guard lock(orders_);
    worker.tell_small([&](const slot_record& found) { note_orders(worker, position++, found); });
  };
  ordered_work(items, threads, prepare, take_one, finish).run();
}

/// What follows from the partitions before. All that takes long is done before or afterwards, unless records do not fit
/// into memory.
void table_assembly::take(container_writer& writer, partition_worker& worker) {
  partition_outline& outline = worker.outline();
  worker.place(writer, form_.keys, form_.records);
  if (outline.solved) {
    add_fingerprints(outline.fingerprints);
    perfect_.add(*outline.solved);
    if (perfect_.data().size() >= drained_at) {
      pilots_->append(perfect_.data());
      perfect_.drain();
    }
  } else if (rules_.arranged == arrangement::hashed) {
    linear_ = true;
    few_ = outline.few;
  }
  for (const std::uint64_t size : outline.sizes) locator_->add(size / 8);
  for (const std::uint64_t count : outline.counts) postings_->add(count);
  if (numbers_) numbers_->append(outline.numbers);
  form_.records += outline.records;
  form_.keys += outline.keys;
  if (worker.is_small()) return;
  std::uint64_t position = 0;
  worker.write_big([&](const slot_record& found) {
    if (locator_) locator_->add(rules_.padded(found.record.cell.size()) / 8);
    if (numbers_) numbers_->append(rules_.numbers.of(found.record.cell));
    if (!order_ && !sorted_) return;
    const std::lock_guard lock(orders_);
    note_orders(worker, position++, found);
  });
}

/// Packs them from the lowest bit on; bits of a byte that is not full wait.
void table_assembly::add_fingerprints(std::span<const std::uint32_t> fingerprints) {
  std::vector<std::byte> bytes;
  for (const std::uint32_t each : fingerprints) {
    fingerprint_rest_.bits |= std::uint64_t{each} << fingerprint_rest_.count;
    fingerprint_rest_.count += rules_.fingerprint_bits;
    for (; fingerprint_rest_.count >= 8; fingerprint_rest_.count -= 8, fingerprint_rest_.bits >>= 8U) {
      bytes.push_back(static_cast<std::byte>(fingerprint_rest_.bits & 0xffU));
    }
  }
  fingerprints_->append(bytes);
}

/// Notes where a record and its key come in other orders than that of slots.
void table_assembly::note_orders(const partition_worker& worker, std::uint64_t position, const slot_record& found) {
  if (order_) order_->add(slot_sorter::number_key(found.record.number), worker.first_record() + position);
  if (!sorted_ || !found.is_first) return;
  std::vector<std::byte> key;
  key_.append_order(key, records_.cell(found.record.cell));
  sorted_->add(key, worker.first_slot() + found.slot);
}

void table_assembly::write_index(container_writer& writer) {
  writer.begin(section_type::pilots);
  if (rules_.arranged == arrangement::dense) {
    dense_->write([&](bytes_view bytes) { writer.append(bytes); });
  } else if (linear_) {
    writer.append(linear_index(few_, records_.seed()));
  } else {
    writer.append(perfect_index_header(perfect_, records_.seed(), records_.width(), rules_.fingerprint_bits));
    writer.append(perfect_.entries());
    pilots_->write(writer);
    writer.append(perfect_.data());
  }
  writer.end(form_.keys);
  form_.sections |= section_bit(section_type::pilots);
  if (rules_.arranged == arrangement::dense || linear_) return;
  writer.begin(section_type::fingerprints);
  fingerprints_->write(writer);
  if (fingerprint_rest_.count != 0) writer.append(std::array{static_cast<std::byte>(fingerprint_rest_.bits)});
  writer.append(std::vector<std::byte>(key_fingerprints::padding));
  writer.end(form_.keys);
  form_.sections |= section_bit(section_type::fingerprints);
}

void later_runs::add(std::uint64_t length) {
  runs.add(length);
  if (runs.waiting() >= drained_at) lines.append(runs.drain());
}

void later_runs::write(container_writer& writer, section_type type, std::uint64_t count) {
  runs.finish();
  writer.begin(type);
  writer.append(runs.header());
  lines.write(writer);
  writer.append(runs.drain());
  writer.append(runs.wide_lines());
  writer.end(count);
}

void table_assembly::write_rest(container_writer& writer) {
  tell(options_, build_stage::ordering, 0, form_.records);
  if (locator_) {
    locator_->write(writer, section_type::locator, form_.records);
    form_.sections |= section_bit(section_type::locator);
  }
  if (postings_ && form_.keys != form_.records) {
    postings_->write(writer, section_type::postings, form_.keys);
    form_.sections |= section_bit(section_type::postings);
  }
  if (numbers_) {
    writer.begin(section_type::numbers, {{rules_.numbers.size(), 0}, 64, false, true});
    numbers_->write(writer);
    writer.end(form_.records);
  }
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
