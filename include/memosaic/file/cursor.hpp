#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/window.hpp"

namespace memosaic {

namespace window_core {
class pooled_file;
class read_block;
struct reading_trace;
}  // namespace window_core

/// A thread's own moving position on a file of a window pool. It pins the window that it stands on.
///
/// There are two ways to move. `ensure` and `[]` move when they must and promise bytes in one run wherever they lie.
/// `use_region` moves to the window of an offset and shows what that has, as users of smmap know it: the cursor then
/// has a part of its window, from `ofs_begin()` to `ofs_end()`.
///
/// Lifetime: it keeps its file and what it needs of the pool. What `ensure` returns is valid until the cursor moves;
/// `pin`, `buffer` and `map` give what stays.
/// Threads: one at a time. Copies are on the same file and have a position of their own, and no window yet.
/// Cost: an access inside the window is one comparison.
/// The size of the file is not asked for again: if it is shorter by now, what is mapped or read anew tells, and so does
/// `check()` once `watch_mappings()` was called; without that call, touching what was mapped before and is gone ends
/// the process. Errors: `std::out_of_range` for bytes outside the file as it was opened or refreshed; `file_changed` if
/// pages of it were lost, from the next move on; `std::length_error` if the pool's hard limit does not allow the range;
/// `std::logic_error` for a question about a file or region where there is none; `std::filesystem::filesystem_error`.
class cursor {
 public:
  /// On no file: every access is out of range.
  cursor() noexcept;
  cursor(const cursor& other) noexcept;
  cursor(cursor&& other) noexcept;
  cursor& operator=(const cursor& other) noexcept;
  cursor& operator=(cursor&& other) noexcept;
  ~cursor();

  /// Whether it is on a file.
  [[nodiscard]] bool is_associated() const noexcept { return file_ != nullptr; }

  /// The size of the file as it was opened or refreshed.
  [[nodiscard]] std::uint64_t file_size() const noexcept { return file_size_; }

  /// The opened file: its path, descriptor and identity.
  [[nodiscard]] const file& source() const;

  /// Looks at the file anew: see `file::refresh`. If it has grown or shrunk, the cursor is on its new size from then
  /// on; if its path names another file, it is on that one. The window is let go of unless the answer is `same` and no
  /// page was lost.
  ///
  /// Errors also: `std::errc::no_such_file_or_directory` if the path names none any more; the cursor stays as it is.
  file_change refresh();

  /// At least `least` bytes from `offset` on, in one run; more if the window has them, but of a long one perhaps not
  /// all.
  [[nodiscard]] bytes_view ensure(std::uint64_t offset, std::size_t least = 1) MEMOSAIC_LIFETIMEBOUND {
    const std::uint64_t into = offset - start_;
    if (into < size_ && least <= size_ - into) [[likely]]
      return {data_ + into, static_cast<std::size_t>(size_ - into)};
    return move_to(offset, least);
  }

  /// The byte at `offset`.
  [[nodiscard]] std::byte operator[](std::uint64_t offset) {
    const std::uint64_t into = offset - start_;
    if (into < size_) [[likely]]
      return data_[into];
    return move_to(offset, 1).front();
  }

  /// How many bytes `ensure` gives at any offset without more than one window: half of one where they overlap, all of
  /// the file where that is one, a single byte where windows end anywhere. For who goes through a file piece by piece.
  [[nodiscard]] std::uint64_t reach() const noexcept;

  /// Exactly these bytes, pinned.
  [[nodiscard]] view pin(std::uint64_t offset, std::size_t length) {
    const std::uint64_t into = offset - start_;
    if (spare_pins_ != 0 && into < size_ && length <= size_ - into && length != 0) [[likely]] {
      --spare_pins_;
      return {*window_.view().keeper(), bytes_view(data_ + into, length), already_pinned};
    }
    return pin_elsewhere(offset, length);
  }

  /// Has parts of the file read into memory, all at once, and does not wait for it: what is then read in any order
  /// waits for the slowest and not for each. Windows neither come nor leave.
  void prefetch(std::span<const file_run> parts) const;

