#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "file/window_block.hpp"
#include "memosaic/file/file.hpp"

namespace memosaic::window_core {

/// What of a file no window shows, between two that do or the ends of the file.
struct window_gap {
  std::uint64_t start = 0;
  std::uint64_t stop = 0;
};

/// Where a window lies that is to show `length` bytes from an offset inside a gap, both at least 1: it is extended to
/// the left and then to the right until it has `window_size`, then both ends move outwards to the next multiple of
/// `granularity`, but not out of the gap. So it may be longer than `window_size` by less than twice that, and in a
/// narrow gap it is shorter.
///
/// Source: the behaviour of `SlidingWindowMapManager` in smmap 5.0.2, but for lengths beyond `window_size`, which are
/// cut to it there and here.
[[nodiscard]] file_run fit_window(std::uint64_t offset, std::uint64_t length, window_gap gap, std::uint64_t window_size,
                                  std::uint64_t granularity) noexcept;

/// The windows of one file that never overlap, in the order of their places.
///
/// Threads: `find` is called by all at once; everything else with the pool's lock. The table that `find` searches is
/// changed under its eyes, so its answer is a guess: whoever uses it pins the block, asks whether it is ready, and
/// looks where it is. A window that is missed is found again with the lock. Cost: `find` is O(log n), without a lock. A
/// window that comes or leaves moves all behind it, 16 bytes for each.
class fitted_windows {
 public:
  fitted_windows(pooled_file& file, std::shared_ptr<pool_core> pool, std::uint64_t window_size) noexcept;
  fitted_windows(const fitted_windows&) = delete;
  fitted_windows& operator=(const fitted_windows&) = delete;

  ~fitted_windows();

  [[nodiscard]] std::uint64_t window_size() const noexcept { return window_size_; }
  [[nodiscard]] std::size_t count() const noexcept { return count_.load(std::memory_order_relaxed); }

  /// The block of the window that shows an offset, as far as can be seen; null if there is none.
  [[nodiscard]] window_block* find(std::uint64_t offset) const noexcept;

  /// Whether a window shows an offset. Right, unlike what `find` answers.
  [[nodiscard]] bool shows(std::uint64_t offset) const noexcept { return !is_free({offset, 1}); }

  /// Whether no window shows any of a run.
  [[nodiscard]] bool is_free(file_run run) const noexcept;

  /// Where a window lies that is to show `length` bytes from an offset that no window shows.
  [[nodiscard]] file_run place(std::uint64_t offset, std::uint64_t length) const noexcept;

  /// A block that is no window's, and room in the table for one more window. It is given out again until it is
  /// inserted. Errors: `std::bad_alloc`.
  [[nodiscard]] window_block& prepare();

  /// Enters the block that was prepared last, which shows `run` now.
  void insert(window_block& shown, file_run run) noexcept;

  /// Takes a window's block out, to be prepared for another. It still shows its bytes.
  void remove(window_block& leaving) noexcept;

  /// Calls `visit` with every block, whether it is a window's or not.
  template <typename Visit>
  void each_block(const Visit& visit) const {
    for (window_page* const page : pages_) {
      for (std::size_t i = 0; i < window_page::count; ++i) visit((*page)[i]);
    }
  }

  /// All windows, in their order.
  [[nodiscard]] std::vector<file_run> runs() const;

 private:
  struct table {
    explicit table(std::size_t size);

    std::size_t capacity;
    std::unique_ptr<std::atomic<std::uint64_t>[]> starts;
    std::unique_ptr<std::atomic<window_block*>[]> blocks;
  };

  /// How many windows of a table begin at or before an offset.
  [[nodiscard]] static std::size_t count_before(const table& in, std::size_t count, std::uint64_t offset) noexcept;
  [[nodiscard]] std::uint64_t stop_of(std::size_t index) const noexcept;

  /// What lies around an offset that no window shows.
  [[nodiscard]] window_gap gap_at(std::uint64_t offset) const noexcept;
  void grow();

  pooled_file& file_;
  std::shared_ptr<pool_core> pool_;
  const std::uint64_t window_size_;
  std::atomic<table*> current_{nullptr};
  std::atomic<std::size_t> count_{0};
  std::vector<std::unique_ptr<table>>
      tables_;  ///< each twice as large as the one before; somebody may still look at any
  std::vector<window_page*> pages_;
  std::vector<window_block*> free_;  ///< with room for every block there is
};

}  // namespace memosaic::window_core
