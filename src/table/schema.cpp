// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/schema.hpp"

#include <algorithm>
#include <stdexcept>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/compare.hpp"
#include "memosaic/bytes/copy.hpp"
#include "memosaic/bytes/mismatch.hpp"
#include "memosaic/error.hpp"
#include "memosaic/table/packed_cell.hpp"
#include "memosaic/table/record.hpp"
#include "table/schema_form.hpp"
#include "table/utf8.hpp"
#include "table/value_packer.hpp"

namespace memosaic {
namespace {

constexpr int deepest_type = 32;

[[noreturn]] void refuse(const record_type& type, const std::string& what) {
  throw std::invalid_argument("record type '" + type.name + "': " + what);
}

void require_name(const record_type& type, std::string_view name) {
  if (name.size() > 65535 || !table_core::is_utf8(bytes_of(name))) {
    refuse(type, "a name has at most 65535 bytes of UTF-8");
  }
}

void require_type(const record_type& record, const field_type& type, std::size_t types, int depth) {
  if (depth > deepest_type) refuse(record, "a type is nested deeper than 32");
  if (type.kind() == value_kind::record && type.record_type() >= types) {
    refuse(record, "there is no record type " + std::to_string(type.record_type()) + ": found " +
                       std::to_string(types) + " types");
  }
  for (const field_type& part : type.parts()) require_type(record, part, types, depth + 1);
}

bool leads_to_records(const field_type& type) {
  return (type.kind() == value_kind::record && type.record_type() == 0) ||
         std::any_of(type.parts().begin(), type.parts().end(), leads_to_records);
}

void require_field(const record_type& type, const schema_field& field, std::size_t types) {
  if (field.number == 0) refuse(type, "field '" + field.name + "' has the number 0: numbers begin with 1");
  if (field.name.empty()) refuse(type, "field " + std::to_string(field.number) + " has no name");
  require_name(type, field.name);
  require_type(type, field.type, types, 1);
  if (field.number == type.key && (field.type.nullable() || field.may_be_missing)) {
    refuse(type, "the key field '" + field.name + "' can be neither null nor missing");
  }
}

/// A number that is written in place has its place by the number of its record: so it belongs to no other objects.
void require_in_place(const std::vector<record_type>& types) {
  bool any = false;
  for (const record_type& type : types) {
    for (const schema_field& field : type.fields) {
      if (!field.in_place) continue;
      any = true;
      const std::string name = "field '" + field.name + "' is written in place: ";
      if (&type != types.data()) refuse(type, name + "only fields of the records themselves can be");
      if (!is_number(field.type.kind())) refuse(type, name + "only a number can be, found " + field.type.to_text());
      if (field.type.nullable() || field.may_be_missing) refuse(type, name + "it can be neither null nor missing");
      if (field.number == type.key) refuse(type, name + "it cannot be the key");
    }
  }
  if (!any) return;
  for (const record_type& type : types) {
    for (const schema_field& field : type.fields) {
      if (leads_to_records(field.type)) {
        refuse(type, "field '" + field.name + "' leads to records of type '" + types.front().name +
                         "', which have numbers that are written in place: only records of the table can have them");
      }
    }
  }
}

void require_distinct(const record_type& type) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    if (i != 0 && type.fields[i - 1].number == type.fields[i].number) {
      refuse(type, "two fields have the number " + std::to_string(type.fields[i].number));
    }
    names.emplace_back(type.fields[i].name);
  }
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) refuse(type, "two fields have the name '" + std::string(*twice) + "'");
}

}  // namespace

std::optional<std::size_t> record_type::position(std::string_view field_name) const noexcept {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == field_name) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> record_type::position(std::uint16_t field_number) const noexcept {
  const auto found =
      std::lower_bound(fields.begin(), fields.end(), field_number,
                       [](const schema_field& field, std::uint16_t wanted) { return field.number < wanted; });
  if (found == fields.end() || found->number != field_number) return std::nullopt;
  return static_cast<std::size_t>(found - fields.begin());
}

