#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <variant>

#include "memosaic/table/delimited_reader.hpp"
#include "memosaic/table/json_lines_reader.hpp"
#include "memosaic/table/row_format.hpp"
#include "memosaic/table/schema_inference.hpp"

namespace memosaic {

/// Reads rows of a text whose form is known at run time only: a `delimited_reader` or a `json_lines_reader`, fed and
/// read as these are.
///
/// Errors: as theirs.
class row_reader {
 public:
  row_reader(std::string path, const row_format& format);

  void feed(bytes_view piece);
  void finish();
  [[nodiscard]] bool next();

  /// Of the row that `next` went to.
  [[nodiscard]] std::uint64_t row() const noexcept;
  [[nodiscard]] import_place place() const;
  void infer(schema_inference& to) const;

  /// The reader itself; null if it is the other one.
  [[nodiscard]] const delimited_reader* delimited() const noexcept MEMOSAIC_LIFETIMEBOUND {
    return std::get_if<delimited_reader>(&reader_);
  }
  [[nodiscard]] const json_lines_reader* json_lines() const noexcept MEMOSAIC_LIFETIMEBOUND {
    return std::get_if<json_lines_reader>(&reader_);
  }
  [[nodiscard]] const std::string& path() const noexcept MEMOSAIC_LIFETIMEBOUND;

 private:
  std::variant<delimited_reader, json_lines_reader> reader_;
};

}  // namespace memosaic
