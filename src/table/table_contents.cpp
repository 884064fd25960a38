// SPDX-License-Identifier: Apache-2.0
#include "table/table_contents.hpp"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/error.hpp"
#include "table/stored_copy.hpp"

namespace memosaic::table_core {
namespace {

table_key key_of(const container& file, const table_form& form) {
  try {
    if (form.kind == table_kind::approximate_multimap) return table_key(form.key_kind);
    return table_key(file.schema());
  } catch (const std::invalid_argument& error) {
    throw format_error(file.path(), file.find(section_type::schema)->offset, error.what());
  }
}

}  // namespace

table_contents::table_contents(container opened, mapping mapped)
    : file(std::move(opened)),
      pages(std::move(mapped)),
      form(form_of(file)),
      records(file.bytes(section_type::records)),
      stride(file.stride()) {
  const auto has = [&](section_type type) { return (form.sections & section_bit(type)) != 0; };
  if (form.kind != table_kind::array) {
    key = key_of(file, form);
    keyless = form.kind == table_kind::approximate_multimap;
    index = key_index(section(section_type::pilots), section(section_type::fingerprints));
    if (index.size() != form.keys) {
      refuse_section(section_type::pilots, 8, "the index has another number of keys than the table");
    }
    if (index.seed() != file.header().hash_seed) {
      refuse_section(section_type::pilots, 16, "the seed of the index is not that in the header");
    }
    if (index.kind() == index_kind::dense && key.form() != key_form::integer) {
      refuse_section(section_type::pilots, 0, "only integers have a dense index");
    }
  }
  const bool varying = stride == 0 && file.find(section_type::records) != nullptr;
  if (has(section_type::locator) != varying) {
    refuse_section(section_type::records, 0, "LOCATOR is there just where records vary in size");
  }
  if (has(section_type::locator)) {
    if (records.size() % 8 != 0) refuse_section(section_type::records, 0, "cells are not aligned to 8");
    locator = key_runs(section(section_type::locator), form.records, records.size() / 8, 3);
  }
  has_postings = has(section_type::postings);
  if (has_postings) {
    postings = key_runs(section(section_type::postings), form.keys, form.records, 0);
  }
  if (has(section_type::order)) order = key_order(section(section_type::order), form.records);
  if (has(section_type::sorted)) sorted = key_order(section(section_type::sorted), form.keys);
  plain = form.kind != table_kind::array && !keyless && index.is_usual() && !has_postings && stride != 0 &&
          key.lies_within();
}

bytes_view table_contents::not_found() const {
  pages.check();
  return {};
}

key_section table_contents::section(section_type type) const noexcept {
  const section_entry* const found = file.find(type);
  if (found == nullptr) return {{}, file.path(), 0};
  return {file.bytes(*found), file.path(), found->offset};
}

void table_contents::refuse_section(section_type type, std::uint64_t at, std::string_view what) const {
  pages.check();  // else what is wrong is that the file shrank
  refuse(section(type), at, what);
}

packed_cell table_contents::varying_cell_at(std::uint64_t number) const {
  const run found = locator[number];
  if (!found.found() || found.length < file.context().layouts().front().size()) [[unlikely]] {
    refuse_section(section_type::locator, 0, "there is no whole record " + std::to_string(number));
  }
  return {records.subspan(static_cast<std::size_t>(found.start), static_cast<std::size_t>(found.length)),
          file.context()};
}

run table_contents::postings_of(std::uint64_t slot) const {
  if (!has_postings) return {slot, 1};
  const run found = postings[slot];
  if (!found.found() || found.length == 0) [[unlikely]] {
    refuse_section(section_type::postings, 0, "the key at slot " + std::to_string(slot) + " has no record");
  }
  return found;
}

table_contents::hit table_contents::find_value(const value& wanted) const {
  switch (key.form()) {
    case key_form::bytes: {
      const bool is_text = key.kind() == value_kind::text || key.kind() == value_kind::fixed_text;
      if (wanted.kind() != (is_text ? value_kind::text : value_kind::bytes)) return {};
      return find(is_text ? bytes_of(wanted.as_text()) : wanted.as_bytes());
    }
    case key_form::integer: {
      const auto integer = key.integer(wanted);
      return integer ? find(*integer) : hit{};
    }
    case key_form::other: {
      if (!key.may_be(wanted)) break;
      const auto hashed = key.hashed_bytes(wanted);
      const std::uint64_t slot = index.slot_of(bytes_view(hashed));
      if (slot == no_slot) break;
      const packed_cell cell = cell_at(first_of(slot));
      if (keyless || stored_copy(key.whole(cell)).is_key(wanted)) return {slot, cell};
      break;
    }
    case key_form::none:
      break;
  }
  pages.check();
  return {};
}

void table_contents::verify() const {
  if (form.kind != table_kind::array) {
    index.verify(section(section_type::pilots), section(section_type::fingerprints));
  }
  if ((form.sections & section_bit(section_type::locator)) != 0) locator.verify(section(section_type::locator));
  if (has_postings) postings.verify(section(section_type::postings));
  if (order.size() != 0) order.verify(section(section_type::order));
  if (sorted.size() != 0) sorted.verify(section(section_type::sorted));
  verify_keys();
  verify_sorted();
  for (std::uint64_t number = 0; stride == 0 && number < form.records; ++number) {
    static_cast<void>(cell_at(number));
  }
}

/// Each key leads to its own slot, and all records of a slot have it.
void table_contents::verify_keys() const {
  for (std::uint64_t slot = 0; slot < form.keys; ++slot) {
    const run held = postings_of(slot);
    const packed_cell first = cell_at(held.start);
    if (keyless) continue;  // the runs are right, and more cannot be known
    try {
      for (std::uint64_t i = 1; i < held.length; ++i) {
        if (!key.same(first, cell_at(held.start + i))) {
          refuse_section(section_type::postings, 0, "the records of slot " + std::to_string(slot) + " differ in key");
        }
      }
      if (slot_of_key(first) != slot) {
        refuse_section(section_type::pilots, 0, "the key at slot " + std::to_string(slot) + " is not found");
      }
    } catch (const std::invalid_argument& error) {
      refuse_section(section_type::records, 0, "slot " + std::to_string(slot) + ": " + error.what());
    }
  }
}

std::uint64_t table_contents::slot_of_key(const packed_cell& cell) const {
  if (key.form() == key_form::bytes) return index.slot_of(key.bytes(cell));
  if (key.form() == key_form::integer) return index.slot_of(key.integer(cell));
  return index.slot_of(bytes_view(key.hashed_bytes(*stored_copy(key.whole(cell)))));
}

void table_contents::verify_sorted() const {
  std::vector<std::byte> before;
  for (std::uint64_t position = 0; position < sorted.size(); ++position) {
    std::vector<std::byte> now;
    key.append_order(now, cell_at(first_of(sorted[position])));
    if (position != 0 && compare(before, now) >= 0) {
      refuse_section(section_type::sorted, 0, "keys are out of order at position " + std::to_string(position));
    }
    before = std::move(now);
  }
}

}  // namespace memosaic::table_core
