#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "cli/numbers.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"

namespace memosaic::cli {

/// What a command reads: a regular file, mapped whole and never read into memory, or a stream (a pipe, a terminal, a
/// device, a file of /proc), read in pieces of some 100 KiB.
///
/// The path `-` is standard input. If that is a regular file it is mapped too, from where its descriptor stands.
/// Errors: `std::filesystem::filesystem_error`; `trouble` where there is a better sentence.
class input {
 public:
  explicit input(const std::string& path);
  input(const input&) = delete;
  input& operator=(const input&) = delete;

  /// As it was given, or "standard input".
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  [[nodiscard]] bool mapped() const noexcept { return mapped_; }

  /// How many bytes there are to read; only a mapped input knows.
  [[nodiscard]] std::optional<std::uint64_t> size() const noexcept;

  /// Restricts what is read to `range`, once, before anything was read. A stop beyond the end is the end.
  /// Returns false, and leaves nothing to read, if the input ends before `range.start`.
  bool narrow(const byte_range& range);

  /// The same. Errors: `trouble` where `narrow` returns false.
  void narrow_or_refuse(const byte_range& range);

  /// The offset of the first byte of the range; 0 if it was not narrowed.
  [[nodiscard]] std::uint64_t origin() const noexcept { return origin_; }

  /// All bytes of the range. Only for a mapped input.
  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return bytes_; }

  /// The next bytes of the range, borrowed until the next call; empty at its end. Each piece but the last is a multiple
  /// of `unit`, which must not exceed `longest_unit`, and at most `piece`, which `unit` must divide.
  [[nodiscard]] bytes_view next(std::size_t unit = 1, std::size_t piece = mapped_piece);

  /// Throws `file_changed` if bytes of a mapped file were lost, so that zeros were read in their place. Cheap: to be
  /// called before anything is said about what was read.
  void check() const {
    if (mapping_.damaged()) mapping_.check(file_);
  }

  /// The same, at the end of what is read: also for the last page of a file that was cut off in the middle of it.
  void check_end() const {
    if (mapped_) mapping_.check(file_);
  }

  static constexpr std::size_t mapped_piece = std::size_t{32} << 20U;
  static constexpr std::size_t stream_piece = std::size_t{256} << 10U;
  static constexpr std::size_t longest_unit = stream_piece;

 private:
  std::size_t read_more(mutable_bytes_view target);

  std::string name_;
  file file_;
  mapping mapping_;
  bool mapped_ = false;
  bool ended_ = false;
  std::uint64_t origin_ = 0;
  bytes_view bytes_;                        ///< mapped: the range
  std::size_t given_ = 0;                   ///< mapped: how much of `bytes_` `next` has given out
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
