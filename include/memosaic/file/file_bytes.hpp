#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/buffer/view.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/file/cursor.hpp"
#include "memosaic/file/file_chunks.hpp"

namespace memosaic {

/// A part of a file as a sequence of bytes of any length, of which a window at a time is in memory.
///
/// Positions count from the beginning of the part. Work on long ranges passes from window to window, so that it stays
/// inside the pool's budget.
///
/// Lifetime: as `cursor`, of which it has one.
/// Threads: one at a time, for every access may move the cursor; copies are independent.
/// Errors: those of `cursor`; `std::out_of_range` for positions beyond `size()`, but a search that starts beyond the
/// end finds nothing. Every function that reads tests afterwards whether pages were lost meanwhile and throws
/// `file_changed` instead of an answer from them; `operator[]`, for its speed, leaves that to `check()`.
class file_bytes {
 public:
  /// No bytes of no file.
  file_bytes() noexcept = default;

  /// `length` bytes of the cursor's file from `offset` on; all that follow if it is `npos`, also when the file has
  /// grown and the cursor was refreshed. Errors also: `std::logic_error` for a cursor on no file.
  explicit file_bytes(cursor on, std::uint64_t offset = 0, std::uint64_t length = npos);

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

  /// Where in the file it begins.
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }

  /// The cursor that it moves.
  [[nodiscard]] const cursor& position() const noexcept MEMOSAIC_LIFETIMEBOUND { return cursor_; }

  /// Errors: `std::out_of_range`, also where `index` is beyond the part but in the file.
  [[nodiscard]] std::byte operator[](std::uint64_t index);

  /// The bytes `[start, stop)` in one run, pinned.
  [[nodiscard]] view view_of(std::uint64_t start, std::uint64_t stop);

  /// Copies the bytes from `start` on until `target` is full.
  void copy_to(std::uint64_t start, mutable_bytes_view target);

  /// The bytes `[start, stop)`, copied. For a range longer than the budget, or than what shall stay pinned.
  [[nodiscard]] buffer to_buffer(std::uint64_t start = 0, std::uint64_t stop = npos);

  /// The bytes `[start, stop)` window by window, none copied.
  [[nodiscard]] file_chunks chunks(std::uint64_t start = 0, std::uint64_t stop = npos);

  /// The first and the last occurrence that lies wholly in `[start, stop)`; see `memosaic::find`.
  [[nodiscard]] std::optional<std::uint64_t> find(bytes_view needle, std::uint64_t start = 0,
                                                  std::uint64_t stop = npos);
  [[nodiscard]] std::optional<std::uint64_t> rfind(bytes_view needle, std::uint64_t start = 0,
                                                   std::uint64_t stop = npos);

  /// How many occurrences lie in `[start, stop)`.
  [[nodiscard]] std::uint64_t count(bytes_view needle, std::uint64_t start = 0, std::uint64_t stop = npos,
                                    overlap overlapping = overlap::no);

  /// The first position at which the two differ, the end of the shorter one included; nothing if they are equal.
  [[nodiscard]] std::optional<std::uint64_t> mismatch(file_bytes& other);
  [[nodiscard]] std::optional<std::uint64_t> mismatch(bytes_view other);

  /// Errors: `file_changed` if pages under the window were lost, or if the file is too short for the part by now.
  void check() const;

 private:
  cursor cursor_;
  std::uint64_t offset_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace memosaic
