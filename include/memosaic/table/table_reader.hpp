#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "memosaic/table/table_handle.hpp"

namespace memosaic {

/// One thread's way to read a handle in a hot loop: it keeps the current table, and looks whether there is a new one.
///
///     table_reader reader(trades);             // in each thread its own
///     while (...) use(reader->get(key));
///
/// Rows that it led to are good until it finds a new table. One that is not asked keeps its table, and so its file,
/// mapped: let it go when there is nothing to read for long.
/// Lifetime: that of the handle. Threads: one at a time.
/// Cost: one load of a line that nobody writes between two tables; `table_handle::current()` for each new one.
template <typename Table>
class basic_table_reader {
 public:
  explicit basic_table_reader(const basic_table_handle<Table>& handle MEMOSAIC_LIFETIMEBOUND)
      : handle_(&handle), generation_(handle.generation()), table_(handle.current()) {}

  /// The current table, until the next call.
  [[nodiscard]] const Table& current() MEMOSAIC_LIFETIMEBOUND {
    // The generation is read first: the table is of this one or of a later one, which is found anew next time.
    const std::uint64_t now = handle_->generation();
    if (now != generation_) [[unlikely]] {
      table_ = handle_->current();
      generation_ = now;
    }
    return table_;
  }
  [[nodiscard]] const Table* operator->() MEMOSAIC_LIFETIMEBOUND { return &current(); }

 private:
  const basic_table_handle<Table>* handle_;
  std::uint64_t generation_;
  Table table_;
};

using table_reader = basic_table_reader<table>;
template <described Struct>
using table_reader_of = basic_table_reader<table_of<Struct>>;

}  // namespace memosaic
