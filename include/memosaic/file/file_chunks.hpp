#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "memosaic/file/cursor.hpp"

namespace memosaic {

/// A run of a file's bytes window by window: an input range of windows, each as long as is there.
///
///     for (const window& part : chunks) feed(part.bytes());
///
/// Whoever keeps a window keeps it pinned; else the one before is let go of as the next comes. Before it moves on, the
/// range tests whether pages of the last window were lost.
///
/// Threads: one at a time.
/// Errors: those of `cursor`, from the step to the next window.
class file_chunks {
 public:
  class iterator;

  /// The bytes `[start, stop)` of the cursor's file. Errors: `std::out_of_range`.
  file_chunks(cursor on, std::uint64_t start, std::uint64_t stop);

  /// Goes to the first window. To be called once.
  [[nodiscard]] iterator begin() MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return std::default_sentinel; }

 private:
  cursor cursor_;
  std::uint64_t at_;
  std::uint64_t stop_;
};

}  // namespace memosaic
