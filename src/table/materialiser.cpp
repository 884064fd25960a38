// SPDX-License-Identifier: Apache-2.0
#include "table/materialiser.hpp"

#include <stdexcept>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/table/array_view.hpp"
#include "memosaic/table/cell_writer.hpp"
#include "memosaic/table/dict_view.hpp"
#include "memosaic/table/sequence_view.hpp"

namespace memosaic::table_core {

materialiser::materialiser(const packed_cell& cell)
    : context_(&cell.context()), budget_(add_sizes(cell.size(), context_->shared().size())) {}

value materialiser::value_of(const value_view& from) {
  switch (from.kind()) {
    case value_kind::null:
      return {};
    case value_kind::boolean:
      return from.as_boolean();
    case value_kind::float32:
    case value_kind::float64:
      return from.as_float64();
    case value_kind::date:
      return from.as_date();
    case value_kind::datetime:
      return from.as_datetime();
    case value_kind::fixed_bytes:
      return value::bytes(from.as_bytes());
    case value_kind::fixed_text:
      return from.as_text();
    default:
      break;
  }
  if (is_unsigned_integer(from.kind())) return from.as_uint64();
  if (is_integer(from.kind())) return from.as_int64();
  if (depth_ >= cell_writer::most_depth) {
    context_->refuse(static_cast<std::uint64_t>(from.slot() - from.cell().data()),
                     "value: nested deeper than " + std::to_string(cell_writer::most_depth));
  }
  const depth_guard guard(depth_);
  switch (from.kind()) {
    case value_kind::list:
    case value_kind::tuple:
    case value_kind::set:
      return sequence_of(from);
    case value_kind::dict:
      return dict_of(from);
    case value_kind::record: {
      const record found = from.as_record();
      if (const value* const known = find(found.data(), value_kind::record)) return *known;
      charge(from, found.layout().size());
      return fields_of(found);
    }
    default:
      return leaf_of(from);
  }
}

value materialiser::leaf_of(const value_view& from) {
  const std::byte* const identity = from.identity();
  if (const value* const known = find(identity, from.kind())) return *known;
  value made;
  if (from.kind() == value_kind::text) {
    charge(from, from.as_text().size());
    made = from.as_text();
  } else if (from.kind() == value_kind::decimal) {
    decimal number = from.as_decimal();
    charge(from, 12 + number.digits.size() / 2);
    made = std::move(number);
  } else if (from.kind() == value_kind::array) {
    const array_view items = from.as_array();
    charge(from, items.byte_size());
    made = items.materialise();
  } else {
    const bytes_view bytes = from.as_bytes();
    charge(from, bytes.size());
    made = from.kind() == value_kind::buffer ? value::buffer(bytes) : value::bytes(bytes);
  }
  if (identity != nullptr) known_.emplace(identity, known_object{made, from.kind(), nullptr, nullptr});
  return made;
}

value materialiser::sequence_of(const value_view& from) {
  const sequence_view items = from.as_sequence();
  const std::byte* const identity = from.identity();
  if (const value* const known = find(identity, from.kind(), items.element_type())) return *known;
  charge(from, items.byte_size());
  value made = from.kind() == value_kind::list    ? value::list()
               : from.kind() == value_kind::tuple ? value::tuple()
                                                  : value::set();
  // Known before its elements are: one of them may be the list itself.
  if (identity != nullptr) known_.emplace(identity, known_object{made, from.kind(), items.element_type(), nullptr});
  auto& target = made.items();
  target.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) target.push_back(value_of(items[i]));
  return made;
}

value materialiser::dict_of(const value_view& from) {
  const dict_view entries = from.as_dict();
  const std::byte* const identity = from.identity();
  if (const value* const known = find(identity, from.kind(), entries.key_type(), entries.mapped_type())) return *known;
  charge(from, entries.byte_size());
  value made = value::dict();
  if (identity != nullptr) {
    known_.emplace(identity, known_object{made, from.kind(), entries.key_type(), entries.mapped_type()});
  }
  auto& target = made.dict_entries();
  target.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    value key = value_of(entries.key_at(i));
    target.emplace_back(std::move(key), value_of(entries.mapped_at(i)));
  }
  return made;
}

value materialiser::copy_of(const value_view& from) {
  try {
    return value_of(from);
  } catch (...) {
    dismantle_all();
    throw;
  }
}

value materialiser::copy_of(const record& from) {
  const depth_guard guard(depth_);
  try {
    return fields_of(from);
  } catch (...) {
    dismantle_all();
    throw;
  }
}

void materialiser::dismantle_all() const {
  for (const auto& [identity, known] : known_) known.made.dismantle();
}

value materialiser::fields_of(const record& from) {
  value made = value::record(from.type().name, {});
  known_.emplace(from.data(), known_object{made, value_kind::record, nullptr, nullptr});
  auto& target = made.record_fields().fields;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const value_view content = from.field(i);
    if (!content.is_missing()) target.emplace_back(from.type().fields[i].name, value_of(content));
  }
  return made;
}

const value* materialiser::find(const std::byte* identity, value_kind kind, const field_type* element,
                                const field_type* mapped) const {
  const auto same = [](const field_type* a, const field_type* b) {
    return a == b || (a != nullptr && b != nullptr && *a == *b);
  };
  const auto [first, last] = known_.equal_range(identity);
  for (auto each = first; each != last; ++each) {
    const known_object& known = each->second;
    if (known.kind == kind && same(known.element, element) && same(known.mapped, mapped)) return &known.made;
  }
  return nullptr;
}

void materialiser::charge(const value_view& from, std::size_t bytes) {
  if (bytes > budget_) {
    context_->refuse(static_cast<std::uint64_t>(from.slot() - from.cell().data()),
                     "value: objects overlap: they are larger than the cell");
  }
  budget_ -= bytes;
}

}  // namespace memosaic::table_core
