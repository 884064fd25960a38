// SPDX-License-Identifier: Apache-2.0
#include "table/value_packer.hpp"

#include <limits>
#include <utility>

#include "table/shared_objects.hpp"

/// Records, their fields, and what stands in slots itself.
namespace memosaic::table_core {

std::size_t value_packer::pack_record(std::size_t type, const value& object) {
  const depth_guard guard(depth_);
  const std::size_t at = cell_.allocate(layouts_[type].size());
  const bool is_record = object.kind() == value_kind::record;
  if (!is_record && object.kind() != value_kind::dict) refuse_kind("record", object);
  remember(object, field_type::record(type), at);
  const bool is_root = packing_ == nullptr && at == 0;
  std::size_t used = 0;
  for (std::size_t i = 0; i < types_[type].fields.size(); ++i) {
    const schema_field& field = types_[type].fields[i];
    path_.push_back(&field.name);
    const value* const content = object.find(field.name);
    if (content != nullptr) ++used;
    in_key_ = is_root && field.number == types_[type].key;
    pack_field(at, field, layouts_[type].places()[i], content);
    path_.pop_back();
  }
  const std::size_t given = is_record ? object.record_fields().fields.size() : object.dict_entries().size();
  if (used != given) refuse_unknown(types_[type], object);
  return at;
}

void value_packer::pack_slot(std::size_t slot, const field_type& type, const value& content) {
  switch (type.kind()) {
    case value_kind::boolean:
      return cell_.put_boolean(slot, need(content, value_kind::boolean).as_boolean());
    case value_kind::int8:
      return pack_integer<std::int8_t>(slot, content);
    case value_kind::int16:
      return pack_integer<std::int16_t>(slot, content);
    case value_kind::int32:
      return pack_integer<std::int32_t>(slot, content);
    case value_kind::int64:
      return pack_integer<std::int64_t>(slot, content);
    case value_kind::uint8:
      return pack_integer<std::uint8_t>(slot, content);
    case value_kind::uint16:
      return pack_integer<std::uint16_t>(slot, content);
    case value_kind::uint32:
      return pack_integer<std::uint32_t>(slot, content);
    case value_kind::uint64:
      return pack_integer<std::uint64_t>(slot, content);
    case value_kind::float32:
      return pack_float32(slot, need(content, value_kind::float64).as_float64());
    case value_kind::float64:
      return cell_.put_number(slot, need(content, value_kind::float64).as_float64());
    case value_kind::date:
      return cell_.put_number(slot, need(content, value_kind::date).as_date().days);
    case value_kind::datetime:
      return with_path([&] { cell_.put_datetime(slot, need(content, value_kind::datetime).as_datetime()); });
    case value_kind::fixed_bytes:
      return with_path([&] { cell_.put_fixed(slot, type, need(content, value_kind::bytes).as_bytes()); });
    case value_kind::fixed_text:
      return with_path([&] { cell_.put_fixed(slot, type, bytes_of(need(content, value_kind::text).as_text())); });
    case value_kind::any:
      return pack_any(slot, content);
    default:
      return pack_referenced(slot, type, content, false);
  }
}

void value_packer::refuse(const std::string& what) const { throw std::invalid_argument(path() + what); }

void value_packer::refuse_kind(std::string_view expected, const value& found) const {
  refuse("expected " + std::string(expected) + ", found " + std::string(name_of(found.kind())));
}

void value_packer::refuse_unknown(const record_type& type, const value& object) const {
  const auto require_known = [&](const value& name) {
    if (name.kind() != value_kind::text) refuse_kind("text as the name of a field", name);
    if (!type.position(name.as_text())) {
      refuse("record type '" + type.name + "' has no field '" + std::string(name.as_text()) + "'");
    }
  };
  if (object.kind() == value_kind::dict) {
    for (const auto& [name, content] : object.dict_entries()) require_known(name);
  } else {
    for (const auto& [name, content] : object.record_fields().fields) require_known(name);
  }
  refuse("a field is given twice");
}

std::string value_packer::path() const {
  std::string text;
  for (const std::string* const name : path_) text += (text.empty() ? "" : ".") + *name;
  return text.empty() ? text : text + ": ";
}

const value& value_packer::need(const value& content, value_kind kind) const {
  if (content.kind() != kind) refuse_kind(name_of(kind), content);
  return content;
}

void value_packer::pack_field(std::size_t record, const schema_field& field, const field_place& place,
                              const value* content) {
  if (content == nullptr && field.may_be_missing) return cell_.set_bit(record, place.missing_bit);
  if (content == nullptr && field.otherwise) content = &*field.otherwise;
  if (content == nullptr && !field.type.nullable()) {
    refuse("it is not given, and can be neither missing nor null");
  }
  if (content == nullptr || (content->is_null() && field.type.kind() != value_kind::any)) {
    if (!field.type.nullable()) refuse_kind(field.type.to_text(), value());
    return cell_.set_bit(record, place.null_bit);
  }
  pack_slot(record + place.offset, field.type, *content);
}

template <typename Integer>
void value_packer::pack_integer(std::size_t slot, const value& content) {
  if (content.kind() == value_kind::uint64) {
    const std::uint64_t number = content.as_uint64();
    if (!std::in_range<Integer>(number)) refuse_number<Integer>(std::to_string(number));
    return cell_.put_number(slot, static_cast<Integer>(number));
  }
  const std::int64_t number = need(content, value_kind::int64).as_int64();
  if (!std::in_range<Integer>(number)) refuse_number<Integer>(std::to_string(number));
  cell_.put_number(slot, static_cast<Integer>(number));
}

template <typename Integer>
void value_packer::refuse_number(const std::string& number) const {
  throw std::out_of_range(path() + number + " does not fit " + std::string(name_of(kind_of_number<Integer>())));
}

void value_packer::pack_float32(std::size_t slot, double number) {
  const auto single = static_cast<float>(number);
  if (static_cast<double>(single) != number && number == number) {
    throw std::out_of_range(path() + std::to_string(number) + " is not a float32; use float64");
  }
  cell_.put_number(slot, single);
}

std::size_t record_type_named(std::span<const record_type> types, const std::string& name) {
  if (name.empty() && types.size() == 1) return 0;
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (types[i].name == name) return i;
  }
  throw std::invalid_argument("the schema has no record type '" + name + "'");
}

