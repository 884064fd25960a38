#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/file/file.hpp"

namespace memosaic {

/// One regular file opened for reading and writing in place. Moves leave it closed.
///
/// It is a `file` for everything that reads, and adds what writes; `output_file` is for files that are to appear whole.
/// What is written is on the device after `flush()`.
///
/// Threads: `write_at` may be called by several threads at once.
/// Errors: those of `file`; `std::errc::operation_not_supported` for what is not a regular file.
class writable_file {
 public:
  writable_file() noexcept = default;

  /// Opens what exists; nothing of it is cut off.
  explicit writable_file(const std::filesystem::path& path);

  /// A new, empty file in a folder that exists, with what the umask leaves of `permissions`. Errors also:
  /// `std::errc::file_exists` if the name is taken.
  [[nodiscard]] static writable_file create(const std::filesystem::path& path,
                                            std::filesystem::perms permissions = std::filesystem::perms{0666});

  /// Uses a descriptor, open for reading and writing, that the caller keeps open and closes; see `file::borrow`.
  [[nodiscard]] static writable_file borrow(int fd, const std::filesystem::path& name = {});

  /// The same file, to be read and mapped.
  [[nodiscard]] const file& source() const noexcept MEMOSAIC_LIFETIMEBOUND { return file_; }

  [[nodiscard]] bool is_open() const noexcept { return file_.is_open(); }
  [[nodiscard]] int fd() const noexcept { return file_.fd(); }
  [[nodiscard]] const std::filesystem::path& path() const noexcept MEMOSAIC_LIFETIMEBOUND { return file_.path(); }
  [[nodiscard]] std::uint64_t size() const noexcept { return file_.size(); }

  /// See `file`. `size()` notices what `write_at` and others did only here, but for `resize` and `allocate`.
  file_change refresh() { return file_.refresh(); }

  /// Writes all of `bytes` at `offset`; the file grows if it must. After an error some of them may be written.
  void write_at(std::uint64_t offset, bytes_view bytes) const;

  /// Cuts it off, or lets it end in a hole. Mappings lose what is cut off.
  void resize(std::uint64_t size);

  /// Finds room on the device for `[offset, offset + length)`, so that writing there cannot fail for the lack of it;
  /// the file grows if it must, with zeros. Bytes that are there stay.
  ///
  /// Where a file system cannot do this, what the file grows by is written with zeros.
  /// Errors: the size is unchanged then. `std::errc::no_space_on_device`; `std::errc::operation_not_supported` if the
  /// file system cannot tell whether there are holes in what the file has already.
  void allocate(std::uint64_t offset, std::uint64_t length);

  /// Waits until what was written, through mappings too, is on the device. What cannot be flushed is no error.
  void flush() const;

  /// Begins to write `[offset, offset + length)` to the device and does not wait, so that a later `flush()` has less to
  /// wait for: for who writes much in order. A hint: nothing is on the device for sure before `flush()`.
  ///
  /// Errors also: `std::out_of_range` if the run ends beyond 2^63.
  void begin_flush(std::uint64_t offset, std::uint64_t length) const;

 private:
  explicit writable_file(file opened);

  void allocate_by_writing(std::uint64_t offset, std::uint64_t stop) const;
  void look_again();

  file file_;
};

}  // namespace memosaic
