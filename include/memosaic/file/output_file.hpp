#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// A file that appears under its name only when it is whole.
///
/// It is written in the same folder without a name, flushed to the device, and named: at every moment, and after a
/// power loss, the path names the whole old or the whole new file. What is not published is gone, also when the process
/// is killed. To replace another file it is named `.memosaic-HASH.unfinished` for a moment; if the process is killed
/// just then, that remains until somebody replaces the same file again. Where the file system has no files without a
/// name, it is `.memosaic-PID-N.unfinished` from the start, and only a process that is killed leaves it behind.
///
/// Errors: `std::filesystem::filesystem_error` with the system's code and the path that was given.
class output_file {
 public:
  /// What happens to a file that has the name already.
  enum class existing : bool {
    keep,     ///< it stays, and this one is refused with `std::errc::file_exists`
    replace,  ///< this one takes its place
  };

  /// What a new file may be used for, less what the umask takes.
  static constexpr std::filesystem::perms usual_permissions{0666};

  /// Begins the file that is to be at `path`, in a folder that exists.
  ///
  /// With `replace`, a symbolic link is followed, so that it stays and names the new file; and a file that is replaced
  /// leaves its permissions to read, write and execute to the new one, but neither its owner nor its other hard links.
  /// Errors also: `is_a_directory`, and `operation_not_supported` for pipes, sockets and devices: write those straight.
  explicit output_file(const std::filesystem::path& path, existing what = existing::replace,
                       std::filesystem::perms permissions = usual_permissions);
  output_file(const output_file&) = delete;
  output_file& operator=(const output_file&) = delete;
  ~output_file();

  /// To be written by anybody, from its start; -1 once it is published.
  [[nodiscard]] int fd() const noexcept { return fd_; }

  /// The name that it has, or may have for a moment, until it is published; empty from then on. For a program that must
  /// remove it when a signal ends it.
  [[nodiscard]] const std::filesystem::path& unfinished_path() const noexcept MEMOSAIC_LIFETIMEBOUND {
    return unfinished_;
  }

  /// Appends to what was written.
  void write(bytes_view bytes);

  /// Leaves a hole of so many bytes, at most 2^63 - 1, behind what was written; it takes no space where the file system
  /// has holes. A file that shall end in a hole is resized.
  void skip(std::uint64_t size);

  /// Cuts it off, or lets it end in a hole.
  void resize(std::uint64_t size);

  /// Waits until what was written is on the device, without publishing it: what takes long can be had before.
  void flush();

  /// Flushes it and gives it its name, in one step that other processes see whole; then the folder is flushed.
  ///
  /// Errors: the file is not published then, unless only the flushing of the folder failed: it has its name, but a
  /// power loss may take it back. What cannot be flushed, as on some network file systems, is no error.
  void publish();

 private:
  /// Follows symbolic links and asks what is at their end; returns the permissions it has, or those for a new file.
  [[nodiscard]] std::uint32_t find_place(std::uint32_t permissions);
  void create(std::uint32_t permissions);
  void create_named(std::uint32_t permissions);
  void take_name();
  void take_first_name();

  std::filesystem::path path_;        ///< as it was given, for errors
  std::filesystem::path place_;       ///< the same behind symbolic links
  std::filesystem::path unfinished_;  ///< empty once it is published
  existing what_;
  bool has_name_ = false;  ///< whether it is `unfinished_` already
  bool replaces_ = false;  ///< whether there is a file whose permissions are kept
  int fd_ = -1;
};

}  // namespace memosaic
