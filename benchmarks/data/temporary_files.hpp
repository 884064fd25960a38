#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <filesystem>
#include <string>
#include <string_view>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::bench {

/// The folder for temporary files, or /var/tmp if that one is in memory.
[[nodiscard]] std::filesystem::path folder_on_disk();

/// A folder for the files of one figure, in memory where the system has such a file system; gone with its object.
class temporary_files {
 public:
  temporary_files();
  /// In a folder that is there.
  explicit temporary_files(const std::filesystem::path& parent);
  temporary_files(const temporary_files&) = delete;
  temporary_files& operator=(const temporary_files&) = delete;
  ~temporary_files();

  [[nodiscard]] std::string path(std::string_view name) const { return folder_ + "/" + std::string(name); }
  [[nodiscard]] const std::string& folder() const noexcept { return folder_; }

  /// Makes a file. Errors: `std::runtime_error`.
  std::string with_bytes(std::string_view name, bytes_view bytes) const;

  /// Makes a file of zero bytes that nothing is stored for.
  std::string with_size(std::string_view name, std::size_t size) const;

 private:
  std::string folder_;
};

/// Whether both files hold the same bytes.
[[nodiscard]] bool same_bytes(const std::string& a, const std::string& b);

}  // namespace memosaic::bench
