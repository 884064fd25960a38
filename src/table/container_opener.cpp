// SPDX-License-Identifier: Apache-2.0
#include "table/container_opener.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <set>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/compare.hpp"
#include "memosaic/bytes/endian.hpp"
#include "memosaic/error.hpp"
#include "table/container_form.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::uint64_t known_incompatible = container_header::wide_references | container_header::numbers_in_place;
constexpr std::uint32_t known_flags = section_entry::optional | section_entry::written_in_place;

class opener {
 public:
  opener(bytes_view bytes, bool checked, std::string_view path) : bytes_(bytes), checked_(checked), path_(path) {}

  opened_container open() {
    read_header();
    read_trailer();
    read_table();
    require_apart();
    return {whole_.header, std::move(sections_), whole_.table_offset};
  }

 private:
  [[noreturn]] void refuse(std::uint64_t offset, const std::string& what) const {
    throw format_error(path_, offset, what);
  }

  void require_equal(std::uint64_t offset, const std::string& what, std::uint64_t expected, std::uint64_t found) const {
    if (expected == found) return;
    refuse(offset, what + ": expected " + std::to_string(expected) + ", found " + std::to_string(found));
  }

  template <plain_number Number>
  [[nodiscard]] Number number(std::size_t at) const {
    return load_little<Number>(bytes_, at);
  }

  void read_header() {
    if (bytes_.size() < header_size + trailer_size || !equal(bytes_.first(8), bytes_of(header_magic))) {
      refuse(0, "no table: it does not begin with a header of 128 bytes");
    }
    require_equal(8, "major version", 1, number<std::uint16_t>(8));
    const auto header_length = number<std::uint32_t>(12);
    if (header_length < header_size)
      refuse(12, "length of the header: expected 128 or more, found " + std::to_string(header_length));
    if (checked_) require_equal(120, "header check", xxh3_64(bytes_.first(120)), number<std::uint64_t>(120));
    container_header& header = whole_.header;
    header.incompatible = number<std::uint64_t>(16);
    header.read_only = number<std::uint64_t>(24);
    header.compatible = number<std::uint64_t>(32);
    header.length = number<std::uint64_t>(40);
    header.content_id = {number<std::uint64_t>(72), number<std::uint64_t>(80)};
    header.hash_seed = number<std::uint64_t>(88);
    header.schema_fingerprint = {number<std::uint64_t>(96), number<std::uint64_t>(104)};
    header.record_count = number<std::uint64_t>(112);
    if ((header.incompatible & ~known_incompatible) != 0) {
      refuse(16, "incompatible features " + std::to_string(header.incompatible & ~known_incompatible) +
                     " are not known: a newer version of this library reads them");
    }
    if (header.length != bytes_.size()) {
      refuse(40, "length: expected " + std::to_string(header.length) + " bytes, found " +
                     std::to_string(bytes_.size()) + (header.length > bytes_.size() ? ": the file was cut off" : ""));
    }
    whole_.table_offset = number<std::uint64_t>(48);
    whole_.section_count = number<std::uint32_t>(56);
    whole_.table_hash = number<std::uint64_t>(64);
    require_equal(60, "size of a section's entry", entry_size, number<std::uint32_t>(60));
  }

  void read_trailer() const {
    const std::size_t at = bytes_.size() - trailer_size;
    const auto trailer = bytes_.subspan(at);
    if (!equal(trailer.first(8), bytes_of(trailer_magic))) refuse(at, "there is no trailer: the file was cut off");
    if (!checked_) return;
    require_equal(at + 56, "check of the trailer", xxh3_64(trailer.first(56)), load_little<std::uint64_t>(trailer, 56));
    require_equal(at + 8, "length in the trailer", whole_.header.length, load_little<std::uint64_t>(trailer, 8));
    require_equal(at + 16, "header check in the trailer", number<std::uint64_t>(120),
                  load_little<std::uint64_t>(trailer, 16));
    require_equal(at + 24, "hash of the section table in the trailer", whole_.table_hash,
                  load_little<std::uint64_t>(trailer, 24));
  }

  void read_table() {
    const std::uint64_t size = std::uint64_t{whole_.section_count} * entry_size;
    if (whole_.section_count > most_sections || whole_.table_offset % 64 != 0 || whole_.table_offset < header_size ||
        !fits(whole_.table_offset, size, bytes_.size() - trailer_size)) {
      refuse(48, "section table: it is not inside, or not at a multiple of 64");
    }
    const auto table = bytes_.subspan(static_cast<std::size_t>(whole_.table_offset), static_cast<std::size_t>(size));
    if (checked_) require_equal(64, "hash of the section table", whole_.table_hash, xxh3_64(table));
    for (std::size_t at = 0; at < table.size(); at += entry_size) {
      add_section(table.subspan(at, entry_size), whole_.table_offset + at);
    }
  }

