// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/file/window_pool.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::threads_window_pool_cases {

/// Four threads in one pool that is far too small, each with cursors and views of its own.
void read_together(window_layout layout, window_backing backing, std::uint64_t window, std::uint64_t soft,
                   bool scattered) {
  const auto content = random_bytes(std::size_t{6} << 20, 21);
  temporary_file stored(content);
  window_pool_options options;
  options.layout = layout;
  options.backing = backing;
  options.window_size = window;
  options.limits.soft_bytes = soft;
  options.reads_scattered = scattered;
  window_pool pool(options);
  std::atomic<int> wrong{0};
  const auto work = [&](std::uint64_t seed) {
    std::mt19937_64 random(seed);
    auto at = pool.open(stored.path());
    std::vector<std::pair<std::uint64_t, view>> held;
    for (int step = 0; step < 3000; ++step) {
      const std::uint64_t offset = random() % (content.size() - 5000);
      const auto length = static_cast<std::size_t>(random() % 5000);
      view pinned = at.pin(offset, length);
      if (!equal(pinned.bytes(), bytes_view(content).subspan(static_cast<std::size_t>(offset), length))) ++wrong;
      if (random() % 4 == 0) held.emplace_back(offset, std::move(pinned));
      if (held.size() > 5) {
        for (const auto& [start, bytes] : held) {
          if (!equal(bytes.bytes(), bytes_view(content).subspan(static_cast<std::size_t>(start), bytes.size())))
            ++wrong;
        }
        held.clear();
      }
      if (step % 1000 == 0) at = pool.open(stored.path());
      if (step % 500 == 0) pool.trim();
    }
  };
  std::vector<std::jthread> threads;
  for (std::uint64_t i = 0; i < 4; ++i) threads.emplace_back(work, i);
  threads.clear();
  EXPECT_EQ(wrong.load(), 0);
  pool.trim();
  const auto now = pool.statistics();
  EXPECT_EQ(now.bytes, 0U);
  EXPECT_EQ(now.windows, 0U);
  EXPECT_EQ(now.pinned_bytes, 0U);
}

TEST(ThreadsWindowPool, mapped_windows) {
  read_together(window_layout::grid, window_backing::mapped, 65536, 200000, false);
}
TEST(ThreadsWindowPool, mapped_windows_and_reading) {
  read_together(window_layout::grid, window_backing::mapped, 65536, 200000, true);
}
TEST(ThreadsWindowPool, resident_windows) {
  read_together(window_layout::grid, window_backing::resident, 1, 3 << 20, false);
}
TEST(ThreadsWindowPool, resident_windows_and_reading) {
  read_together(window_layout::grid, window_backing::resident, 1, 3 << 20, true);
}
TEST(ThreadsWindowPool, fitted_windows) {
  read_together(window_layout::exact_fit, window_backing::mapped, 65536, 200000, true);
  read_together(window_layout::exact_fit, window_backing::resident, 10000, 200000, true);
}

}  // namespace memosaic::test::threads_window_pool_cases
