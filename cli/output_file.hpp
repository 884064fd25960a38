#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>

#include "cli/descriptors.hpp"

namespace memosaic::cli {

/// A file that appears under its name only when it is whole: it is written under another name beside it, flushed to
/// the device, and renamed. If it is not published, nothing remains, also when a signal ends the command.
///
/// Errors: `std::filesystem::filesystem_error` that names the target.
class output_file {
 public:
  enum class existing : bool { keep, replace };

  /// Begins the file; `mode` are its permissions, less what the umask takes.
  output_file(std::filesystem::path target, std::uint32_t mode);
  output_file(const output_file&) = delete;
  output_file& operator=(const output_file&) = delete;
  ~output_file();

  [[nodiscard]] int fd() const noexcept { return file_.fd(); }

  /// Sets the size, as for a file that ends in a hole.
  void resize(std::uint64_t size);

  /// Gives it exactly these permissions, whatever the umask says.
  void set_mode(std::uint32_t mode);

  /// Flushes it and gives it its name, in one step that other processes see whole. With `existing::keep`, a target that
  /// exists by now is an error and stays as it is.
  void publish(existing what);

 private:
  std::filesystem::path target_;
  std::filesystem::path unfinished_;  ///< empty once it is published
  descriptor file_;
};

}  // namespace memosaic::cli
