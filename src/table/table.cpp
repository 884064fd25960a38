// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/table.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/compare.hpp"
#include "memosaic/error.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"
#include "table/key_batch.hpp"
#include "table/table_contents.hpp"

namespace memosaic {

using table_core::key_form;
using table_core::no_slot;
using table_core::table_contents;

namespace {

table_range all_records(const table_contents& contents, const table_contents::hit& found) {
  if (found.slot == no_slot) return {};
  const auto held = contents.postings_of(found.slot);
  return {contents, table_range::order::slots, held.start, held.length};
}

[[noreturn]] void refuse_key(const table_contents& contents, std::string_view found) {
  const std::string expected = contents.form.kind == table_kind::array
                                   ? "the table is an array and has no keys"
                                   : "the keys are of kind " + std::string(name_of(contents.key.kind()));
  throw std::invalid_argument(expected + ": found " + std::string(found));
}

bytes_view key_bytes(const table_contents& contents, std::string_view key) {
  const value_kind kind = contents.key.kind();
  if (kind != value_kind::fixed_text && kind != value_kind::text) [[unlikely]]
    refuse_key(contents, "text");
  return bytes_of(key);
}

bytes_view key_bytes(const table_contents& contents, bytes_view key) {
  const value_kind kind = contents.key.kind();
  if (kind != value_kind::fixed_bytes && kind != value_kind::bytes) [[unlikely]]
    refuse_key(contents, "bytes");
  return key;
}

void require_integers(const table_contents& contents) {
  if (!is_integer(contents.key.kind())) [[unlikely]]
    refuse_key(contents, "an integer");
}

table_contents::hit find_integer(const table_contents& contents, std::uint64_t key, bool is_signed) {
  require_integers(contents);
  if (!contents.key.holds(key, is_signed)) return {};
  return contents.find(key);
}

table_contents::hit find_value(const table_contents& contents, const value& key) {
  if (contents.key.form() == key_form::none) refuse_key(contents, name_of(key.kind()));
  if (!is_hashable(key.kind())) refuse_key(contents, name_of(key.kind()));
  return contents.find_value(key);
}

/// `put(i, cell)` gets the cell of each key, without data if there is none.
template <typename KeyOf, typename Put>
void find_many(const table_contents& contents, std::size_t count, const KeyOf& key_of, const Put& put) {
  if (contents.plain) {
    const auto touch = [&](std::size_t, std::uint64_t slot) {
      table_core::prefetch_line(contents.records.data() + slot * contents.stride);
    };
    const auto visit = [&](std::size_t i, std::uint64_t slot) { put(i, contents.accept_plain(slot, key_of(i))); };
    return table_core::look_up_many(contents.index, count, key_of, touch, visit);
  }
  const auto touch = [&](std::size_t, std::uint64_t slot) {
    if (contents.has_postings) {
      table_core::prefetch_line(contents.postings.place(slot));
    } else if (contents.stride != 0) {
      table_core::prefetch_line(contents.records.data() + slot * contents.stride);
    } else {
      table_core::prefetch_line(contents.locator.place(slot));
    }
  };
  const auto visit = [&](std::size_t i, std::uint64_t slot) {
    put(i, table_contents::cell_of(contents.accept(slot, key_of(i))));
  };
  table_core::look_up_many(contents.index, count, key_of, touch, visit);
}

void require_room(std::size_t count, std::size_t room) {
  if (room == count) return;
  throw std::invalid_argument("there is room for " + std::to_string(room) + " records: expected " +
                              std::to_string(count) + ", one for each key");
}

/// Of integers that no key can be, another one is sought and not taken.
template <typename Integer, typename Put>
void find_many_integers(const table_contents& contents, std::span<const Integer> keys, const Put& put) {
  if (!is_integer(contents.key.kind())) refuse_key(contents, "integers");
  const auto key_of = [&](std::size_t i) { return static_cast<std::uint64_t>(keys[i]); };
  find_many(contents, keys.size(), key_of, [&](std::size_t i, bytes_view cell) {
    put(i, contents.key.holds(key_of(i), std::is_signed_v<Integer>) ? cell : bytes_view());
  });
}

void require_sorted(const table_contents& contents) {
  if (contents.form.keys == 0 || contents.sorted.size() != 0) return;
  throw std::invalid_argument("the table was built without an order of keys: build it with that option");
}

/// Keys at positions from the first where `is_before` fails to the first where `is_within` does; that is tested for
/// what is not before only.
template <typename IsBefore, typename IsWithin>
table_range scanned(const table_contents& contents, const IsBefore& is_before, const IsWithin& is_within) {
  require_sorted(contents);
  const auto cell_of = [&](std::uint64_t slot) { return contents.cell_at(contents.first_of(slot)); };
  const auto first = contents.sorted.first_not([&](std::uint64_t slot) { return is_before(cell_of(slot)); });
  const auto stop = contents.sorted.first_not([&](std::uint64_t slot) {
    const packed_cell cell = cell_of(slot);
    return is_before(cell) || is_within(cell);
  });
  contents.pages.check();
  return {contents, table_range::order::keys, first, stop > first ? stop - first : 0};
}

table_range scanned_bytes(const table_contents& contents, bytes_view from, bytes_view to) {
  return scanned(
      contents, [&](const packed_cell& cell) { return compare(contents.key.bytes(cell), from) < 0; },
      [&](const packed_cell& cell) { return compare(contents.key.bytes(cell), to) < 0; });
}

table_range scanned_prefix(const table_contents& contents, bytes_view prefix) {
  return scanned(
      contents, [&](const packed_cell& cell) { return compare(contents.key.bytes(cell), prefix) < 0; },
      [&](const packed_cell& cell) {
        const bytes_view key = contents.key.bytes(cell);
        return key.size() >= prefix.size() && equal(key.first(prefix.size()), prefix);
      });
}

using container_type = container;

/// Whether an integer of a key is before another one. What no key can be is less than all of them if it is negative,
/// else greater.
bool is_before(const table_core::table_key& key, std::uint64_t held, std::uint64_t wanted, bool is_signed) noexcept {
  if (!key.holds(wanted, is_signed)) return !is_signed;
  return key.ordered(held) < key.ordered(wanted);
}

/// Whether the key of a cell is before a value. Errors: `std::invalid_argument` for values of another kind.
bool is_before(const table_contents& contents, const packed_cell& cell, const value& wanted) {
  const table_core::table_key& key = contents.key;
  if (key.form() == key_form::bytes) {
    const bool is_text = key.kind() == value_kind::text || key.kind() == value_kind::fixed_text;
    if (wanted.kind() != (is_text ? value_kind::text : value_kind::bytes)) refuse_key(contents, name_of(wanted.kind()));
    return compare(key.bytes(cell), is_text ? bytes_of(wanted.as_text()) : wanted.as_bytes()) < 0;
  }
  const std::uint64_t held = key.integer(cell);
  if (is_integer(key.kind()) && wanted.kind() == value_kind::int64) {
    return is_before(key, held, static_cast<std::uint64_t>(wanted.as_int64()), true);
  }
  if (is_integer(key.kind()) && wanted.kind() == value_kind::uint64) {
    return is_before(key, held, wanted.as_uint64(), false);
  }
  const auto bits = key.integer(wanted);
  if (is_integer(key.kind()) || !bits) refuse_key(contents, name_of(wanted.kind()));
  return key.ordered(held) < key.ordered(*bits);
}

/// What `verify` tests is not tested twice.
open_level level_of_container(open_level level) noexcept {
  return level == open_level::verified ? open_level::checked : level;
}

/// What looks like damage may be pages that were lost because the file shrank.
template <typename Operation>
auto or_changed(const mapping& pages, const Operation& operation) {
  try {
    return operation();
  } catch (const format_error&) {
    pages.check();
    throw;
  }
}

}  // namespace

table::table(std::shared_ptr<const table_contents> opened) noexcept
    : contents_(std::move(opened)), context_(&contents_->file.context()) {}

table table::open(const std::filesystem::path& path, open_level level) {
  return open(mapping(file(path)), level, path.string());
}

table table::open(mapping pages, open_level level, std::string path) {
  return or_changed(pages, [&] {
    auto opened = container_type::open(pages.view(), level_of_container(level), std::move(path));
    table result(std::make_shared<const table_contents>(std::move(opened), pages));
    if (level == open_level::verified) result.verify();
    return result;
  });
}

table table::open(view bytes, open_level level, std::string path) {
  auto opened = container_type::open(std::move(bytes), level_of_container(level), std::move(path));
  table result(std::make_shared<const table_contents>(std::move(opened), mapping()));
  if (level == open_level::verified) result.verify();
  return result;
}

table_kind table::kind() const noexcept { return contents_->form.kind; }

std::uint64_t table::size() const noexcept { return contents_->form.records; }

std::uint64_t table::key_count() const noexcept { return contents_->form.keys; }

value_kind table::key_kind() const noexcept { return contents_->key.kind(); }

const schema& table::schema() const noexcept { return contents_->file.schema(); }

const container& table::container() const noexcept { return contents_->file; }

bytes_view table::user_metadata() const noexcept { return contents_->file.bytes(section_type::usermeta); }

bytes_view table::find(std::string_view key) const { return contents_->find_cell(key_bytes(*contents_, key)); }

bytes_view table::find(bytes_view key) const { return contents_->find_cell(key_bytes(*contents_, key)); }

bytes_view table::find(std::uint64_t key, bool is_signed) const {
  require_integers(*contents_);
  if (!contents_->key.holds(key, is_signed)) return {};
  return contents_->find_cell(key);
}

bytes_view table::find(const value& key) const { return table_contents::cell_of(find_value(*contents_, key)); }

void table::get_many(std::span<const std::string_view> keys, std::span<std::optional<record>> found) const {
  static_cast<void>(key_bytes(*contents_, std::string_view()));
  require_room(keys.size(), found.size());
  find_many(
      *contents_, keys.size(), [&](std::size_t i) { return bytes_of(keys[i]); },
      [&](std::size_t i, bytes_view cell) { found[i] = record_in(cell); });
}

void table::get_many(std::span<const bytes_view> keys, std::span<std::optional<record>> found) const {
  static_cast<void>(key_bytes(*contents_, bytes_view()));
  require_room(keys.size(), found.size());
  find_many(
      *contents_, keys.size(), [&](std::size_t i) { return keys[i]; },
      [&](std::size_t i, bytes_view cell) { found[i] = record_in(cell); });
}

void table::get_many(std::span<const std::int64_t> keys, std::span<std::optional<record>> found) const {
  require_room(keys.size(), found.size());
  find_many_integers(*contents_, keys, [&](std::size_t i, bytes_view cell) { found[i] = record_in(cell); });
}

void table::get_many(std::span<const std::uint64_t> keys, std::span<std::optional<record>> found) const {
  require_room(keys.size(), found.size());
  find_many_integers(*contents_, keys, [&](std::size_t i, bytes_view cell) { found[i] = record_in(cell); });
}

table_range table::equal_range(std::string_view key) const {
  return all_records(*contents_, contents_->find(key_bytes(*contents_, key)));
}

table_range table::equal_range(bytes_view key) const {
  return all_records(*contents_, contents_->find(key_bytes(*contents_, key)));
}

table_range table::equal_range_of(std::uint64_t key, bool is_signed) const {
  return all_records(*contents_, find_integer(*contents_, key, is_signed));
}

table_range table::equal_range_of(const value& key) const {
  return all_records(*contents_, find_value(*contents_, key));
}

table_range table::records() const noexcept { return {*contents_, table_range::order::slots, 0, size()}; }

record table::operator[](std::uint64_t slot) const {
  require_index(slot, size());
  return {contents_->cell_at(slot), 0, 0};
}

table_range table::in_insertion_order() const {
  if (kind() == table_kind::array) return records();
  if (size() != 0 && contents_->order.size() == 0) {
    throw std::invalid_argument("the table was built without insertion order: build it with that option");
  }
  return {*contents_, table_range::order::insertion, 0, size()};
}

table_range table::in_key_order() const {
  if (kind() == table_kind::array) refuse_key(*contents_, "a scan in their order");
  require_sorted(*contents_);
  return {*contents_, table_range::order::keys, 0, key_count()};
}

table_range table::scan(std::string_view from, std::string_view to) const {
  return scanned_bytes(*contents_, key_bytes(*contents_, from), key_bytes(*contents_, to));
}

table_range table::scan(bytes_view from, bytes_view to) const {
  return scanned_bytes(*contents_, key_bytes(*contents_, from), key_bytes(*contents_, to));
}

table_range table::scan_prefix(std::string_view prefix) const {
  return scanned_prefix(*contents_, key_bytes(*contents_, prefix));
}

table_range table::scan_prefix(bytes_view prefix) const {
  return scanned_prefix(*contents_, key_bytes(*contents_, prefix));
}

table_range table::scan_integers(std::uint64_t from, std::uint64_t to, bool is_signed) const {
  const table_core::table_key& key = contents_->key;
  if (!is_integer(key.kind())) refuse_key(*contents_, "an integer");
  return scanned(
      *contents_, [&](const packed_cell& cell) { return is_before(key, key.integer(cell), from, is_signed); },
      [&](const packed_cell& cell) { return is_before(key, key.integer(cell), to, is_signed); });
}

table_range table::scan_values(const value& from, const value& to) const {
  const table_contents& contents = *contents_;
  if (!contents.key.has_order()) refuse_key(contents, "a scan in their order");
  return scanned(
      contents, [&](const packed_cell& cell) { return !from.is_null() && is_before(contents, cell, from); },
      [&](const packed_cell& cell) { return to.is_null() || is_before(contents, cell, to); });
}

void table::verify(unsigned threads) const {
  or_changed(contents_->pages, [&] {
    contents_->file.verify(threads);
    contents_->verify();
  });
  contents_->pages.check();
}

record table_range::operator[](std::size_t position) const {
  require_index(position, count_);
  std::uint64_t number = first_ + position;
  if (order_ == order::insertion) {
    number = contents_->order[number];
    if (number == no_slot) {
      contents_->refuse_section(section_type::order, 0, "a record that does not exist stands in the order");
    }
  } else if (order_ == order::keys) {
    const std::uint64_t slot = contents_->sorted[number];
    if (slot == no_slot) {
      contents_->refuse_section(section_type::sorted, 0, "a slot that does not exist stands in the order");
    }
    number = contents_->first_of(slot);
  }
  const packed_cell cell = contents_->cell_at(number);
  contents_->pages.check();  // who goes through all records is told that some were zeros
  return {cell, 0, 0};
}

}  // namespace memosaic
