#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <vector>

#include "memosaic/file/cursor.hpp"

namespace memosaic::bench {

/// Accesses each of which lies in another window than the one before.
///
/// They lie in the first halves of windows that do not overlap: what a grid of halves has for them, whichever it takes
/// for the second halves.
class window_moves {
 public:
  /// `moves` accesses, all over `count` windows of `size` bytes from number `first` on.
  window_moves(std::size_t moves, std::size_t first, std::size_t count, std::uint64_t size);

  [[nodiscard]] std::size_t size() const noexcept { return offsets_.size(); }

  /// Goes through all; returns the sum of the windows' starts, which is `expected()` if each was the right one.
  [[nodiscard]] std::uint64_t run(cursor& position) const;
  [[nodiscard]] std::uint64_t expected() const noexcept { return expected_; }

 private:
  std::vector<std::uint64_t> offsets_;
  std::uint64_t expected_ = 0;
};

}  // namespace memosaic::bench
