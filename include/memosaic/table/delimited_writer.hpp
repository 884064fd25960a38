#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "memosaic/table/delimited_format.hpp"
#include "memosaic/table/record.hpp"
#include "memosaic/table/schema.hpp"

namespace memosaic {

/// Writes records as rows of CSV, TSV and their like: what `delimited_reader` and `row_converter` read back as equal.
///
/// Null and missing are both an empty field; an empty text is one in quotes. Other fields are quoted where they must
/// be. Lines end in LF. The fold of a datetime is not written: ISO 8601 has no form for it.
///
/// Errors: `std::invalid_argument`; `target` is as it was then.
/// Source: RFC 4180.
class delimited_writer {
 public:
  /// Errors: `std::invalid_argument` for a delimiter that cannot be one, and for a schema without fields or with a
  /// field that has no form in such a text: lists, dicts, arrays, records and `any`. Write JSON lines then.
  explicit delimited_writer(const schema& types, const delimited_format& format = {});

  /// Appends the names of the columns.
  void append_heading(std::string& target) const;

  /// Appends a row. Errors: for a value of another kind than its field has, or a name that is no field.
  void append(std::string& target, const value& row) const;
  void append(std::string& target, const record& row) const { append(target, row.materialise()); }

 private:
  void append_row(std::string& target, const value& row) const;
  void quote_where_needed(std::string& target, std::size_t start) const;

  schema types_;
  delimited_format format_;
};

}  // namespace memosaic
