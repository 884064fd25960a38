#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>
#include <span>

#include "memosaic/bytes/bytes_view.hpp"
#include "os/calls.hpp"
#include "os/descriptor.hpp"

namespace memosaic::table_core {

/// A file for what does not fit into memory while a table is built. It has no name, so it is gone when the process ends
/// in any way; where the file system needs names, it has one for a moment.
///
/// Threads: several may read at once. Errors: `std::filesystem::filesystem_error` with the system's code and the
/// folder.
class key_spill_file {
 public:
  /// In a folder that exists; empty for the one where the process is.
  explicit key_spill_file(const std::filesystem::path& folder);

  /// Appends all parts, which are many.
  void append(std::span<const ::iovec> parts);

  /// Reads bytes that were appended.
  void read(std::uint64_t offset, mutable_bytes_view target) const;

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

 private:
  void create_named();

  std::filesystem::path folder_;
  os::descriptor file_;
  std::uint64_t size_ = 0;
};

}  // namespace memosaic::table_core
