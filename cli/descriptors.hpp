#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>
#include <optional>

/// What a command asks of descriptors and the library does not do yet.
///
/// Errors: `std::filesystem::filesystem_error` with the system's code.
namespace memosaic::cli {

/// A descriptor that is closed at the end. Moves leave it closed.
class descriptor {
 public:
  descriptor() noexcept = default;
  explicit descriptor(int fd) noexcept : fd_(fd) {}
  descriptor(descriptor&& other) noexcept;
  descriptor& operator=(descriptor&& other) noexcept;
  ~descriptor();

  [[nodiscard]] int fd() const noexcept { return fd_; }

  /// Closes it now. Errors: `std::filesystem::filesystem_error` that names `path`: some file systems tell only here
  /// that the bytes could not be stored.
  void close(const std::filesystem::path& path);

 private:
  int fd_ = -1;
};

/// Opens /dev/null for each of the descriptors 0, 1 and 2 that is closed, the wrong way round so that using it fails.
/// Without this, a file that is opened later becomes standard output and receives what is printed.
void reserve_standard_descriptors() noexcept;

[[nodiscard]] bool is_terminal(int fd) noexcept;

/// Waits for a descriptor that somebody has made non-blocking.
void wait_until_readable(int fd);
void wait_until_writable(int fd);

/// Where the next read begins; nothing if the descriptor has no position, as a pipe.
[[nodiscard]] std::optional<std::uint64_t> position_of(int fd) noexcept;
void move_to(int fd, std::uint64_t position, const std::filesystem::path& name);

/// Opens what exists already, for writing. Nothing of it is cut off.
[[nodiscard]] descriptor open_existing(const std::filesystem::path& path);

/// Waits until the bytes of a file are on its device. What cannot be waited for, as a pipe, is no error.
void flush_to_device(int fd, const std::filesystem::path& path);

/// The next run of stored bytes in `[start, stop)` of a regular file: what lies between is a hole and reads as zero.
/// Nothing if only a hole remains. A file system that does not tell has one run.
struct stored_run {
  std::uint64_t start = 0;
  std::uint64_t stop = 0;
};
[[nodiscard]] std::optional<stored_run> next_stored_run(int fd, std::uint64_t start, std::uint64_t stop);

}  // namespace memosaic::cli
