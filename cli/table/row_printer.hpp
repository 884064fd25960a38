#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/json_writer.hpp"
#include "memosaic/table/row_writer.hpp"
#include "memosaic/table/table.hpp"

namespace memosaic::cli {

/// `--csv`, `--tsv` and `--field`.
extern const std::span<const option_facts> row_option_facts;

/// Prints records as rows: JSON lines, or what the options say; with --json, into the array `records` of a document.
///
/// Errors: `trouble` for options that do not go together, and for records that have no form in CSV; `output_error`.
class row_printer {
 public:
  /// `schema` is that of the document.
  row_printer(const given_words& words, const table& from, std::string_view schema, answer_form form, console& with);

  void print(const record& row);
  /// Ends what was begun; call it once, at the end.
  void finish();

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  /// Of the document, for more members; null without --json.
  [[nodiscard]] json_writer* document() noexcept { return document_ ? &json_ : nullptr; }

 private:
  void choose_fields(const given_words& words, const table& from);
  void append_fields(const record& row);

  console& with_;
  json_writer json_;
  bool document_;
  std::optional<row_writer> rows_;   ///< none: only some fields
  std::vector<std::size_t> fields_;  ///< by position
  std::string text_;
  std::uint64_t count_ = 0;
};

}  // namespace memosaic::cli
