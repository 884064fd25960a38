#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/table/packed_cell.hpp"
#include "memosaic/table/schema.hpp"
#include "memosaic/table/value_view.hpp"

namespace memosaic {

class table;

/// A record where it lies, read by the names of its own schema. For structs of C++, see `record_of`.
///
/// A small value that owns nothing. That its fixed part is there was tested when it was made.
/// Lifetime: as `value_view`.
class record {
 public:
  record() noexcept = default;

  /// The record of that type of the context whose fixed part begins at `offset` of `cell`.
  ///
  /// Errors: `std::out_of_range` if it is not all there.
  record(const packed_cell& cell, std::size_t offset, std::size_t type) : cell_(cell), type_(type) {
    require_index(type, cell.context().types().size());
    require_run(offset, layout().size(), cell.size());
    at_ = cell.data() + offset;
  }

  [[nodiscard]] const record_type& type() const noexcept { return cell_.context().types()[type_]; }
  [[nodiscard]] std::size_t type_number() const noexcept { return type_; }
  [[nodiscard]] const record_layout& layout() const noexcept { return cell_.context().layouts()[type_]; }

  /// The number of fields of its type, and one of them by position. Errors: `std::out_of_range`.
  [[nodiscard]] std::size_t size() const noexcept { return type().fields.size(); }
  [[nodiscard]] value_view field(std::size_t position) const;

  /// The field of that name. Errors: `std::out_of_range` if the schema has none; a field that is missing in this record
  /// is no error: the value says so.
  [[nodiscard]] value_view operator[](std::string_view name) const;

  /// A copy that owns all it consists of, see `value_view::materialise`. Fields that are missing are not in it.
  [[nodiscard]] value materialise() const;

  [[nodiscard]] const packed_cell& cell() const noexcept { return cell_; }
  [[nodiscard]] const std::byte* data() const noexcept { return at_; }

  /// The same record type at another place: for going through many records with one proxy. Errors: `std::out_of_range`.
  void repoint(const packed_cell& cell, std::size_t offset) { *this = record(cell, offset, type_); }

 private:
  friend class table;

  /// Of type 0, at the start of a cell that has its whole fixed part: the table was tested for it when it was opened.
  explicit record(const packed_cell& cell) noexcept : at_(cell.data()), cell_(cell) {}

  const std::byte* at_ = nullptr;
  packed_cell cell_;
  std::size_t type_ = 0;
};

}  // namespace memosaic