  void add_section(bytes_view entry, std::uint64_t at) {
    const section_entry section = read_entry(entry);
    const std::string name = "section " + std::to_string(static_cast<std::uint32_t>(section.type));
    const bool known = section.type >= section_type::schema && section.type <= section_type::table;
    const bool optional = (section.flags & section_entry::optional) != 0;
    if (!known && !section.is_user() && !optional) refuse(at, name + " is not known, and needed");
    if ((section.flags & ~known_flags) != 0) refuse(at + 4, name + ": unknown flags");
    if (section.is_mutable() && (whole_.header.read_only & container_header::mutable_sections) == 0) {
      refuse(at + 4, name + ": written in place, but the header does not say that some are");
    }
    if (section.type == section_type::numbers && !section.is_mutable()) refuse(at + 4, name + ": not written in place");
    if (load_little<std::uint32_t>(entry, 44) != 0) refuse(at + 44, name + ": unknown codec");
    if (!std::has_single_bit(section.alignment) || section.alignment < 64 || section.alignment > most_alignment ||
        section.offset % section.alignment != 0) {
      refuse(at + 40, name + ": not aligned as it says");
    }
    if (section.offset < header_size || !fits(section.offset, section.length, bytes_.size() - trailer_size)) {
      refuse(at + 8, name + ": not inside the file");
    }
    if (!section.is_user() && !types_.insert(section.type).second) refuse(at, name + " is there twice");
    sections_.push_back(section);
  }

  /// No two parts overlap.
  void require_apart() const {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> parts;  // offset, length
    parts.emplace_back(whole_.table_offset, std::uint64_t{whole_.section_count} * entry_size);
    for (const section_entry& each : sections_) {
      if (each.length != 0) parts.emplace_back(each.offset, each.length);
    }
    std::sort(parts.begin(), parts.end());
    for (std::size_t i = 1; i < parts.size(); ++i) {
      if (parts[i].first - parts[i - 1].first < parts[i - 1].second) refuse(parts[i].first, "sections overlap");
    }
  }

  bytes_view bytes_;
  bool checked_;
  std::string_view path_;
  whole_header whole_;
  std::vector<section_entry> sections_;
  std::set<section_type> types_;
};

}  // namespace

opened_container open_container(bytes_view bytes, bool checked, std::string_view path) {
  return opener(bytes, checked, path).open();
}

schema open_schema(bytes_view bytes, const opened_container& opened, bool checked, std::string_view path) {
  const auto found = std::find_if(opened.sections.begin(), opened.sections.end(),
                                  [](const section_entry& each) { return each.type == section_type::schema; });
  if (found == opened.sections.end()) throw format_error(path, opened.table_offset, "there is no schema");
  const auto form = bytes.subspan(static_cast<std::size_t>(found->offset), static_cast<std::size_t>(found->length));
  if (form.size() > schema::most_bytes) throw format_error(path, found->offset, "schema: larger than 16 MiB");
  if (checked) {
    std::vector<std::uint64_t> sums;
    for (std::size_t at = 0; at < form.size(); at += container_block_size) {
      sums.push_back(xxh3_64(form.subspan(at, std::min(container_block_size, form.size() - at))));
    }
    if (found->is_mutable() || checksum_of(sums) != found->checksum) {
      throw format_error(path, found->offset, "schema: its checksum is wrong");
    }
  }
  try {
    schema types = schema::parse(form);
    if (types.fingerprint() == opened.header.schema_fingerprint) return types;
  } catch (const format_error& error) {
    const std::string_view what = error.what();
    throw format_error(path, found->offset + error.offset(), what.substr(0, what.rfind(" at offset ")));
  }
  throw format_error(path, 96, "the fingerprint in the header is not that of the schema");
}

void require_records(const container& opened) {
  const section_entry* const records = opened.find(section_type::records);
  const auto refuse = [&](const std::string& what) {
    throw format_error(opened.path(), records == nullptr ? 112 : records->offset, "records: " + what);
  };
  if (records == nullptr) {
    if (opened.record_count() != 0) refuse("there are none, but the header says there are");
    return;
  }
  if (records->count != opened.record_count()) refuse("their number is not that in the header");
  const std::uint64_t stride = records->parameters[0];
  if (stride == 0) return;
  const record_layout& layout = opened.schema().layout(0, opened.context().width());
  if (stride < layout.size() || stride % layout.alignment() != 0) {
    refuse("a stride of " + std::to_string(stride) + " is none of records of " + std::to_string(layout.size()) +
           " bytes");
  }
  if (checked_multiply(stride, records->count) != records->length) {
    refuse(std::to_string(records->count) + " of " + std::to_string(stride) + " bytes are not the " +
           std::to_string(records->length) + " of the section");
  }
}

void require_numbers(const container& opened) {
  const section_entry* const numbers = opened.find(section_type::numbers);
  const std::uint64_t size = opened.schema().layout(0, opened.context().width()).numbers_size();
  const bool said = (opened.header().incompatible & container_header::numbers_in_place) != 0;
  if (said != (size != 0)) {
    throw format_error(opened.path(), 16, "the header does not say of numbers in place what the schema says");
  }
  const auto refuse = [&](const std::string& what) {
    throw format_error(opened.path(), numbers == nullptr ? 112 : numbers->offset, "numbers: " + what);
  };
  if (numbers == nullptr) {
    if (size != 0 && opened.record_count() != 0) refuse("there are none, but the schema has fields in place");
    return;
  }
  if (size == 0) refuse("there are some, but the schema has no fields in place");
  if (numbers->count != opened.record_count() || numbers->parameters[0] != size ||
      checked_multiply(size, numbers->count) != numbers->length) {
    refuse("expected " + std::to_string(size) + " bytes for each of " + std::to_string(opened.record_count()) +
           " records");
  }
}

}  // namespace memosaic::table_core
