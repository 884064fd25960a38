#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <filesystem>
#include <optional>

#include "memosaic/table/container_file.hpp"

namespace memosaic::cli {

/// A table file of which nothing remains when a signal ends the command, see interruptible_output.hpp.
///
/// Errors: as `container_file`.
class interruptible_table {
 public:
  explicit interruptible_table(const std::filesystem::path& path);
  interruptible_table(const interruptible_table&) = delete;
  interruptible_table& operator=(const interruptible_table&) = delete;
  ~interruptible_table();

  [[nodiscard]] container_file& file() noexcept MEMOSAIC_LIFETIMEBOUND { return *file_; }

  /// Publishes the table. Signals wait while it takes its name. Errors also: `trouble` if input was lost.
  void publish();

 private:
  std::optional<container_file> file_;
};

}  // namespace memosaic::cli
