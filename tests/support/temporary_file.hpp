#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::test {

/// Bytes in which every run of 8 differs from every other, so that a wrong place shows.
[[nodiscard]] inline std::vector<std::byte> random_bytes(std::size_t size, std::uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  std::vector<std::byte> bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::byte>(random() >> 56);
  return bytes;
}

/// A file in a folder of its own, both removed at the end.
class temporary_file {
 public:
  explicit temporary_file(bytes_view content = {}) {
    std::string pattern = (std::filesystem::temp_directory_path() / "memosaic-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::system_error(errno, std::generic_category(), pattern);
    folder_ = pattern;
    write_at(0, content);
  }
  temporary_file(const temporary_file&) = delete;
  temporary_file& operator=(const temporary_file&) = delete;
  ~temporary_file() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  [[nodiscard]] std::filesystem::path path() const { return folder_ / "file"; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  /// Puts bytes at `offset`, in front of which a hole may arise.
  void write_at(std::uint64_t offset, bytes_view content) {
    const int fd = ::open(path().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const bool written = ::pwrite(fd, content.data(), content.size(), static_cast<::off_t>(offset)) ==
                         static_cast<::ssize_t>(content.size());
    ::close(fd);
    if (!written) throw std::system_error(errno, std::generic_category(), path().string());
  }

  [[nodiscard]] std::vector<std::byte> content() const {
    std::vector<std::byte> bytes(std::filesystem::file_size(path()));
    const int fd = ::open(path().c_str(), O_RDONLY | O_CLOEXEC);
    const auto count = ::read(fd, bytes.data(), bytes.size());
    ::close(fd);
    if (count != static_cast<::ssize_t>(bytes.size())) throw std::runtime_error("short read of a test file");
    return bytes;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace memosaic::test
