#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "memosaic/file/cursor.hpp"
#include "memosaic/file/window.hpp"

namespace memosaic {

/// A run of a file's bytes window by window: an input range of windows, each as long as is there.
///
///     for (const window& part : bytes.chunks()) feed(part.bytes());
///
/// Whoever keeps a window keeps it pinned; else the one before is let go of as the next comes. As it moves on, the
/// range tests whether pages of the last window were lost, and at its end whether the file still has all of the run.
/// Who stops before the end asks the last window: `window::check()`.
///
/// A range has one position: it can be neither copied nor moved, and `begin()` starts anew.
/// Threads: one at a time.
/// Errors: those of `cursor`, and `file_changed`, from `begin()` and from the step to the next window.
class file_chunks {
 public:
  class iterator;

  /// The bytes `[start, stop)` of the cursor's file. Errors: `std::out_of_range`.
  file_chunks(cursor on, std::uint64_t start, std::uint64_t stop);
  file_chunks(const file_chunks&) = delete;
  file_chunks& operator=(const file_chunks&) = delete;
  ~file_chunks() = default;

  /// Goes to the first window.
  [[nodiscard]] iterator begin() MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return std::default_sentinel; }

 private:
  void show_next();

  cursor cursor_;
  std::uint64_t start_;
  std::uint64_t stop_;
  std::uint64_t next_;  ///< where the window after this one begins
  window shown_;        ///< empty at the end
};

/// Where a `file_chunks` stands.
class file_chunks::iterator {
 public:
  using value_type = window;
  using difference_type = std::ptrdiff_t;
  using iterator_concept = std::input_iterator_tag;

  iterator() = default;

  /// The window; `window::start()` tells where in the file it begins.
  [[nodiscard]] const window& operator*() const noexcept { return of_->shown_; }
  [[nodiscard]] const window* operator->() const noexcept { return &of_->shown_; }
  iterator& operator++() {
    of_->show_next();
    return *this;
  }
  void operator++(int) { ++*this; }

  friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept { return at.ended(); }

 private:
  friend class file_chunks;
  explicit iterator(file_chunks& of) noexcept : of_(&of) {}
  [[nodiscard]] bool ended() const noexcept { return of_->shown_.empty(); }

  file_chunks* of_ = nullptr;
};

inline file_chunks::iterator file_chunks::begin() {
  next_ = start_;
  show_next();
  return iterator(*this);
}

}  // namespace memosaic
