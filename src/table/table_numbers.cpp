// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/table_numbers.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "memosaic/error.hpp"

namespace memosaic {
namespace {

/// Both mappings are of one file, also if the path names another one by now.
table opened(const writable_file& file, open_level level) {
  table found = table::open(mapping(file.source()), level, file.path().string());
  const container_header& header = found.container().header();
  if ((header.read_only & ~container_header::mutable_sections) != 0) {
    throw format_error(file.path().string(), 24,
                       "features " + std::to_string(header.read_only & ~container_header::mutable_sections) +
                           " are not known: a newer version of this library writes such tables in place");
  }
  if ((header.incompatible & container_header::numbers_in_place) == 0) {
    throw std::invalid_argument(file.path().string() +
                                ": no field of the table is written in place: mark some so in its schema, and build it "
                                "anew");
  }
  return found;
}

}  // namespace

table_numbers::table_numbers(const std::filesystem::path& path, open_level level)
    : table_numbers(writable_file(path), level) {}

table_numbers::table_numbers(writable_file file, open_level level) : table_(opened(file, level)) {
  const section_entry* const section = table_.container().find(section_type::numbers);
  if (section == nullptr || section->length == 0) return;  // no records
  mapping_ = writable_mapping(file, section->offset, static_cast<std::size_t>(section->length));
  stored_ = table_.container().bytes(*section).data();
  numbers_ = mapping_.mutable_bytes().data();
}

std::size_t table_numbers::position_of(const record& row, std::string_view field) {
  const auto position = row.type().position(field);
  if (!position) {
    throw std::out_of_range("record type '" + row.type().name + "' has no field '" + std::string(field) + "'");
  }
  return *position;
}

std::size_t table_numbers::position_of(const record& row, std::uint16_t field) {
  const auto position = row.type().position(field);
  if (!position) {
    throw std::out_of_range("record type '" + row.type().name + "' has no field " + std::to_string(field));
  }
  return *position;
}

std::byte* table_numbers::place(const record& row, std::size_t position, value_kind wanted) const {
  const packed_context& context = table_.container().context();
  if (&row.cell().context() != &context) [[unlikely]]
    throw std::invalid_argument("the record is of another table than that whose numbers are written");
  require_index(position, row.size());
  const schema_field& field = row.type().fields[position];
  if (!field.in_place || field.type.kind() != wanted) [[unlikely]] {
    throw std::invalid_argument("field '" + field.name + "' of type " + field.type.to_text() +
                                (field.in_place ? " cannot be written as " + std::string(name_of(wanted))
                                                : " is not written in place: its schema must say so"));
  }
  mapping_.check();
  // Both mappings have the numbers in the same order.
  return numbers_ + (context.number_of(row.data(), row.layout().places()[position].offset) - stored_);
}

}  // namespace memosaic
