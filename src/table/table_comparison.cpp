// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/table_comparison.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/error.hpp"

namespace memosaic {
namespace {

/// What looks a key up without making a value of it.
enum class key_class : std::uint8_t { text, bytes, integer, other };

key_class class_of(const table& of) {
  const record_type& type = of.schema().root();
  switch (const value_kind kind = type.fields[*type.position(type.key)].type.kind(); kind) {
    case value_kind::text:
    case value_kind::fixed_text:
      return key_class::text;
    case value_kind::bytes:
    case value_kind::fixed_bytes:
      return key_class::bytes;
    default:
      return is_integer(kind) ? key_class::integer : key_class::other;
  }
}

value_view key_of(const record& row) { return row.field(*row.type().position(row.type().key)); }

table_range records_with(const table& in, const value_view& key, bool by_value) {
  if (by_value) return in.equal_range(key.materialise());
  switch (class_of(in)) {
    case key_class::text:
      return in.equal_range(key.as_text());
    case key_class::bytes:
      return in.equal_range(key.as_bytes());
    case key_class::integer:
      return is_signed_integer(key.kind()) ? in.equal_range(key.as_int64()) : in.equal_range(key.as_uint64());
    default:
      return in.equal_range(key.materialise());
  }
}

bool has(const table& of, section_type section) { return of.container().find(section) != nullptr; }

/// The records of a multimap are walked by key, so that all of one key are met at once.
table_range walk_of(const table& of) {
  if (of.kind() == table_kind::array) return of.records();
  if (has(of, section_type::sorted)) return of.in_key_order();
  if (of.kind() == table_kind::map && has(of, section_type::order)) return of.in_insertion_order();
  return of.records();
}

/// A copy of a record that leaves no circles behind.
class copied_record {
 public:
  explicit copied_record(const record& from) : copy_(from.materialise()) {}
  copied_record(const copied_record&) = delete;
  copied_record& operator=(const copied_record&) = delete;
  ~copied_record() { copy_.dismantle(); }

  [[nodiscard]] const value* find(std::string_view name) const { return copy_.find(name); }

 private:
  value copy_;
};

bool same_field(const value* before, const value* after) {
  if (before != nullptr && after != nullptr) return *before == *after;
  const value* const only = before != nullptr ? before : after;
  return only == nullptr || only->is_null();
}

std::vector<std::string> differing_fields(const record& before, const record& after) {
  const copied_record ours(before);
  const copied_record theirs(after);
  std::vector<std::string> names;
  for (const schema_field& field : after.type().fields) {
    if (!same_field(ours.find(field.name), theirs.find(field.name))) names.push_back(field.name);
  }
  for (const schema_field& field : before.type().fields) {
    if (after.type().position(field.name)) continue;
    if (!same_field(ours.find(field.name), nullptr)) names.push_back(field.name);
  }
  return names;
}

bool equal_bytes(const record& a, const record& b) {
  const bool alone = a.layout().self_contained();
  const std::size_t size = alone ? a.layout().size() : a.cell().size();
  if (!alone && b.cell().size() != size) return false;
  return equal(bytes_view(a.data(), size), bytes_view(b.data(), size));
}

}  // namespace

table_comparison::table_comparison(table before, table after) : before_(std::move(before)), after_(std::move(after)) {
  const bool is_array = before_.kind() == table_kind::array;
  if (is_array != (after_.kind() == table_kind::array)) {
    throw std::invalid_argument(std::string("the ") + (is_array ? "first" : "second") +
                                " table is an array, whose records have no keys, and the other one is none");
  }
  for (const table* const each : {&before_, &after_}) {
    if (each->kind() != table_kind::approximate_multimap) continue;
    throw std::invalid_argument("the " + std::string(each == &before_ ? "first" : "second") +
                                " table does not keep its keys, and its records cannot be matched");
  }
  same_bytes_ = before_.schema() == after_.schema() && !has(before_, section_type::vardata) &&
                !has(after_, section_type::vardata) && before_.schema().layout().numbers_size() == 0;
  if (is_array) {
    // As the records of one key.
    ours_ = before_.records();
    theirs_ = after_.records();
    adding_ = true;
    return;
  }
  by_value_ = class_of(before_) != class_of(after_);
  walk_ = walk_of(before_);
}

table_comparison::step table_comparison::advance(std::uint64_t most) {
  for (;;) {
    while (pair_ < std::max(ours_.size(), theirs_.size())) {
      if (most-- == 0) return step::paused;
      if (take_pair()) return step::difference;
    }
    if (at_ < walk_.size()) {
      take_next_key();
    } else if (!adding_) {
      adding_ = true;
      walk_ = walk_of(after_);
      at_ = 0;
    } else {
      return step::end;
    }
    if (most-- == 0) return step::paused;
  }
}

void table_comparison::take_next_key() {
  const table& own = adding_ ? after_ : before_;
  const value_view key = key_of(walk_[static_cast<std::size_t>(at_)]);
  const table_range of_own = records_with(own, key, false);
  if (of_own.empty()) {
    throw format_error(own.container().path(), own.container().find(section_type::pilots)->offset,
                       "a key of the table is not found in it: verify the table");
  }
  const table_range of_other = records_with(adding_ ? before_ : after_, key, by_value_);
  // In the order of keys each is met once, in that of records once for each of its records.
  at_ += has(own, section_type::sorted) ? 1 : of_own.size();
  pair_ = 0;
  if (!adding_) {
    ours_ = of_own;
    theirs_ = of_other;
  } else {
    ours_ = {};
    theirs_ = of_other.empty() ? of_own : table_range();
  }
}

bool table_comparison::take_pair() {
  const auto position = static_cast<std::size_t>(pair_++);
  table_difference found;
  found.position = position;
  if (position < ours_.size()) found.before = ours_[position];
  if (position < theirs_.size()) found.after = theirs_[position];
  done_ += (found.before ? 1U : 0U) + (found.after ? 1U : 0U);
  if (!found.before) {
    found.what = table_difference::kind::added;
  } else if (!found.after) {
    found.what = table_difference::kind::removed;
  } else {
    if (!same_bytes_ || !equal_bytes(*found.before, *found.after)) {
      found.fields = differing_fields(*found.before, *found.after);
    }
    if (found.fields.empty()) {
      ++equal_;
      return false;
    }
  }
  difference_ = std::move(found);
  return true;
}

}  // namespace memosaic
