// SPDX-License-Identifier: Apache-2.0
#include "file/fitted_windows.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/file/window_pool.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::fitted_windows_cases {

using window_core::fit_window;

window_pool_options fitted(std::uint64_t window_size, std::uint64_t soft_bytes = 1 << 30) {
  window_pool_options options;
  options.layout = window_layout::exact_fit;
  options.window_size = window_size;
  options.limits.soft_bytes = soft_bytes;
  return options;
}

TEST(FittedWindows, lie_where_their_neighbours_leave_room) {
  constexpr std::uint64_t size = 1'000'000;
  // At the start of the file: as long as a window, which is aligned.
  EXPECT_EQ(fit_window(0, 100, {0, size}, 16384, 4096), (file_run{0, 16384}));
  EXPECT_EQ(fit_window(0, 100, {0, size}, 10'000, 4096), (file_run{0, 12288}));
  // First to the left, up to the neighbour, then to the right.
  EXPECT_EQ(fit_window(20'000, 100, {16384, size}, 16384, 4096), (file_run{16384, 16384}));
  // All of it to the left; then both ends are aligned, and it is longer than a window: 33716 to 50100.
  EXPECT_EQ(fit_window(50'000, 100, {16384, size}, 16384, 4096), (file_run{32768, 20480}));
  // A whole window is asked for: it begins where it is wanted.
  EXPECT_EQ(fit_window(50'000, 16384, {16384, size}, 16384, 4096), (file_run{49152, 20480}));
  EXPECT_EQ(fit_window(50'000, UINT64_MAX, {16384, size}, 16384, 4096), (file_run{49152, 20480}));
  // Never into the right neighbour, nor beyond the end of the file.
  EXPECT_EQ(fit_window(50'000, 16384, {16384, 53248}, 16384, 4096), (file_run{49152, 4096}));
  EXPECT_EQ(fit_window(49'999, 1, {0, 50'000}, 16384, 4096), (file_run{32768, 17232}));
  EXPECT_EQ(fit_window(5000, 10, {4096, 8192}, 16384, 4096), (file_run{4096, 4096}));
}

TEST(FittedWindows, keep_their_places_until_they_leave) {
  temporary_file stored(random_bytes(200'000));
  window_pool pool(fitted(20480));
  auto at = pool.open(stored.path());
  at.use_region(0, 10);
  EXPECT_EQ(at.region().start(), 0U);
  EXPECT_EQ(at.region().size(), 20480U);
  EXPECT_EQ(at.size(), 10U);
  at.use_region(50'000, 100);  // from 29620 to 50100, aligned
  EXPECT_EQ(pool.windows(at), (std::vector<file_run>{{0, 20480}, {28672, 24576}}));
  at.use_region(25'000, 1);  // what is left between the two
  EXPECT_EQ(pool.windows(at), (std::vector<file_run>{{0, 20480}, {20480, 8192}, {28672, 24576}}));
  at.use_region(20'480);
  EXPECT_EQ(at.ofs_end(), 28672U);
  at.use_region(28'671, 5000);  // it stays on its window, even for one byte
  EXPECT_EQ(at.size(), 1U);
  const auto now = pool.statistics();
  EXPECT_EQ(now.bytes, 53248U);
  EXPECT_EQ(now.windows, 3U);
  EXPECT_EQ(now.misses, 3U);
  EXPECT_EQ(now.files_with_windows, 1U);
  at.unuse_region();
  EXPECT_EQ(pool.trim(), 3U);
  EXPECT_EQ(pool.statistics().files_with_windows, 0U);
  at.use_region(25'000, 1);
  EXPECT_EQ(pool.windows(at), (std::vector<file_run>{{4096, 24576}}));
}

TEST(FittedWindows, make_room_for_a_whole_window_whatever_they_will_have) {
  temporary_file stored(random_bytes(200'000));
  window_pool pool(fitted(16384, 40'000));
  auto at = pool.open(stored.path());
  at.use_region(0);
  at.use_region(16384);
  EXPECT_EQ(pool.statistics().bytes, 32768U);
  at.use_region(199'999, 1);
  const auto now = pool.statistics();
  EXPECT_EQ(now.windows, 2U);
  EXPECT_EQ(now.evictions, 1U);
  EXPECT_EQ(now.bytes, 32768U - 16384U + 200'000U - 180'224U);
}

TEST(FittedWindows, a_range_across_their_borders_is_one_run_and_no_window) {
  const auto content = random_bytes(200'000);
  temporary_file stored(content);
  for (const auto backing : {window_backing::resident, window_backing::mapped}) {
    auto options = fitted(16384);
    options.backing = backing;
    window_pool pool(options);
    auto at = pool.open(stored.path());
    at.use_region(0);
    at.use_region(32768);
    const auto before = pool.windows(at);
    const view across = at.pin(10'000, 40'000);
    EXPECT_TRUE(equal(across.bytes(), bytes_view(content).subspan(10'000, 40'000)));
    EXPECT_EQ(pool.windows(at), before);
    EXPECT_EQ(pool.statistics().pinned_bytes, 40'000U);
    at.unuse_region();
    // In the gap between two, but longer than it.
    EXPECT_EQ(at.ensure(16384, 16385)[16384], content[32768]);
    EXPECT_EQ(pool.windows(at), before);
    at.unuse_region();
    // In the gap, and no longer.
    EXPECT_EQ(at.ensure(16384, 16384).size(), 16384U);
    EXPECT_EQ(pool.windows(at).size(), 3U);
  }
}

/// However cursors move and windows leave: they are in order, do not overlap, and are what the pool counts.
TEST(FittedWindows, never_overlap) {
  const auto content = random_bytes(2 << 20);
  temporary_file stored(content);
  for (const std::uint64_t soft : {std::uint64_t{1} << 30, std::uint64_t{300'000}}) {
    window_pool pool(fitted(8192, soft));
    std::vector<cursor> cursors(5, pool.open(stored.path()));
    std::mt19937_64 random(soft);
    for (int step = 0; step < 3000; ++step) {
      cursor& at = cursors[random() % cursors.size()];
      const std::uint64_t offset = random() % content.size();
      if (random() % 10 == 0) {
        at.unuse_region();
      } else if (random() % 2 == 0) {
        ASSERT_EQ(at[offset], content[offset]);
      } else {
        at.use_region(offset, random() % 20'000);
        ASSERT_TRUE(equal(at.buffer().bytes(), bytes_view(content).subspan(offset, at.size())));
      }
      if (step % 50 != 0) continue;
      std::uint64_t stop = 0;
      std::uint64_t sum = 0;
      const auto runs = pool.windows(cursors[0]);
      for (const file_run& run : runs) {
        ASSERT_GE(run.offset, stop);
        stop = run.offset + run.length;
        sum += run.length;
      }
      ASSERT_EQ(sum, pool.statistics().bytes);
      ASSERT_EQ(runs.size(), pool.statistics().windows);
    }
  }
}

TEST(FittedWindows, a_whole_file_is_one_window) {
  temporary_file stored(random_bytes(50'001));
  auto options = fitted(4096);
  options.layout = window_layout::whole_file;
  window_pool pool(options);
  auto at = pool.open(stored.path());
  at.use_region(40'000);
  EXPECT_EQ(at.size(), 10'001U);
  EXPECT_EQ(pool.windows(at), (std::vector<file_run>{{0, 50'001}}));
  EXPECT_EQ(pool.statistics().bytes, 50'001U);
}

}  // namespace memosaic::test::fitted_windows_cases
