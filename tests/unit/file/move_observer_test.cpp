// SPDX-License-Identifier: Apache-2.0
#include "file/move_observer.hpp"

#include <gtest/gtest.h>

#include <random>

namespace memosaic::test::move_observer_cases {

using window_core::reading;

constexpr std::uint64_t window = 1 << 20;

/// A cursor that has whole windows, at multiples of half of one.
struct reader {
  window_core::move_observer seen;
  std::uint64_t start = 0;
  std::uint64_t stop = 0;

  [[nodiscard]] bool is(reading kind) const { return seen.seen() == kind; }

  void read(std::uint64_t offset) {
    if (offset - start < stop - start) return;
    seen.moves(offset, window);
    start = offset - offset % (window / 2);
    stop = start + window;
    seen.shows(start, stop);
  }
};

TEST(MoveObserver, three_windows_in_a_row_are_forward_reading) {
  reader at;
  at.read(0);
  at.read(window);
  EXPECT_FALSE(at.is(reading::forward));
  at.read(2 * window);
  EXPECT_TRUE(at.is(reading::forward));
  for (std::uint64_t i = 3; i < 100; ++i) {
    at.read(i * window + i * 100);
    ASSERT_TRUE(at.is(reading::forward));
    ASSERT_FALSE(at.is(reading::scattered));
  }
  at.read(7 * window);
  EXPECT_FALSE(at.is(reading::forward));
}

TEST(MoveObserver, a_move_tells_whether_it_was_far) {
  window_core::move_observer seen;
  EXPECT_FALSE(seen.moves(0, window));
  EXPECT_TRUE(seen.moves(1, window));
  seen.shows(0, window);
  EXPECT_FALSE(seen.moves(window, window));
  EXPECT_FALSE(seen.moves(2 * window, window));
  EXPECT_TRUE(seen.moves(2 * window + 1, window));
}

TEST(MoveObserver, three_jumps_are_scattered_reading_until_one_move_continues) {
  reader at;
  at.read(50 * window);
  at.read(0);
  at.read(30 * window);
  EXPECT_FALSE(at.is(reading::scattered));
  at.read(10 * window);
  EXPECT_TRUE(at.is(reading::scattered));
  at.read(9 * window);  // near, and no evidence of anything
  EXPECT_TRUE(at.is(reading::scattered));
  at.read(10 * window);
  EXPECT_FALSE(at.is(reading::scattered));
  at.read(11 * window);
  EXPECT_TRUE(at.is(reading::forward));
}

TEST(MoveObserver, jumps_between_long_forward_runs_are_not_scattered) {
  reader at;
  for (std::uint64_t run = 0; run < 50; ++run) {
    const std::uint64_t start = run * 37 % 50 * 100 * window;
    for (std::uint64_t i = 0; i < 4; ++i) {
      at.read(start + i * window);
      ASSERT_FALSE(at.is(reading::scattered));
    }
    ASSERT_TRUE(at.is(reading::forward));
  }
}

TEST(MoveObserver, backward_reading_is_neither) {
  reader at;
  for (std::uint64_t i = 100; i-- > 0;) {
    at.read(i * window);
    ASSERT_FALSE(at.is(reading::forward));
    ASSERT_FALSE(at.is(reading::scattered));
  }
}

TEST(MoveObserver, random_reading_stays_scattered) {
  reader at;
  std::mt19937_64 random(3);
  int scattered = 0;
  for (int i = 0; i < 10'000; ++i) {
    at.read(random() % (64 * window));
    scattered += at.is(reading::scattered) ? 1 : 0;
  }
  EXPECT_GT(scattered, 9'900 - 400);  // about one move in a thousand happens to continue
}

}  // namespace memosaic::test::move_observer_cases