struct schema::contents {
  explicit contents(std::vector<record_type> given);

  std::vector<record_type> types;
  std::vector<record_layout> narrow;
  std::vector<record_layout> wide;
  std::vector<std::byte> canonical;
  hash128 fingerprint;
  packed_context context;
};

schema::contents::contents(std::vector<record_type> given)
    : types(std::move(given)), context({}, {}, reference_width::narrow) {
  if (types.empty() || types.size() > 65535) throw std::invalid_argument("a schema has 1 to 65535 record types");
  for (record_type& type : types) {
    require_name(type, type.name);
    if (type.fields.size() > 65535) refuse(type, "it has more than 65535 fields");
    std::stable_sort(type.fields.begin(), type.fields.end(),
                     [](const schema_field& a, const schema_field& b) { return a.number < b.number; });
    for (const schema_field& field : type.fields) require_field(type, field, types.size());
    require_distinct(type);
    if (type.key != 0 && !type.position(type.key)) refuse(type, "there is no key field " + std::to_string(type.key));
  }
  require_in_place(types);
  for (const record_type& type : types) {
    narrow.emplace_back(type, reference_width::narrow);
    wide.emplace_back(type, reference_width::wide);
  }
  canonical = table_core::canonical_form_of(types);
  if (canonical.size() > most_bytes) throw std::invalid_argument("a schema has at most 16 MiB");
  fingerprint = xxh3_128(canonical);
  context = packed_context(types, narrow, reference_width::narrow);
}

schema::schema(std::vector<record_type> types) : contents_(std::make_shared<const contents>(std::move(types))) {}

schema schema::parse(bytes_view canonical_form) {
  auto types = table_core::parse_canonical_form(canonical_form);
  try {
    schema result(std::move(types));
    if (!equal(result.canonical_form(), canonical_form)) {
      throw format_error("", mismatch(canonical_form, result.canonical_form()).index,
                         "schema: not in the canonical form");
    }
    return result;
  } catch (const std::invalid_argument& error) {
    throw format_error("", 0, std::string("schema: ") + error.what());
  }
}

bytes_view schema::canonical_form() const noexcept { return contents_->canonical; }

hash128 schema::fingerprint() const noexcept { return contents_->fingerprint; }

const std::vector<record_type>& schema::types() const noexcept { return contents_->types; }

const record_layout& schema::layout(std::size_t type, reference_width width) const {
  require_index(type, types().size());
  return width == reference_width::narrow ? contents_->narrow[type] : contents_->wide[type];
}

const packed_context& schema::context() const noexcept { return contents_->context; }

std::vector<std::byte> schema::pack(const value& object) const {
  std::vector<std::byte> cell;
  table_core::pack_value(*this, reference_width::narrow, object, cell);
  return cell;
}

std::size_t schema::pack_into(const value& object, mutable_bytes_view target, std::size_t offset) const {
  const auto cell = pack(object);
  require_run(offset, cell.size(), target.size());
  copy_to(cell, target.subspan(offset));
  return offset + cell.size();
}

record schema::unpack_from(bytes_view source, std::size_t offset) const {
  require_range(offset, source.size(), source.size());
  return {packed_cell(source.subspan(offset), context()), 0, 0};
}

packed_context::packed_context(const schema& types, reference_width width, bytes_view shared, std::string path,
                               bytes_view numbers)
    : packed_context(types.types(), {&types.layout(0, width), types.types().size()}, width, shared, std::move(path)) {
  const record_layout& layout = layouts_.front();
  if (layout.numbers_size() == 0 || numbers.empty()) return;
  numbers_ = numbers.data();
  numbers_count_ = numbers.size() / layout.numbers_size();
  numbers_size_ = layout.numbers_size();
  numbers_offset_ = layout.numbers_offset();
}

}  // namespace memosaic
