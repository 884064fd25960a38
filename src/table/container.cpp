// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/container.hpp"

#include <optional>
#include <stdexcept>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/error.hpp"
#include "table/container_opener.hpp"
#include "table/container_verifier.hpp"

namespace memosaic {

struct container::contents {
  contents(view given, std::string name, table_core::opened_container&& opened, memosaic::schema types)
      : bytes(std::move(given)),
        path(std::move(name)),
        header(opened.header),
        sections(std::move(opened.sections)),
        schema(std::move(types)),
        context(schema,
                (header.incompatible & container_header::wide_references) != 0 ? reference_width::wide
                                                                               : reference_width::narrow,
                part(section_type::vardata), path, part(section_type::numbers)),
        records(part(section_type::records)),
        stride(find(section_type::records) == nullptr ? 0 : find(section_type::records)->parameters[0]) {}

  [[nodiscard]] const section_entry* find(section_type type) const noexcept {
    for (const section_entry& each : sections) {
      if (each.type == type) return &each;
    }
    return nullptr;
  }

  /// That sections lie inside was tested when the table was read.
  [[nodiscard]] bytes_view part(const section_entry& section) const noexcept {
    return bytes.bytes().subspan(static_cast<std::size_t>(section.offset), static_cast<std::size_t>(section.length));
  }
  [[nodiscard]] bytes_view part(section_type type) const noexcept {
    const section_entry* const found = find(type);
    return found == nullptr ? bytes_view() : part(*found);
  }

  view bytes;
  std::string path;
  container_header header;
  std::vector<section_entry> sections;
  memosaic::schema schema;
  packed_context context;
  bytes_view records;
  std::uint64_t stride;  ///< 0 if they vary in size
};

container container::open(view bytes, open_level level, std::string path) {
  auto opened = table_core::open_container(bytes.bytes(), level != open_level::trusted, path);
  auto types = table_core::open_schema(bytes.bytes(), opened, level != open_level::trusted, path);
  container result(
      std::make_shared<const contents>(std::move(bytes), std::move(path), std::move(opened), std::move(types)));
  table_core::require_records(result);
  table_core::require_numbers(result);
  if (level == open_level::verified) result.verify();
  return result;
}

const container_header& container::header() const noexcept { return contents_->header; }

const std::vector<section_entry>& container::sections() const noexcept { return contents_->sections; }

const memosaic::schema& container::schema() const noexcept { return contents_->schema; }

const std::string& container::path() const noexcept { return contents_->path; }

const view& container::bytes() const noexcept { return contents_->bytes; }

const section_entry* container::find(section_type type) const noexcept { return contents_->find(type); }

bytes_view container::bytes(const section_entry& section) const noexcept { return contents_->part(section); }

bytes_view container::bytes(section_type type) const noexcept { return contents_->part(type); }

const packed_context& container::context() const noexcept { return contents_->context; }

std::uint64_t container::stride() const noexcept { return contents_->stride; }

record container::record_at(std::uint64_t slot) const {
  require_index(slot, record_count());
  const std::uint64_t step = contents_->stride;
  if (step == 0) throw std::invalid_argument("the records of this table vary in size: they are found by its locator");
  // Count times stride is the length of the section: that was tested when it was opened.
  const auto cell = contents_->records.subspan(static_cast<std::size_t>(slot * step), static_cast<std::size_t>(step));
  return {packed_cell(cell, context()), 0, 0};
}

void container::verify(unsigned threads) const { table_core::verify_container(*this, threads); }

void container::verify_block(const section_entry& section, std::uint64_t block) const {
  table_core::verify_one_block(*this, section, block);
}

}  // namespace memosaic
