// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/row_converter.hpp"

#include <algorithm>
#include <stdexcept>

#include "table/field_reading.hpp"
#include "table/json_conversion.hpp"

namespace memosaic {
namespace {

using table_core::shown;

bool may_be_absent(const schema_field& field) {
  return field.type.nullable() || field.may_be_missing || field.otherwise.has_value();
}

std::string row_named(std::uint64_t row) { return "row " + std::to_string(row) + ", "; }

[[noreturn]] void refuse_field(const delimited_reader& rows, std::size_t column, const std::string& what,
                               std::string_view remedy) {
  throw import_error(rows.path(), rows.place(column),
                     row_named(rows.row()) + "column " + shown(rows.names()[column]) + ": " + what, remedy);
}

}  // namespace

void row_converter::match_columns(const delimited_reader& rows) {
  const std::vector<schema_field>& fields = types_.root().fields;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < rows.names().size(); ++i) {
    const auto place = types_.root().position(rows.names()[i]);
    if (!place) {
      refuse_field(rows, i, "there is no such field in record type '" + types_.root().name + "'",
                   "add the field to the schema, or leave the column out");
    }
    if (!table_core::has_text_form(fields[*place].type)) {
      refuse_field(rows, i, "a field of type " + fields[*place].type.to_text() + " has no form in a delimited text",
                   "take JSON lines");
    }
    places.push_back(*place);
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (may_be_absent(fields[i]) || std::find(places.begin(), places.end(), i) != places.end()) continue;
    throw import_error(rows.path(), rows.place(), "there is no column for field " + shown(fields[i].name),
                       "add the column, or let the field be null or missing");
  }
  names_ = rows.names();
  places_ = std::move(places);
}

value row_converter::convert(const delimited_reader& rows) {
  if (names_ != rows.names() || names_.empty()) match_columns(rows);
  const std::vector<schema_field>& fields = types_.root().fields;
  std::vector<std::pair<std::string, value>> converted;
  converted.reserve(places_.size());
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const delimited_field& given = rows.fields()[i];
    const schema_field& field = fields[places_[i]];
    if (given.absent()) {
      if (field.type.nullable()) {
        converted.emplace_back(field.name, value());
        continue;
      }
      if (may_be_absent(field)) continue;
    }
    std::optional<value> found = table_core::value_of_text(given.text, field.type);
    if (!found) {
      refuse_field(rows, i, "expected " + field.type.to_text() + ", found " + shown(given.text),
                   given.absent() ? "let the field be null" : "correct the field, or take another type");
    }
    converted.emplace_back(field.name, *std::move(found));
  }
  return value::record(types_.root().name, std::move(converted));
}

value row_converter::convert(const json_lines_reader& rows) const {
  try {
    return table_core::json_conversion(types_).record(rows.object(), 0);
  } catch (const std::invalid_argument& error) {
    throw import_error(rows.path(), rows.place(), row_named(rows.row()) + error.what(),
                       "correct the row, or take another schema");
  }
}

}  // namespace memosaic
