// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/delimited_writer.hpp"

#include <stdexcept>

#include "memosaic/table/delimited_reader.hpp"
#include "table/field_reading.hpp"

namespace memosaic {
namespace {

void require_fields(const schema& types, const value& row) {
  const auto require = [&](std::string_view name) {
    if (types.root().position(name)) return;
    throw std::invalid_argument(table_core::shown(name) + " is no field of record type '" + types.root().name + "'");
  };
  if (row.kind() == value_kind::dict) {
    for (const auto& entry : row.dict_entries()) require(entry.first.as_text());
  } else {
    for (const auto& field : row.record_fields().fields) require(field.first);
  }
}

}  // namespace

delimited_writer::delimited_writer(const schema& types, const delimited_format& format)
    : types_(types), format_(format) {
  static_cast<void>(delimited_reader("", format));  // tests the delimiter
  if (types.root().fields.empty()) throw std::invalid_argument("a row without fields has no form in a delimited text");
  for (const schema_field& field : types.root().fields) {
    if (table_core::has_text_form(field.type)) continue;
    throw std::invalid_argument("field '" + field.name + "' of type " + field.type.to_text() +
                                " has no form in a delimited text: write JSON lines");
  }
}

void delimited_writer::append_heading(std::string& target) const {
  bool first = true;
  for (const schema_field& field : types_.root().fields) {
    if (!first) target += format_.delimiter;
    first = false;
    const std::size_t start = target.size();
    target += field.name;
    quote_where_needed(target, start);
  }
  target += '\n';
}

void delimited_writer::append(std::string& target, const value& row) const {
  const std::size_t before = target.size();
  try {
    append_row(target, row);
  } catch (...) {
    target.resize(before);
    throw;
  }
}

void delimited_writer::append_row(std::string& target, const value& row) const {
  require_fields(types_, row);
  bool first = true;
  for (const schema_field& field : types_.root().fields) {
    if (!first) target += format_.delimiter;
    first = false;
    const value* const content = row.find(field.name);
    if (content == nullptr || content->is_null()) continue;
    const std::size_t start = target.size();
    table_core::append_text_of(target, *content, field.type);
    quote_where_needed(target, start);
  }
  target += '\n';
}

void delimited_writer::quote_where_needed(std::string& target, std::size_t start) const {
  const std::string_view text = std::string_view(target).substr(start);
  const char special[] = {format_.delimiter, '"', '\n', '\r'};
  // A text that begins as a byte order mark does would lose it at the start of a file.
  const bool needed = text.empty() || text.front() == '\xEF' ||
                      text.find_first_of(std::string_view(special, sizeof special)) != std::string_view::npos;
  if (!needed) return;
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') quoted += '"';
  }
  quoted += '"';
  target.replace(start, std::string::npos, quoted);
}

}  // namespace memosaic
