#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <string>
#include <vector>

#include "memosaic/table/delimited_reader.hpp"
#include "memosaic/table/json_lines_reader.hpp"
#include "memosaic/table/schema.hpp"

namespace memosaic {

/// Turns rows of texts into records of a schema, ready to be packed. Columns and names are matched by name.
///
/// Nothing is guessed or cut: a text is a number only if JSON would take it for one, so that 007 is none, a boolean
/// only if it is true or false, a date or datetime only in the extended form of ISO 8601; bytes are hexadecimal digits.
/// Of a number with more digits than a float field keeps, the nearest is taken; what lies beyond it is an error.
///
/// A field that is absent is null if it may be; else it is left out if it may be missing or has a default; else it is
/// the empty text if it is a text of a delimited row; else it is an error.
///
/// Errors: `import_error`, naming row and column, the type that was expected and what was found.
class row_converter {
 public:
  explicit row_converter(const schema& types) : types_(types) {}

  /// The row that the reader is at.
  ///
  /// Errors also: an `import_error` for a column that is no field of the schema, for a field that has no column and may
  /// not be absent, and for a field whose type has no form in a delimited text: lists, dicts, records and `any`.
  [[nodiscard]] value convert(const delimited_reader& rows);

  /// The same. Objects become records and dicts, arrays lists, tuples and sets, as the schema wants them; a dict may
  /// also be an array of pairs. An `any` takes what is there. N-dimensional arrays have no form in JSON.
  [[nodiscard]] value convert(const json_lines_reader& rows) const;

 private:
  void match_columns(const delimited_reader& rows);

  schema types_;
  std::vector<std::string> names_;   ///< of the columns that `places_` is for
  std::vector<std::size_t> places_;  ///< of the field of each column
};

}  // namespace memosaic
