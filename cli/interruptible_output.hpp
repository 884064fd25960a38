#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <filesystem>
#include <optional>

#include "memosaic/file/output_file.hpp"

namespace memosaic::cli {

/// An output file of which nothing remains when a signal ends the command, see interrupt.hpp. One at a time.
///
/// Errors: as `output_file`.
class interruptible_output {
 public:
  interruptible_output(const std::filesystem::path& path, output_file::existing what,
                       std::filesystem::perms permissions);
  interruptible_output(const interruptible_output&) = delete;
  interruptible_output& operator=(const interruptible_output&) = delete;
  ~interruptible_output();

  [[nodiscard]] output_file& file() noexcept MEMOSAIC_LIFETIMEBOUND { return *file_; }

  /// Publishes the file. Signals still end the command while it is flushed, and wait while it takes its name. Errors
  /// also: `trouble` if input was lost, see input.hpp.
  void publish();

 private:
  std::optional<output_file> file_;
};

}  // namespace memosaic::cli
