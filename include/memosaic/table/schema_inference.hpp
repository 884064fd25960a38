#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <memory>
#include <string_view>

#include "memosaic/table/delimited_reader.hpp"
#include "memosaic/table/json_lines_reader.hpp"
#include "memosaic/table/schema.hpp"

namespace memosaic {

/// What becomes of columns of text.
enum class text_columns : std::uint8_t {
  /// Text of any length.
  varying,
  /// Fixed text of the longest value that was seen, where that takes no more room than text would, 255 bytes at most.
  /// Records without any other field of varying size have one size then, and no locator. Only for those who have seen
  /// all rows: what is longer has no place.
  fixed_where_smaller,
};

/// Finds the schema of a text from its rows, all of them or a sample.
///
/// A field gets the first type of boolean, int64, uint64, float64, decimal, date, datetime, text that holds every value
/// seen without a loss; the rules are in docs/table.md. The result depends on the values and on the order in which
/// names first appear, on nothing else: not on the order of rows, nor on how the text was cut into pieces.
///
/// Cost: memory for the columns, none for the rows.
class schema_inference {
 public:
  schema_inference();
  ~schema_inference();
  schema_inference(schema_inference&&) noexcept;
  schema_inference& operator=(schema_inference&&) noexcept;

  /// Takes in the row that the reader is at.
  ///
  /// Errors: `std::invalid_argument` if rows of the other form were taken, or of other columns.
  void take(const delimited_reader& rows);
  void take(const json_lines_reader& rows);

  /// How many rows were taken.
  [[nodiscard]] std::uint64_t rows() const noexcept;

  /// The schema; fields are numbered from 1 in the order in which their names first appeared. `key` names the field by
  /// which records are to be found; without one there is none.
  ///
  /// Errors: `std::invalid_argument` if there is no row, if names are more or longer than a schema can have, or if the
  /// key is no field, may be null or missing, or has a type that cannot be a key.
  [[nodiscard]] schema result(std::string_view type_name = "row", std::string_view key = {},
                              text_columns texts = text_columns::varying) const;

 private:
  struct contents;
  std::unique_ptr<contents> contents_;
};

}  // namespace memosaic
