#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstdint>

#include "file/window_block.hpp"

namespace memosaic::window_core {

/// Decides which windows are worth their place while ranges scattered over files larger than the budget are read.
///
/// Reads are counted in epochs, for each window that is not there, beside what is pinned of the windows that are. A
/// window comes when it was asked for far more often in this epoch than one that is there: were it only about as often,
/// as when all of a file is wanted alike, it would but drive out its equal, and a window that comes and goes costs as
/// much as dozens of reads.
///
/// Threads: all functions by all; what two of them count at the same instant may be lost.
class scattered_reads {
 public:
  /// Notes that a range of `asked` is wanted, which is not there; `windows` are, and so often were windows `hits` that
  /// were. Returns whether to bring it instead of reading once more.
  [[nodiscard]] bool is_worth_a_window(window_block& asked, std::uint64_t windows, std::uint64_t hits) noexcept {
    if (left_.fetch_sub(1, std::memory_order_relaxed) <= 0) begin_epoch(windows, hits);
    const std::uint64_t mean = (hits - hits_before_.load(std::memory_order_relaxed)) / (windows == 0 ? 1 : windows);
    return asked.note_read(epoch_.load(std::memory_order_relaxed)) > least_reads + 2 * mean;
  }

  [[nodiscard]] std::uint64_t reads() const noexcept { return reads_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_.load(std::memory_order_relaxed); }

  /// A range was read.
  void count(std::uint64_t bytes) noexcept {
    reads_.fetch_add(1, std::memory_order_relaxed);
    bytes_.fetch_add(bytes, std::memory_order_relaxed);
  }

 private:
  /// Of a file four times the budget, each window that is not there is asked for 1.3 times in an epoch on the average,
  /// and one in 50,000 more than eight times; one of a new hot part half as large as the budget, eight times.
  static constexpr std::uint64_t least_reads = 8;
  static constexpr std::uint64_t reads_for_each_window = 4;
  static constexpr std::uint64_t shortest_epoch = 64;

  void begin_epoch(std::uint64_t windows, std::uint64_t hits) noexcept {
    const std::uint64_t length = windows * reads_for_each_window;
    left_.store(static_cast<std::int64_t>(length < shortest_epoch ? shortest_epoch : length),
                std::memory_order_relaxed);
    hits_before_.store(hits, std::memory_order_relaxed);
    epoch_.fetch_add(1, std::memory_order_relaxed);
  }

  std::atomic<std::int64_t> left_{0};  ///< reads of this epoch
  std::atomic<std::uint64_t> hits_before_{0};
  std::atomic<std::uint16_t> epoch_{0};
  std::atomic<std::uint64_t> reads_{0};
  std::atomic<std::uint64_t> bytes_{0};
};

}  // namespace memosaic::window_core
