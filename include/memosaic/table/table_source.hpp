#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

#include "memosaic/table/container.hpp"
#include "memosaic/table/table.hpp"

namespace memosaic::table_core {

/// A table that was found under a path, and which file it is.
struct found_table {
  table content;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::array<std::byte, 128> header{};  ///< as it was when it was opened
};

/// Opens what a path names, and tells when that is another file.
///
/// As long as a table is mapped, the system gives its number to no other file: so device and number tell files apart,
/// whatever their times are. That a file was written over is seen by its size and its header, which says what is in all
/// sections; numbers that are written in place are no part of it. Threads: any number.
class table_source {
 public:
  table_source(std::filesystem::path path, open_level level) : path_(std::move(path)), level_(level) {}

  [[nodiscard]] const std::filesystem::path& path() const noexcept MEMOSAIC_LIFETIMEBOUND { return path_; }

  /// Errors: those of `table::open`; `file_changed` if it is written over meanwhile.
  [[nodiscard]] found_table open() const;

  /// What the path names now; nothing if that is the same file.
  ///
  /// Cost: one system call if it is. Errors: as above, and `std::filesystem::filesystem_error` if it names nothing;
  /// `file_changed` if the same file was written over.
  [[nodiscard]] std::optional<found_table> open_if_other(const found_table& seen) const;

 private:
  void require_unwritten(const found_table& seen, std::uint64_t size) const;

  std::filesystem::path path_;
  open_level level_;
};

}  // namespace memosaic::table_core
