#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "file/move_observer.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"
#include "os/fork_guard.hpp"

namespace memosaic::window_core {

/// What a cursor's moves on a file have shown so far. In a line of its own: each move writes it.
struct alignas(64) reading_trace {
  static constexpr std::uint8_t enough_warm = 8;

  [[nodiscard]] bool is_looked_at() const noexcept { return warm != enough_warm; }

  move_observer moves;
  reading counted = reading::unknown;  ///< as what it is counted among the file's readers
  std::uint8_t warm = 0;               ///< how often a page that was jumped to was there
  std::uint16_t unseen = 0;            ///< moves since something was looked at
  std::uint64_t hinted_stop = 0;       ///< up to where the system was asked to read ahead
};

/// What the system is told of how one file of a pool is read: what the pool's options say, else what its cursors do.
///
/// As long as somebody reads scattered, the system is told to read nothing but the pages that are touched. Long ranges
/// are then asked for as such, and who reads forward beside it has the next window read while it is at this one. If
/// what is asked for is in memory already, one system call finds out. As long as nobody reads scattered but somebody
/// forward, the system is told so, and reads ahead better by itself than by being asked to: with larger pieces of
/// memory, for a quarter of the time.
///
/// While all that is jumped to is in memory, nothing is told, and soon nobody looks any more for a while.
///
/// What a cursor does inside a window is seen as well, for as long as anybody looks: of a window that is much longer
/// than `piece` it then shows one piece at a time.
///
/// Threads: safe. Cost: a lock when a reader comes, goes or changes its ways; none for a move.
class reading_hints {
 public:
  /// `fixed` is told of every mapping, and nothing else then.
  reading_hints(const file& source, std::optional<access_pattern> fixed)
      : source_(source), fixed_(fixed), pattern_(fixed.value_or(access_pattern::normal)), fork_guard_(mutex_) {}
  reading_hints(const reading_hints&) = delete;
  reading_hints& operator=(const reading_hints&) = delete;

  /// Has the one mapping that all windows lie in advised, now and whenever readers change. Called once, before others.
  void watch(const mapping& whole);

  /// Cursors are to tell of their moves, unless what is told is fixed. Called once, before others.
  void observe(std::uint64_t window_size) noexcept;

  /// What a cursor shows at most of a long window; without limit once nobody looks.
  static constexpr std::uint64_t piece = std::uint64_t{16} << 20;

  /// Whether a cursor is to tell of its next move; null for one that has not told of any yet.
  [[nodiscard]] bool looks_at(reading_trace* trace) const noexcept {
    return observes_ && (trace == nullptr || trace->is_looked_at() || ++trace->unseen == moves_unseen);
  }

  /// Advises a mapping of a part of the file that was made just now: of scattered reading, and of what is fixed. Who
  /// reads forward needs no more than the system does by itself.
  void advise(const mapping& made) const;

  /// For a cursor's first move. Cursors that live one after the other go on with one trace.
  ///
  /// Errors: `std::bad_alloc`.
  [[nodiscard]] std::unique_ptr<reading_trace> begin();

  /// A cursor is gone.
  void end(std::unique_ptr<reading_trace> trace) noexcept;

  /// A cursor is to have `least` bytes from `offset` on, which it has not.
  void before_move(reading_trace& trace, std::uint64_t offset, std::size_t least) noexcept {
    if (!trace.is_looked_at()) trace.warm = 0;
    const bool was_far = trace.moves.moves(offset, std::min(window_size_, piece));
    const reading seen = trace.moves.seen();
    // Else the system reads all of its read-ahead around the first places of who turns out to read scattered.
    if (was_far && seen == reading::unknown && trace.warm == 0)
      want(offset, std::max<std::uint64_t>(least, least_hinted));
    if (seen != trace.counted || seen == reading::scattered) judge(trace, seen, offset);
    if (trace.counted == reading::scattered && least >= least_hinted) {
      want(offset, std::min<std::uint64_t>(least, most_ahead));
    }
  }

  /// A cursor has `[start, stop)`.
  void after_move(reading_trace& trace, std::uint64_t start, std::uint64_t stop) noexcept {
    if (!trace.is_looked_at()) return;
    trace.moves.shows(start, stop);
    if (reads_ahead_ && trace.counted == reading::forward &&
        pattern_.load(std::memory_order_relaxed) == access_pattern::random) {
      read_ahead(trace, stop);
    }
  }

 private:
  /// Shorter ranges are not worth a system call where they are in memory.
  static constexpr std::size_t least_hinted = std::size_t{64} << 10;

  /// Smaller windows are left to the read-ahead of the system, which is as long as some of them.
  static constexpr std::uint64_t least_read_ahead_window = std::uint64_t{1} << 20;
  static constexpr std::uint64_t least_ahead = std::uint64_t{4} << 20;
  static constexpr std::uint64_t most_ahead = std::uint64_t{16} << 20;

  static constexpr std::uint8_t warm_to_end = 2;  ///< so many in a row end scattered reading
  static constexpr std::uint16_t moves_unseen = 1024;
  static constexpr std::uint16_t moves_between_looks = 64;

  void judge(reading_trace& trace, reading seen, std::uint64_t offset) noexcept;
  void count(reading_trace& trace, reading as) noexcept;
  [[nodiscard]] bool is_cached(std::uint64_t offset) const noexcept;
  void read_ahead(reading_trace& trace, std::uint64_t from) noexcept;

  /// Asks the system to read a run of the file that begins in it, unless its last page is there.
  void want(std::uint64_t offset, std::uint64_t length) noexcept;

  const file& source_;
  const std::optional<access_pattern> fixed_;
  std::uint64_t window_size_ = 0;
  bool observes_ = false;
  bool reads_ahead_ = false;
  std::atomic<access_pattern> pattern_;

  std::mutex mutex_;
  mapping whole_;
  std::array<std::size_t, 3> readers_{};  ///< how many traces are counted as what
  std::unique_ptr<reading_trace> left_;
  os::fork_guard fork_guard_;
};

}  // namespace memosaic::window_core
