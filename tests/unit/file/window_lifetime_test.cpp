// SPDX-License-Identifier: Apache-2.0
// Cursors, windows and views in every order of ends; also in a child of the process.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/file/window_pool.hpp"
#include "support/child_process.hpp"
#include "support/process_facts.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::window_lifetime {

constexpr std::size_t size = std::size_t{5} << 20;

struct setting {
  window_layout layout;
  window_backing backing;
};

class WindowLifetime : public testing::TestWithParam<setting> {
 protected:
  [[nodiscard]] static window_pool_options options() {
    window_pool_options result;
    result.layout = GetParam().layout;
    result.backing = GetParam().backing;
    result.window_size = 65536;
    result.limits.soft_bytes = 200'000;
    return result;
  }
  [[nodiscard]] bool same(const view& got, std::size_t offset) const {
    return equal(got.bytes(), bytes_view(content).subspan(offset, got.size()));
  }

  std::vector<std::byte> content = random_bytes(size, 31);
  temporary_file stored{content};
};

INSTANTIATE_TEST_SUITE_P(Settings, WindowLifetime,
                         testing::Values(setting{window_layout::grid, window_backing::mapped},
                                         setting{window_layout::grid, window_backing::resident},
                                         setting{window_layout::grid, window_backing::read},
                                         setting{window_layout::exact_fit, window_backing::mapped},
                                         setting{window_layout::exact_fit, window_backing::resident},
                                         setting{window_layout::whole_file, window_backing::mapped},
                                         setting{window_layout::whole_file, window_backing::automatic}));

TEST_P(WindowLifetime, AnyOrderOfEnds) {
  // The order in which the pool (0), the cursor (1), a window (2) and views (3) go.
  std::vector<int> order{0, 1, 2, 3};
  do {
    std::optional<window_pool> pool(std::in_place, options());
    std::optional<cursor> at(pool->open(stored.path()));
    static_cast<void>(at->ensure(300'000, 100));
    std::optional<window> held(at->region());
    std::vector<view> views;
    views.push_back(at->pin(100, 5000));
    views.push_back(at->pin(40, 3 << 20));  // wide
    views.push_back(held->view(300'010, 300'020));
    for (const int each : order) {
      if (each == 0) pool.reset();
      if (each == 1) at.reset();
      if (each == 2) held.reset();
      if (each == 3) views.clear();
      if (at) {
        EXPECT_EQ((*at)[4'000'000], content[4'000'000]);
      }
      if (held) {
        EXPECT_TRUE(same(held->view(), static_cast<std::size_t>(held->start())));
      }
      if (!views.empty()) {
        EXPECT_TRUE(same(views[0], 100));
        EXPECT_TRUE(same(views[1], 40));
        EXPECT_TRUE(same(views[2], 300'010));
      }
    }
    EXPECT_EQ(mapped_facts_of(stored.path()).mappings, 0u);
    EXPECT_EQ(descriptors_in(stored.folder()), 0u);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_P(WindowLifetime, WhatIsPinnedIsCountedWhenItsFileIsNoLongerRead) {
  window_pool pool(options());
  view kept = pool.open(stored.path()).pin(200, 10);
  pool.trim();
  const bool is_mapped = mapped_facts_of(stored.path()).mappings != 0;
  EXPECT_EQ(pool.statistics().pinned_bytes != 0, is_mapped);
  EXPECT_GE(pool.statistics().bytes, pool.statistics().pinned_bytes);
  EXPECT_TRUE(same(kept, 200));
  kept.release();
  pool.trim();
  EXPECT_EQ(pool.statistics().bytes, 0u);
  EXPECT_EQ(pool.statistics().pinned_bytes, 0u);
  EXPECT_EQ(pool.statistics().windows, 0u);
  EXPECT_EQ(mapped_facts_of(stored.path()).mappings, 0u);
}

TEST_P(WindowLifetime, ManyViewsOfOneWindowAreCountedOnce) {
  window_pool pool(options());
  std::vector<view> kept;
  {
    cursor at = pool.open(stored.path());
    for (int i = 0; i < 100; ++i) kept.push_back(at.pin(200 + static_cast<std::size_t>(i), 10));
    cursor moved = std::move(at);
    kept.push_back(moved.pin(200, 10));
    cursor copy = moved;
    kept.push_back(copy.pin(200, 10));
    kept.push_back(copy.pin(200, 10));
    kept.push_back(copy.pin(200, 10));
    moved = copy;
    static_cast<void>(copy.ensure(stored.content().size() - 1));
  }
  pool.trim();
  for (std::size_t i = 0; i < 100; ++i) EXPECT_TRUE(same(kept[i], 200 + i));
  EXPECT_LE(pool.statistics().pinned_windows, 1u);
  kept.clear();
  pool.trim();
  EXPECT_EQ(pool.statistics().bytes, 0u);
  EXPECT_EQ(pool.statistics().pinned_bytes, 0u);
  EXPECT_EQ(mapped_facts_of(stored.path()).mappings, 0u);
}

TEST_P(WindowLifetime, TheHardLimitHoldsForFilesThatAreNoLongerRead) {
  auto tight = options();
  tight.limits.hard_bytes = std::uint64_t{3} << 20;
  tight.limits.files = 1;
  window_pool pool(tight);
  std::vector<view> kept;
  try {
    for (int round = 0; round < 80; ++round) {
      kept.push_back(pool.open(stored.path()).pin(static_cast<std::size_t>(round) * 65'536, 10));
      if (!same(kept.back(), static_cast<std::size_t>(round) * 65'536)) ADD_FAILURE() << round;
      pool.trim();
      if (GetParam().backing == window_backing::mapped) {
        ASSERT_LE(mapped_facts_of(stored.path()).mapped, tight.limits.hard_bytes);
      }
    }
  } catch (const std::length_error&) {
    const bool fits = GetParam().layout != window_layout::whole_file;
    EXPECT_EQ(pool.statistics().pinned_bytes >= std::uint64_t{1} << 20, fits);
  }
  EXPECT_LE(pool.statistics().peak_bytes, tight.limits.hard_bytes);
}

/// A child has the windows, cursors and pool of its parent as they were, and both go on without each other.
TEST_P(WindowLifetime, AChildReadsOnByItself) {
  window_pool pool(options());
  auto at = pool.open(stored.path());
  const view pinned = at.pin(10'000, 500);
  const auto end = in_child([&] {
    if (!same(pinned, 10'000)) return 1;
    for (std::size_t offset = 0; offset < size; offset += 9973) {
      if (at[offset] != content[offset]) return 2;
    }
    at = cursor();
    pool.trim();
    return same(pinned, 10'000) ? 0 : 3;
  });
  EXPECT_EQ(end.code, 0);
  EXPECT_TRUE(same(pinned, 10'000));
  EXPECT_EQ(at[4'500'000], content[4'500'000]);
}

TEST_P(WindowLifetime, MovedPoolsLeaveNothing) {
  window_pool pool(options());
  auto at = pool.open(stored.path());
  window_pool taken = std::move(pool);
  EXPECT_EQ(at[77], content[77]);
  EXPECT_GE(taken.statistics().files, 1u);
  window_pool other(options());
  auto on_other = other.open(stored.path());
  static_cast<void>(on_other[5]);
  other = std::move(taken);
  on_other = cursor();
  EXPECT_EQ(at[size - 1], content[size - 1]);
  EXPECT_GE(other.statistics().files, 1u);
  at = cursor();
  other.trim();
  EXPECT_EQ(mapped_facts_of(stored.path()).mappings, 0u);
}

}  // namespace memosaic::test::window_lifetime
