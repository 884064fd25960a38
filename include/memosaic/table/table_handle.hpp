#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

#include "memosaic/table/current_value.hpp"
#include "memosaic/table/table.hpp"
#include "memosaic/table/table_of.hpp"
#include "memosaic/table/table_source.hpp"

namespace memosaic {

/// The table that a path names: readers have the current one, `refresh()` takes over what was published since.
///
///     table_handle trades("trades.table");
///     trades.refresh();                        // now and then, by whomever
///     const table now = trades.current();      // whole, and stays as it is
///
/// `table_handle` hands out a `table`, `table_handle_of<Struct>` a `table_of<Struct>`. It refreshes only when it is
/// told to: how often the path is looked at is yours to say. For hot loops see `table_reader`.
///
/// Tables and rows that were handed out stay as they are: each table is one file, which stays mapped as long as a copy
/// of it lives, whatever becomes of its name. A number that was written in place stays in its file: what is published
/// has the numbers with which it was built.
///
/// Threads: every function may be called by any number of threads at once. Nothing is locked, and no reader waits for
/// a refresh, nor that for readers. A child of a fork may use the handle of its parent.
/// Cost: `current()` three steps on memory that all readers share, to keep the table: tens of readers slow each other.
/// Errors: those of `table::open`, and of `table_of` if the struct cannot be read from the new table.
template <typename Table>
class basic_table_handle {
 public:
  /// Opens the table at once; `level` is also that of all that follow.
  explicit basic_table_handle(std::filesystem::path path, open_level level = open_level::checked)
      : source_(std::move(path), level), current_(entry_of(source_.open(), 0)) {}

  basic_table_handle(const basic_table_handle&) = delete;
  basic_table_handle& operator=(const basic_table_handle&) = delete;
  ~basic_table_handle() = default;

  [[nodiscard]] const std::filesystem::path& path() const noexcept MEMOSAIC_LIFETIMEBOUND { return source_.path(); }

  [[nodiscard]] Table current() const { return current_.get()->content; }

  /// How often another table was taken over. Who has seen it grow gets that one, or one that came later.
  [[nodiscard]] std::uint64_t generation() const noexcept { return current_.replaced(); }

  /// Takes over the file that the path names now, if it is another one and opens without an error. Tells whether the
  /// current table is another one than it was at the start of the call, by this thread or one beside it.
  ///
  /// No reader ever goes back: of several that refresh at once, who has looked at the path too early looks again.
  /// Cost: one system call if nothing was published; else that of `table::open`, and nothing for readers.
  /// Errors: the current table stays as it is. `std::filesystem::filesystem_error` also if the path names nothing at
  /// the moment; `file_changed` if the file was written over instead of published, or cut off: its readers may see
  /// anything then, until another file is published. What was written into its middle, only verification finds.
  bool refresh() {
    std::optional<std::uint64_t> first;
    for (;;) {
      const auto seen = current_.get();
      if (!first) first = seen->number;
      auto found = source_.open_if_other(seen->file);
      if (!found) return seen->number != *first;
      if (current_.replace(seen, entry_of(std::move(*found), seen->number + 1))) return true;
    }
  }

 private:
  struct entry {
    Table content;
    table_core::found_table file;
    std::uint64_t number;
  };

  [[nodiscard]] static entry entry_of(table_core::found_table found, std::uint64_t number) {
    Table content(found.content);
    return {std::move(content), std::move(found), number};
  }

  table_core::table_source source_;
  table_core::current_value<entry> current_;
};

using table_handle = basic_table_handle<table>;
template <described Struct>
using table_handle_of = basic_table_handle<table_of<Struct>>;

}  // namespace memosaic