  /// The window it stands on; empty if none.
  [[nodiscard]] const window& region() const noexcept MEMOSAIC_LIFETIMEBOUND { return window_; }

  /// Whether pages under the window were lost; to be asked after reading. `check` throws `file_changed` then.
  [[nodiscard]] bool damaged() const noexcept { return window_.damaged(); }
  void check() const { window_.check(); }

  /// Stays on its window if that shows `offset`, else moves to one that does, and has of it at most `size` bytes from
  /// there on; 0 means all that it has, and a fitted one at most `window_size`. At or beyond the end of the file it has
  /// no region then: `is_valid()` tells.
  cursor& use_region(std::uint64_t offset = 0, std::uint64_t size = 0);

  /// Lets go of the window.
  void unuse_region() noexcept;

  /// Whether it has a region.
  [[nodiscard]] bool is_valid() const noexcept { return !window_.empty(); }

  /// The bytes from `ofs_begin()` to `ofs_end()`, pinned.
  [[nodiscard]] view buffer() const;

  /// All bytes of the window, pinned.
  [[nodiscard]] view map() const;

  [[nodiscard]] std::uint64_t ofs_begin() const;
  [[nodiscard]] std::uint64_t ofs_end() const;

  /// How many bytes it has from `ofs_begin()` on; 0 without a region.
  [[nodiscard]] std::uint64_t size() const noexcept { return used_; }

  /// Whether `offset` lies between `ofs_begin()` and `ofs_end()`.
  [[nodiscard]] bool includes_ofs(std::uint64_t offset) const;

  void swap(cursor& other) noexcept;

 private:
  friend class window_pool;
  explicit cursor(std::shared_ptr<window_core::pooled_file> on) noexcept;

  /// Makes a window that has the bytes the current one.
  bytes_view move_to(std::uint64_t offset, std::size_t least);
  [[nodiscard]] view pin_elsewhere(std::uint64_t offset, std::size_t length);
  void give_pins_back() noexcept;
  bytes_view show(std::uint64_t offset, std::size_t least) noexcept;
  bytes_view move_to_fitted(std::uint64_t offset, std::size_t least, std::uint64_t wanted);
  bytes_view move_elsewhere(std::uint64_t offset, std::size_t least);
  [[nodiscard]] bool looks(std::uint64_t offset, std::size_t least);
  bytes_view bring(std::uint64_t number, std::uint64_t offset, std::size_t least);
  bytes_view stand_on(window&& found, std::uint64_t offset, std::size_t least);
  [[nodiscard]] window read(std::uint64_t offset, std::size_t least, bool was_refused);
  [[nodiscard]] bool is_beside(std::uint64_t offset, std::size_t least) const noexcept;
  void note_damage() noexcept;
  void require_undamaged() const;
  void report_hits() noexcept;
  void require_region() const;

  const std::byte* data_ = nullptr;  ///< of `window_`, what an access is compared with
  std::uint64_t start_ = 0;
  std::uint64_t size_ = 0;
  window window_;
  std::uint64_t begin_ = 0;  ///< what `use_region` was asked for, or where `ensure` moved to
  std::uint64_t used_ = 0;
  std::shared_ptr<window_core::pooled_file> file_;
  std::uint64_t file_size_ = 0;
  std::uint32_t spare_pins_ = 0;                       ///< of the window, taken in one step for views to come
  bool pinned_here_ = false;                           ///< whether a view of the window was given out
  std::uint64_t hits_ = 0;                             ///< not yet added to the pool's
  std::uint64_t read_stop_ = UINT64_MAX;               ///< where the range ended that was read last
  std::size_t read_size_ = 0;                          ///< and how long it was
  std::uint64_t read_run_ = 0;                         ///< how much was read without a gap until there
  window_core::read_block* scratch_ = nullptr;         ///< referenced: what ranges are read into while nobody pins it
  std::unique_ptr<window_core::reading_trace> trace_;  ///< null before the first move, or if nobody wants to know
};

}  // namespace memosaic
