#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/table/record.hpp"
#include "memosaic/table/row_converter.hpp"
#include "memosaic/table/schema_inference.hpp"
#include "support/import_exercise.hpp"

/// Rows of a text become records of the schema that is inferred from them, are written, and read back.
namespace memosaic::fuzzing {

/// What holds all rows of a text; nothing if there are none, or if their names are too long for a schema.
template <typename Reader>
std::optional<schema> inferred_schema(Reader& reader, std::string_view text) {
  schema_inference inference;
  testing::feed_in_pieces(reader, text, text.size(), [&] { inference.take(reader); });
  if (inference.rows() == 0) return std::nullopt;
  try {
    return inference.result();
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

/// The rows of a text by a schema; `write` appends each as a record to `written`.
template <typename Reader, typename Write>
std::vector<value> written_rows(const schema& types, Reader& reader, std::string_view text, std::string& written,
                                const Write& write) {
  std::vector<value> rows;
  row_converter converter(types);
  testing::feed_in_pieces(reader, text, text.size(), [&] {
    rows.push_back(converter.convert(reader));
    write(written, types.unpack_from(types.pack(rows.back())));
  });
  return rows;
}

/// What was written has the same rows.
template <typename Reader>
void require_rows(const schema& types, Reader& reader, std::string_view written, const std::vector<value>& rows) {
  std::size_t at = 0;
  row_converter converter(types);
  testing::feed_in_pieces(reader, written, written.size(), [&] {
    if (at == rows.size() || types.pack(converter.convert(reader)) != types.pack(rows[at])) std::abort();
    ++at;
  });
  if (at != rows.size()) std::abort();
}

}  // namespace memosaic::fuzzing