namespace {

/// Runs `operation` on a cell behind what is in `target`, and cuts it off again if that fails.
template <typename Operation>
void append_whole(std::vector<std::byte>& target, reference_width width, const Operation& operation) {
  const std::size_t before = target.size();
  try {
    cell_writer cell(target, width);
    operation(cell);
  } catch (...) {
    target.resize(before);
    throw;
  }
}

}  // namespace

void pack_value(const schema& types, reference_width width, const value& object, std::vector<std::byte>& target) {
  append_whole(target, width, [&](cell_writer& cell) {
    value_packer(types.types(), {&types.layout(0, width), types.types().size()}, cell).pack_record(0, object);
  });
}

void pack_value(shared_objects& shared, const value& object, std::vector<std::byte>& target) {
  const schema& types = shared.types();
  shared.begin_record();
  append_whole(target, shared.width(), [&](cell_writer& cell) {
    value_packer(types.types(), {&types.layout(0, shared.width()), types.types().size()}, cell, &shared)
        .pack_record(0, object);
  });
}

void pack_slot_alone(const schema_field& field, const value& content, std::vector<std::byte>& target) {
  append_whole(target, reference_width::narrow, [&](cell_writer& cell) {
    const std::size_t slot = cell.allocate(field.type.slot_size(reference_width::narrow));
    value_packer({}, {}, cell).pack_slot(slot, field.type, content);
  });
}

void pack_any(const schema& types, cell_writer& cell, std::size_t slot, const value& content) {
  value_packer(types.types(), {&types.layout(0, cell.width()), types.types().size()}, cell)
      .pack_slot(slot, plain_type(value_kind::any), content);
}

}  // namespace memosaic::table_core
