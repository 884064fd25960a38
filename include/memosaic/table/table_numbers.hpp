#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "memosaic/file/writable_file.hpp"
#include "memosaic/file/writable_mapping.hpp"
#include "memosaic/table/description.hpp"
#include "memosaic/table/in_place_number.hpp"
#include "memosaic/table/record.hpp"
#include "memosaic/table/record_of.hpp"
#include "memosaic/table/table.hpp"

namespace memosaic {

/// A table whose numbers can be written: those fields that its schema says are written in place.
///
///     const table_numbers numbers("trades.table");
///     if (const auto row = numbers.table().get("ABC")) numbers.at<std::int64_t>(*row, "hits").add(1);
///
/// Only the section of these numbers is mapped to be written; all else stays read-only. Everybody who has the same file
/// mapped sees what is written, `record` and `record_of` too. A table that is published under the same path is another
/// file, with the numbers with which it was built: what was written here stays behind in the old one.
///
/// Lifetime: what it hands out borrows it. Threads: any number may read and write at once.
/// Errors: those of `table::open`; `std::filesystem::filesystem_error` if the file cannot be written;
/// `std::invalid_argument` if the table has no such numbers; `format_error` if it has features that only newer versions
/// know how to write.
class table_numbers {
 public:
  explicit table_numbers(const std::filesystem::path& path, open_level level = open_level::checked);

  [[nodiscard]] const memosaic::table& table() const noexcept MEMOSAIC_LIFETIMEBOUND { return table_; }

  /// A number of a record of `table()`, by the name or the position of its field. The type is that of the field.
  ///
  /// Errors: `std::invalid_argument` if the field is not written in place or has another type, or the record is of
  /// another table, even if that is the same file opened once more; `std::out_of_range` if there is no such field;
  /// `format_error` if the record is damaged; `file_changed` if the file was cut off.
  template <plain_number Number>
  [[nodiscard]] in_place_number<Number> at(const record& row, std::string_view field) const MEMOSAIC_LIFETIMEBOUND {
    return in_place_number<Number>(place(row, position_of(row, field), kind_of_number<Number>()));
  }
  template <plain_number Number>
  [[nodiscard]] in_place_number<Number> at(const record& row, std::size_t position) const MEMOSAIC_LIFETIMEBOUND {
    return in_place_number<Number>(place(row, position, kind_of_number<Number>()));
  }

  /// The same by a member of a struct: `numbers.at(*row, &Trade::hits)`.
  template <described Struct, plain_number Number>
  [[nodiscard]] in_place_number<Number> at(const record_of<Struct>& row,
                                           Number Struct::*member) const MEMOSAIC_LIFETIMEBOUND {
    const record found = row.dynamic();
    return in_place_number<Number>(
        place(found, position_of(found, description<Struct>::fields.number_of(member)), kind_of_number<Number>()));
  }

  /// Errors: `file_changed` if the file was cut off, see `watch_mappings`: what was written since may be lost.
  void check() const { mapping_.check(); }

  /// Waits until what was written is on the device. Errors also: `std::filesystem::filesystem_error`.
  void flush() const { mapping_.flush(); }

 private:
  table_numbers(writable_file file, open_level level);

  [[nodiscard]] static std::size_t position_of(const record& row, std::string_view field);
  [[nodiscard]] static std::size_t position_of(const record& row, std::uint16_t field);
  [[nodiscard]] std::byte* place(const record& row, std::size_t position, value_kind wanted) const;

  memosaic::table table_;
  writable_mapping mapping_;           ///< of the numbers
  const std::byte* stored_ = nullptr;  ///< where the table has them mapped
  std::byte* numbers_ = nullptr;       ///< where they are mapped here
};

}  // namespace memosaic
