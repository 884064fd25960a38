#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>

#include "memosaic/table/container.hpp"
#include "memosaic/table/table_kind.hpp"
#include "memosaic/table/value_kind.hpp"

namespace memosaic::table_core {

/// The section TABLE of docs/table_format.md, section 6.1.
struct table_form {
  static constexpr std::size_t size = 64;

  table_kind kind = table_kind::array;
  value_kind key_kind = value_kind::null;  ///< null for an array
  std::uint16_t key_field = 0;             ///< its number; 0 for an array
  std::uint32_t sections = 0;              ///< a bit for each section from PILOTS to SORTED that the table has
  std::uint64_t records = 0;
  std::uint64_t keys = 0;

  friend bool operator==(const table_form&, const table_form&) = default;
};

[[nodiscard]] constexpr std::uint32_t section_bit(section_type type) noexcept {
  return std::uint32_t{1} << static_cast<std::uint32_t>(type);
}

[[nodiscard]] std::array<std::byte, table_form::size> bytes_of_form(const table_form& form);

/// What the container says of its table, tested against the header, the schema and the sections that are there. One
/// without the section is an array. Errors: `format_error`.
[[nodiscard]] table_form form_of(const container& file);

}  // namespace memosaic::table_core
