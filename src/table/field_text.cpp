// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/field_text.hpp"

#include <stdexcept>
#include <utility>

#include "memosaic/table/json_line.hpp"
#include "memosaic/table/json_lines_reader.hpp"
#include "memosaic/table/schema.hpp"
#include "table/field_reading.hpp"
#include "table/json_conversion.hpp"
#include "table/json_parser.hpp"

namespace memosaic {
namespace {

[[noreturn]] void refuse(std::string_view text, const field_type& type) {
  throw std::invalid_argument("expected " + type.to_text() + ", found " + table_core::shown(text));
}

value json_of(std::string_view text) {
  std::vector<value> names(table_core::json_parser::name_slots);
  const std::string path;
  table_core::json_parser parser(text, json_limits().deepest, path, {}, names);
  value found = parser.parse_part();
  if (parser.position() != text.size()) {
    throw std::invalid_argument("expected one value of JSON, found " + table_core::shown(text));
  }
  return found;
}

}  // namespace

value parse_field(std::string_view text, const field_type& type) {
  if (table_core::has_text_form(type)) {
    if (auto found = table_core::value_of_text(text, type)) return *std::move(found);
    refuse(text, type);
  }
  if (type.kind() == value_kind::record || type.kind() == value_kind::array) refuse(text, type);
  try {
    const schema alone({record_type{"", {{1, "value", type}}}});
    const value object = value::dict({{"value", json_of(text)}});
    return *table_core::json_conversion(alone).record(object, 0).find("value");
  } catch (const import_error&) {
    throw std::invalid_argument("expected " + type.to_text() + " as JSON, found " + table_core::shown(text));
  }
}

void append_field(std::string& target, const value& content, const field_type& type) {
  if (content.is_null()) return;
  if (!table_core::has_text_form(type)) return append_json(target, content);
  const std::size_t before = target.size();
  try {
    table_core::append_text_of(target, content, type);
  } catch (...) {
    target.resize(before);
    throw;
  }
}

}  // namespace memosaic
