#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <string_view>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/container.hpp"

/// What is tested of a container before anything in it is believed.
namespace memosaic::table_core {

struct opened_container {
  container_header header;
  std::vector<section_entry> sections;
  std::uint64_t table_offset = 0;
};

/// Header, section table and trailer. Every section lies inside and overlaps nothing. Errors: `format_error`.
[[nodiscard]] opened_container open_container(bytes_view bytes, bool checked, std::string_view path);

/// The schema, whose checksum and fingerprint are tested if `checked`. Errors: `format_error`.
[[nodiscard]] schema open_schema(bytes_view bytes, const opened_container& opened, bool checked, std::string_view path);

/// Tests that the records have the number and size that are said, and that the stride is one of the schema's.
void require_records(const container& opened);

/// Tests that the numbers that are written in place are there just where the schema has some, and of their size.
void require_numbers(const container& opened);

}  // namespace memosaic::table_core
