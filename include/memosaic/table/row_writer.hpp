#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string>

#include "memosaic/table/delimited_writer.hpp"
#include "memosaic/table/json_line.hpp"
#include "memosaic/table/row_format.hpp"

namespace memosaic {

/// Writes records as rows of a form that is known at run time only, see `delimited_writer` and `append_json_line`.
///
/// Errors: as theirs.
class row_writer {
 public:
  row_writer(const schema& types, const row_format& format);

  /// Appends the names of the columns, if the form has a heading.
  void append_heading(std::string& target) const;
  void append(std::string& target, const record& row) const;

 private:
  std::optional<delimited_writer> delimited_;  ///< none: JSON lines
  bool has_heading_ = false;
};

}  // namespace memosaic
