// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/table_importer.hpp"

#include <stdexcept>

namespace memosaic {

void table_importer::add(const row_reader& rows) {
  const std::uint64_t record = builder_.size();
  const value object =
      rows.delimited() ? converter_.convert(*rows.delimited()) : converter_.convert(*rows.json_lines());
  const auto refuse = [&](const std::exception& error) {
    throw import_error(rows.path(), rows.place(), "row " + std::to_string(rows.row()) + ", " + error.what(),
                       "correct the row, or take another schema");
  };
  try {
    builder_.add(object);
  } catch (const std::invalid_argument& error) {
    refuse(error);
  } catch (const std::out_of_range& error) {
    refuse(error);
  } catch (const std::length_error& error) {
    refuse(error);
  }
  note(rows, record);
}

void table_importer::note(const row_reader& rows, std::uint64_t record) {
  if (!runs_.empty()) {
    run& last = runs_.back();
    const std::uint64_t behind = rows.row() - last.first_row;
    if (record - last.first_record == last.count && behind == last.count && last.path == rows.path()) {
      ++last.count;
      return;
    }
  }
  runs_.push_back({rows.path(), record, rows.row(), 1});
}

std::string table_importer::source_of(std::uint64_t record) const {
  for (const run& each : runs_) {
    if (record < each.first_record || record - each.first_record >= each.count) continue;
    return each.path + ", row " + std::to_string(each.first_row + (record - each.first_record));
  }
  return "record " + std::to_string(record);
}

}  // namespace memosaic
