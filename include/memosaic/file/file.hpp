#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// What tells one file from another and one state of it from the next.
struct file_identity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  ///< since 1970, in nanoseconds
  friend bool operator==(const file_identity&, const file_identity&) = default;
};

/// One file opened for reading. Moves leave it closed.
///
/// Errors: `std::filesystem::filesystem_error` with the system's code and the path.
class file {
 public:
  file() noexcept = default;

  /// Opens `path`. Errors also: a folder is refused with `std::errc::is_a_directory`.
  explicit file(const std::filesystem::path& path);

  /// Uses a descriptor that the caller keeps open and closes; `name` stands for the path in errors.
  [[nodiscard]] static file borrow(int fd, const std::filesystem::path& name = {});

  file(const file&) = delete;
  file& operator=(const file&) = delete;
  file(file&& other) noexcept;
  file& operator=(file&& other) noexcept;
  ~file();

  [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
  [[nodiscard]] int fd() const noexcept { return fd_; }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  /// The size when it was opened. 0 for what has none: pipes, terminals, sockets, most of /proc.
  [[nodiscard]] std::uint64_t size() const noexcept { return identity_.size; }
  [[nodiscard]] const file_identity& identity() const noexcept { return identity_; }

  /// Whether it is a regular file, whose size is known and which can be mapped; all else is read in pieces.
  [[nodiscard]] bool is_regular() const noexcept { return regular_; }

  /// Reads at `offset` until `target` is full or the file ends. Returns the bytes read.
  std::size_t read_at(std::uint64_t offset, mutable_bytes_view target) const;

  /// Reads on from the current position, once. Returns the bytes read; 0 at the end.
  std::size_t read_next(mutable_bytes_view target) const;

 private:
  int fd_ = -1;
  bool owned_ = false;
  bool regular_ = false;
  file_identity identity_;
  std::filesystem::path path_;
};

}  // namespace memosaic
