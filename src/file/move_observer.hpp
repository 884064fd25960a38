#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

namespace memosaic::window_core {

/// How somebody reads, as far as can be seen.
enum class reading : std::uint8_t { unknown, forward, scattered };

/// Guesses from a cursor's moves how a file is read.
///
/// A move *continues* if it goes to the end of what the cursor has, or nearly so; it is *far* if it goes further than
/// some reach. What is in between, as small steps back, tells nothing. Three far moves without one that continues
/// in between are scattered reading, until one continues; two that continue without a far one in between are forward
/// reading, so the third window in a row is the first that is known to be.
///
/// Scattered reading within the reach is taken for nothing. Cost: some nanoseconds for a move.
class move_observer {
 public:
  /// Before a cursor that has something of a file moves to an offset that is not in it. Further than `reach` is far.
  /// Returns whether it was; a first move is, if it is not to the front.
  bool moves(std::uint64_t offset, std::uint64_t reach) noexcept {
    if (stop_ == 0) return offset != 0;
    if (offset >= start_ && offset < stop_ + slack) {
      far_ = 0;
      if (forward_ < forward_moves) ++forward_;
    } else if ((offset < start_ ? start_ - offset : offset - stop_) > reach) {
      forward_ = 0;
      if (far_ < far_moves) ++far_;
      return true;
    }
    return false;
  }

  /// What it has after the move.
  void shows(std::uint64_t start, std::uint64_t stop) noexcept {
    start_ = start;
    stop_ = stop;
  }

  /// It has not been far, as far as anybody cares.
  void forget_jumps() noexcept { far_ = 0; }

  [[nodiscard]] reading seen() const noexcept {
    if (far_ == far_moves) return reading::scattered;
    return forward_ == forward_moves ? reading::forward : reading::unknown;
  }

 private:
  static constexpr std::uint64_t slack = std::uint64_t{64} << 10;
  static constexpr std::uint8_t forward_moves = 2;
  static constexpr std::uint8_t far_moves = 3;

  std::uint64_t start_ = 0;  ///< of what the cursor shows
  std::uint64_t stop_ = 0;   ///< 0 before the first move
  std::uint8_t forward_ = 0;
  std::uint8_t far_ = 0;
};

}  // namespace memosaic::window_core
