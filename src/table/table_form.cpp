// SPDX-License-Identifier: Apache-2.0
#include "table/table_form.hpp"

#include "table/key_section.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::uint32_t known_sections = section_bit(section_type::pilots) | section_bit(section_type::fingerprints) |
                                         section_bit(section_type::locator) | section_bit(section_type::postings) |
                                         section_bit(section_type::order) | section_bit(section_type::sorted);

std::uint32_t sections_of(const container& file) {
  std::uint32_t found = 0;
  for (const section_entry& each : file.sections()) {
    if (each.type < section_type::first_of_user && each.type <= section_type::table) found |= section_bit(each.type);
  }
  return found & known_sections;
}

/// How many keys there are, and whether POSTINGS is.
void require_counts(const key_section& section, const table_form& form) {
  if (form.keys > form.records) refuse(section, 16, "there are more keys than records", form.records, form.keys);
  const bool has_postings = (form.sections & section_bit(section_type::postings)) != 0;
  if (form.kind == table_kind::map && form.keys != form.records) {
    refuse(section, 16, "a map has as many keys as records", form.records, form.keys);
  }
  if (has_postings != (form.keys != form.records)) {
    refuse(section, 24, "POSTINGS is there just where keys have several records");
  }
}

/// Of a table whose keys are not kept.
void require_keyless(const key_section& section, const container& file, const table_form& form) {
  if (form.key_field != 0 || file.schema().root().key != 0) {
    refuse(section, 2, "an approximate multimap has no key field", 0,
           form.key_field != 0 ? form.key_field : file.schema().root().key);
  }
  if (form.key_kind == value_kind::null || form.key_kind > value_kind::any || !is_hashable(form.key_kind)) {
    refuse(section, 1, "keys of this kind cannot be hashed");
  }
  if ((form.sections & section_bit(section_type::sorted)) != 0) {
    refuse(section, 4, "keys that are not kept have no order");
  }
}

void require_key(const key_section& section, const container& file, const table_form& form) {
  const record_type& root = file.schema().root();
  if (form.kind == table_kind::approximate_multimap) {
    require_keyless(section, file, form);
    return require_counts(section, form);
  }
  if (form.key_field != root.key) {
    refuse(section, 2, "the key is not the key field of the schema", root.key, form.key_field);
  }
  const auto position = root.position(root.key);
  if (!position) refuse(section, 0, "the schema has no key field, as only an array may");
  const auto expected = root.fields[*position].type.kind();
  if (form.key_kind != expected) {
    refuse(section, 1, "the key is not of the kind of its field", static_cast<std::uint64_t>(expected),
           static_cast<std::uint64_t>(form.key_kind));
  }
  require_counts(section, form);
}

}  // namespace

std::array<std::byte, table_form::size> bytes_of_form(const table_form& form) {
  std::array<std::byte, table_form::size> bytes{};
  put_number<std::uint8_t>(bytes.data(), static_cast<std::uint8_t>(form.kind));
  put_number<std::uint8_t>(bytes.data() + 1, static_cast<std::uint8_t>(form.key_kind));
  put_number<std::uint16_t>(bytes.data() + 2, form.key_field);
  put_number<std::uint32_t>(bytes.data() + 4, form.sections);
  put_number<std::uint64_t>(bytes.data() + 8, form.records);
  put_number<std::uint64_t>(bytes.data() + 16, form.keys);
  return bytes;
}

table_form form_of(const container& file) {
  const section_entry* const entry = file.find(section_type::table);
  if (entry == nullptr) {
    const table_form form{.sections = sections_of(file), .records = file.record_count()};
    if (form.sections != 0) {
      refuse({{}, file.path(), 0}, 0, "a container without the section TABLE has key sections");
    }
    return form;
  }
  const key_section section{file.bytes(*entry), file.path(), entry->offset};
  require_header(section, 24);
  require_size(section, table_form::size);
  const std::byte* const at = section.bytes.data();
  const auto kind = number_at<std::uint8_t>(at);
  if (kind < 1 || kind > 4) refuse(section, 0, "a kind of table that this version does not know", 4, kind);
  const table_form form{static_cast<table_kind>(kind),    static_cast<value_kind>(number_at<std::uint8_t>(at + 1)),
                        number_at<std::uint16_t>(at + 2), number_at<std::uint32_t>(at + 4),
                        number_at<std::uint64_t>(at + 8), number_at<std::uint64_t>(at + 16)};
  if (form.sections != sections_of(file)) {
    refuse(section, 4, "the sections are not those of the table", form.sections, sections_of(file));
  }
  if (form.records != file.record_count()) {
    refuse(section, 8, "the number of records is not that in the header", file.record_count(), form.records);
  }
  constexpr std::uint32_t for_keys = known_sections & ~section_bit(section_type::locator);
  if (form.kind != table_kind::array) {
    require_key(section, file, form);
  } else if (form.key_kind != value_kind::null || form.key_field != 0 || form.keys != 0 ||
             (form.sections & for_keys) != 0) {
    refuse(section, 1, "an array has no keys");
  }
  return form;
}

}  // namespace memosaic::table_core
