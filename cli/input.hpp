#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "cli/numbers.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/file/cursor.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/window_pool.hpp"

namespace memosaic::cli {

/// What a command reads: a regular file, looked at window by window and never read into memory, or a stream (a pipe, a
/// terminal, a device, a file of /proc), read in pieces of some 100 KiB.
///
/// The path `-` is standard input. If that is a regular file it has windows too, from where its descriptor stands.
/// Offsets are those of the file, or of what is left of standard input.
/// Errors: `std::filesystem::filesystem_error`; `trouble` where there is a better sentence; `file_changed`.
class input {
 public:
  /// With windows of its own.
  explicit input(const std::string& path);

  /// `windows` may be gone before the input is.
  input(const std::string& path, window_pool& windows);

  input(const input&) = delete;
  input& operator=(const input&) = delete;

  /// As it was given, or "standard input".
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  /// Whether it is a regular file, of which any part can be looked at.
  [[nodiscard]] bool seekable() const noexcept { return cursor_.is_associated(); }

  /// How many bytes there are to read; only a seekable input knows.
  [[nodiscard]] std::optional<std::uint64_t> size() const noexcept;

  /// Restricts what is read to `range`, once, before anything was read. A stop beyond the end is the end.
  /// Returns false, and leaves nothing to read, if the input ends before `range.start`.
  bool narrow(const byte_range& range);

  /// The same. Errors: `trouble` where `narrow` returns false.
  void narrow_or_refuse(const byte_range& range);

  /// The offset of the first byte of the range; 0 if it was not narrowed.
  [[nodiscard]] std::uint64_t origin() const noexcept { return origin_; }

  /// The offset behind the last byte of the range. Only for a seekable input.
  [[nodiscard]] std::uint64_t stop() const noexcept { return stop_; }

  /// At least `least` bytes from `offset` on, in one run, and never bytes beyond the range, in which they must lie.
  /// Borrowed until the next call of this or of `next`. Only for a seekable input.
  ///
  /// Cost: none beyond the window for up to `piece()` bytes; more takes a mapping of its own.
  /// Errors also: `std::length_error` if the pool does not allow as many.
  [[nodiscard]] bytes_view at(std::uint64_t offset, std::size_t least = 1) MEMOSAIC_LIFETIMEBOUND;

  /// The same through a second window, so that what `at` gave stays.
  [[nodiscard]] bytes_view beside(std::uint64_t offset, std::size_t least = 1) MEMOSAIC_LIFETIMEBOUND;

  /// How many bytes lie in one window wherever they begin: half of it.
  [[nodiscard]] std::size_t piece() const noexcept { return piece_; }

  /// The next bytes of the range, borrowed until the next call; empty at its end. Each piece but the last is a multiple
  /// of `unit`, which must not exceed `longest_unit`.
  [[nodiscard]] bytes_view next(std::size_t unit = 1);

  /// The next bytes of the range, as many as `size`, but at its end.
  [[nodiscard]] bytes_view next_exactly(std::size_t size);

  /// Throws `file_changed` if bytes of a file were lost, so that zeros were read in their place. Cheap: to be called
  /// before anything is said about what was read.
  void check() const {
    if (cursor_.damaged() || beside_.damaged()) throw_damaged();
  }

  /// The same, at the end of what is read: also for the last page of a file that was cut off in the middle of it.
  void check_end() const;

  static constexpr std::size_t stream_piece = std::size_t{256} << 10U;
  static constexpr std::size_t longest_unit = stream_piece;

 private:
  bytes_view look(cursor& through, std::uint64_t offset, std::size_t least);
  bytes_view read_next(std::size_t unit, std::size_t most);
  std::size_t read_more(mutable_bytes_view target);
  [[noreturn]] void throw_damaged() const;
  void throw_if_shorter() const;

  std::string name_;
  cursor cursor_;           ///< seekable: where `at` looks
  cursor beside_;           ///< seekable: where `beside` looks
  std::uint64_t base_ = 0;  ///< seekable: where in the file offset 0 is
  std::size_t piece_ = stream_piece;
  std::uint64_t origin_ = 0;
  std::uint64_t stop_ = 0;                  ///< seekable
  std::uint64_t given_ = 0;                 ///< seekable: the offset up to which `next` has given
  file stream_;                             ///< what is not seekable
  bool ended_ = false;                      ///< stream
  std::optional<std::uint64_t> remaining_;  ///< stream: bytes of the range not yet read, if it has a stop
  std::unique_ptr<std::byte[]> block_;      ///< stream: `stream_piece` bytes
  std::size_t kept_start_ = 0;              ///< stream: bytes read but not yet given lie in [kept_start_, kept_stop_)
  std::size_t kept_stop_ = 0;
};

/// For the end of a command, and before it publishes a file: whether zeros were read in the place of bytes of any
/// mapped file, also of one that an image shares.
///
/// Errors: `trouble`.
void require_no_damage();

}  // namespace memosaic::cli
