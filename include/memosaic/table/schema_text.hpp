#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <string_view>

#include "memosaic/table/field_type.hpp"
#include "memosaic/table/schema.hpp"

/// Schemas as a person writes and reads them.
///
///     record trade
///       1 symbol: fixed_text[12] key
///       2 price: float64
///       3 volume: int64 default 0 since 2
///       4 note: text?                      # may be null
///       5 legs: list<record leg> missing   # may be missing, which is not null
///     record leg
///       1 lots: int32
///
/// docs/table.md has the whole grammar.
namespace memosaic {

/// The text of a schema, which `parse_schema` reads back as an equal one.
[[nodiscard]] std::string schema_text(const schema& types);

/// Errors: `import_error` with line and column, `path` standing for the text; also for what no schema may hold.
[[nodiscard]] schema parse_schema(std::string_view text, std::string_view path = {});

/// One type, as `field_type::to_text` writes it: "list<text?>", "fixed_text[20]", "record 2".
///
/// Errors: `std::invalid_argument`.
[[nodiscard]] field_type parse_field_type(std::string_view text);

}  // namespace memosaic
