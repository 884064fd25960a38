#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

#include "memosaic/table/schema_of.hpp"
#include "memosaic/table/table.hpp"

namespace memosaic {

/// A table whose records are read as a struct: `trades.get("ABC")->operator[](&Trade::price)`.
///
///     const table_of<Trade> trades(table::open("trades.table"));
///     if (const auto row = trades.get("ABC")) use((*row)[&Trade::price]);
///
/// The file may be of another version of the struct, see `projection`. Copies are O(1).
/// Lifetime: rows borrow it, or a copy of it. Errors: as `table`.
template <described Struct>
class table_of {
 public:
  /// Errors also: `std::invalid_argument` if the struct cannot be read from such records.
  explicit table_of(memosaic::table opened)
      : table_(std::move(opened)), project_(table_.schema(), table_.container().context().width()) {}

  [[nodiscard]] const memosaic::table& table() const noexcept MEMOSAIC_LIFETIMEBOUND { return table_; }
  [[nodiscard]] std::uint64_t size() const noexcept { return table_.size(); }

  /// Keys as for `table::get`.
  template <typename Key>
  [[nodiscard]] std::optional<record_of<Struct>> get(const Key& key) const MEMOSAIC_LIFETIMEBOUND {
    const auto found = table_.get(key);
    if (!found) return std::nullopt;
    return project_(*found);
  }
  template <typename Key>
  [[nodiscard]] bool contains(const Key& key) const {
    return table_.contains(key);
  }

  /// By slot. Errors also: `std::out_of_range`.
  [[nodiscard]] record_of<Struct> operator[](std::uint64_t slot) const MEMOSAIC_LIFETIMEBOUND {
    return project_(table_[slot]);
  }

  /// A record of the table, got in another way, as the struct.
  [[nodiscard]] record_of<Struct> operator()(const record& from) const noexcept MEMOSAIC_LIFETIMEBOUND {
    return project_(from);
  }

 private:
  memosaic::table table_;
  projection<Struct> project_;
};

}  // namespace memosaic
