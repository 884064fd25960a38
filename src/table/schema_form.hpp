#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/schema.hpp"

/// The canonical form of a schema: docs/table_format.md, section 2.1.
namespace memosaic::table_core {

/// Of types that were tested. Errors: `std::invalid_argument` for a default that its field cannot hold.
[[nodiscard]] std::vector<std::byte> canonical_form_of(const std::vector<record_type>& types);

/// What the bytes say. What they say together is not tested: whether numbers of record types exist, or names differ.
///
/// Errors: `format_error`.
[[nodiscard]] std::vector<record_type> parse_canonical_form(bytes_view form);

}  // namespace memosaic::table_core
