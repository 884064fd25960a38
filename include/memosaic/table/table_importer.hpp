#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "memosaic/table/row_converter.hpp"
#include "memosaic/table/row_reader.hpp"
#include "memosaic/table/table_builder.hpp"

namespace memosaic {

/// Feeds a table builder from rows of texts, of several of them one after the other.
///
///     row_reader rows("trades.csv", row_format::comma_separated());
///     rows.feed(text);
///     while (rows.next()) importer.add(rows);
///
/// Lifetime: it borrows the builder.
/// Errors: `import_error` for rows that are no records of the builder's schema, with path, line and column; of a row
/// that was refused it is as if it had not been there. Else as the builder's.
class table_importer {
 public:
  explicit table_importer(table_builder& to) : builder_(to), converter_(to.types()) {}

  /// Adds the row that the reader is at.
  void add(const row_reader& rows);

  /// Which row became a record, for errors that name records by number: "trades.csv, row 17". "record 17" for one that
  /// this importer has not added.
  [[nodiscard]] std::string source_of(std::uint64_t record) const;

 private:
  /// Rows of one text that became records without a break.
  struct run {
    std::string path;
    std::uint64_t first_record;
    std::uint64_t first_row;
    std::uint64_t count;
  };

  void note(const row_reader& rows, std::uint64_t record);

  table_builder& builder_;
  row_converter converter_;
  std::vector<run> runs_;
};

}  // namespace memosaic
