// SPDX-License-Identifier: Apache-2.0
#include "table/json_conversion.hpp"

#include <stdexcept>

#include "table/field_reading.hpp"
#include "table/text_forms.hpp"

namespace memosaic::table_core {

value json_conversion::record(const value& object, std::size_t type) {
  const record_type& wanted = types_.types()[type];
  const std::size_t outside = path_.size();
  const auto enter = [&](std::string_view name) {
    path_.resize(outside);
    if (outside > 0) path_ += '.';
    path_ += name;
  };
  std::vector<std::pair<std::string, value>> fields;
  for (const auto& [name, content] : object.dict_entries()) {
    enter(name.as_text());
    const auto place = wanted.position(name.as_text());
    if (!place) refuse("is no field of record type '" + wanted.name + "'");
    fields.emplace_back(std::string(name.as_text()), convert(content, wanted.fields[*place].type));
  }
  if (fields.size() < wanted.fields.size()) {
    for (const schema_field& field : wanted.fields) {
      if (field.type.nullable() || field.may_be_missing || field.otherwise) continue;
      enter(field.name);
      if (object.find(field.name) == nullptr) refuse("is not there, and must be: it is " + field.type.to_text());
    }
  }
  path_.resize(outside);
  return value::record(wanted.name, std::move(fields));
}

value json_conversion::convert(const value& content, const field_type& type) {
  if (type.kind() == value_kind::any) return content;
  if (content.is_null()) {
    if (!type.nullable()) refuse("is null, and may not be: it is " + type.to_text());
    return {};
  }
  switch (type.kind()) {
    case value_kind::list:
      return value::list(convert_items(content, type));
    case value_kind::tuple:
      return value::tuple(convert_items(content, type));
    case value_kind::set:
      return value::set(convert_items(content, type));
    case value_kind::dict:
      return convert_dict(content, type);
    case value_kind::record:
      if (content.kind() != value_kind::dict) refuse_kind(content, type);
      return record(content, type.record_type());
    case value_kind::array:
      refuse("is an n-dimensional array, which has no form in JSON");
    default:
      return convert_plain(content, type);
  }
}

value json_conversion::convert_plain(const value& content, const field_type& type) const {
  const bool wants_text = type.kind() == value_kind::text || type.kind() == value_kind::fixed_text;
  const bool wants_number = is_number(type.kind()) || type.kind() == value_kind::decimal;
  std::optional<value> found;
  switch (content.kind()) {
    case value_kind::boolean:
      if (type.kind() == value_kind::boolean) found = content;
      break;
    case value_kind::text: {
      // Numbers are no texts, but for what JSON has no number for: NaN, and decimals with their zeros.
      const bool is_special = is_float(type.kind()) && special_float64(content.as_text());
      const bool is_timed_or_bytes = !is_number(type.kind()) && type.kind() != value_kind::boolean;
      if (wants_text || is_special || is_timed_or_bytes) found = value_of_text(content.as_text(), type);
      break;
    }
    case value_kind::int64:
    case value_kind::uint64:
    case value_kind::float64:
    case value_kind::decimal:
      if (wants_number) {
        std::string text;
        append_text_of(text, content, plain_type(content.kind()));
        found = value_of_text(text, type);
      }
      break;
    default:
      break;
  }
  if (!found) refuse_kind(content, type);
  return *std::move(found);
}

value::sequence json_conversion::convert_items(const value& content, const field_type& type) {
  if (content.kind() != value_kind::list) refuse_kind(content, type);
  value::sequence items;
  items.reserve(content.items().size());
  for (const value& item : content.items()) items.push_back(convert(item, type.element()));
  return items;
}

value json_conversion::convert_dict(const value& content, const field_type& type) {
  value::entries entries;
  if (content.kind() == value_kind::dict) {
    for (const auto& [name, mapped] : content.dict_entries()) {
      entries.emplace_back(convert(name, type.element()), convert(mapped, type.mapped()));
    }
    return value::dict(std::move(entries));
  }
  if (content.kind() != value_kind::list) refuse_kind(content, type);
  for (const value& pair : content.items()) {
    if (pair.kind() != value_kind::list || pair.items().size() != 2) {
      refuse("expected " + type.to_text() + " as an object or an array of pairs");
    }
    entries.emplace_back(convert(pair.items()[0], type.element()), convert(pair.items()[1], type.mapped()));
  }
  return value::dict(std::move(entries));
}

void json_conversion::refuse(const std::string& what) const {
  throw std::invalid_argument("field " + shown(path_) + ": " + what);
}

void json_conversion::refuse_kind(const value& content, const field_type& type) const {
  const bool is_text = content.kind() == value_kind::text;
  refuse("expected " + type.to_text() + ", found " +
         (is_text ? "text " + shown(content.as_text()) : content.to_text().substr(0, 80)));
}

}  // namespace memosaic::table_core
