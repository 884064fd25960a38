#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// What tells one file from another and one state of it from the next, as the system tells it.
struct file_identity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  ///< since 1970, in nanoseconds
  friend bool operator==(const file_identity&, const file_identity&) = default;
};

/// A part of a file.
struct file_run {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  friend bool operator==(const file_run&, const file_run&) = default;
};

/// What became of a file since it was looked at.
enum class file_change : std::uint8_t {
  same,      ///< the same file of the same size; whether it was written, the time of its identity tells
  grown,     ///< it is longer
  shrunk,    ///< it is shorter: mappings of it may be damaged
  replaced,  ///< the path names another file, or none
};

/// One file opened for reading. Moves leave it closed.
///
/// A tool that wants all of a file asks `is_regular()`: if so it maps the file or reads at offsets, else it calls
/// `read_next()` until that answers 0. This is right for every kind of file, `/proc/cpuinfo` and a pipe included.
///
/// Threads: `read_at` may be called by several threads at once; `read_next` moves the one position of the descriptor.
/// Errors: `std::filesystem::filesystem_error` with the system's code and the path; every use of a closed file is
/// `std::errc::bad_file_descriptor`.
class file {
 public:
  file() noexcept = default;

  /// Opens `path`. A pipe waits here for its writer. Errors also: a folder is `std::errc::is_a_directory`.
  explicit file(const std::filesystem::path& path);

  /// Uses a descriptor that the caller keeps open and closes. `name` stands for the path in errors; without one they
  /// show what the system calls the descriptor.
  [[nodiscard]] static file borrow(int fd, const std::filesystem::path& name = {});

  file(const file&) = delete;
  file& operator=(const file&) = delete;
  file(file&& other) noexcept;
  file& operator=(file&& other) noexcept;
  ~file();

  [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
  [[nodiscard]] int fd() const noexcept { return fd_; }
  [[nodiscard]] const std::filesystem::path& path() const noexcept MEMOSAIC_LIFETIMEBOUND { return path_; }

  /// The size when it was opened or refreshed; 0 unless `is_regular()`.
  [[nodiscard]] std::uint64_t size() const noexcept { return regular_ ? identity_.size : 0; }

  /// As it was when opened or refreshed, whatever the kind of file.
  [[nodiscard]] const file_identity& identity() const noexcept MEMOSAIC_LIFETIMEBOUND { return identity_; }

  /// Looks at the file anew and tells what became of it since it was opened or last refreshed.
  ///
  /// `size()` and `identity()` are then those of now. This object keeps the file that it opened, also when that is
  /// replaced: to get the new one, open the path again. The path is looked up as it was given, from the folder where
  /// the process is now; if it cannot be looked up, that is an error. Of a borrowed descriptor the path is only a name:
  /// it is never replaced.
  /// Cost: one or two system calls.
  file_change refresh();

  /// The file that the path names now, or the same descriptor if it was borrowed: as it was opened, in its state of
  /// now.
  [[nodiscard]] file reopen() const;

  /// Whether it is a regular file, whose size is known and which can be mapped; all else is read in pieces.
  ///
  /// The files of /proc, /sys and their like call themselves regular and lie about their size: they are not regular
  /// here. What takes no space on its medium is asked to be mapped once, when it is opened, which tells such files
  /// from empty and sparse ones. A network or FUSE file may refuse to be mapped all the same; it can be read.
  [[nodiscard]] bool is_regular() const noexcept { return regular_; }

  /// Reads at `offset` until `target` is full or the file ends. Returns the bytes read.
  ///
  /// Errors also: `std::errc::invalid_seek` for what has no offsets, as pipes and sockets.
  [[nodiscard]] std::size_t read_at(std::uint64_t offset, mutable_bytes_view target) const;

  /// Reads on from the current position, once. Returns the bytes read; 0 only at the end: it waits for bytes even if
  /// somebody has made the descriptor non-blocking, as happens to a terminal that several programs share.
  [[nodiscard]] std::size_t read_next(mutable_bytes_view target) const;

  /// The parts of a regular file that take space on its medium, in order; what lies between them reads as zeros. All of
  /// it is one part where the system cannot tell.
  ///
  /// Parts end at the borders of the medium's blocks, so there may be zeros at their ends.
  /// Threads: not beside `read_next`, for it moves the descriptor's position, and puts it back.
  /// Cost: two system calls for each part.
  /// Errors also: `std::errc::invalid_seek` for what is not `is_regular()`.
  [[nodiscard]] std::vector<file_run> stored_runs() const;

 private:
  friend class writable_file;

  /// Takes over a descriptor that was opened under this path, and closes it if that fails.
  static file take(int fd, const std::filesystem::path& path);

  int fd_ = -1;
  bool owned_ = false;  ///< closed by this object
  bool regular_ = false;
  file_identity identity_;
  std::filesystem::path path_;  ///< empty for a borrowed descriptor without a name
};

}  // namespace memosaic
