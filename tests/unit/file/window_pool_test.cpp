// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/window_pool.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "memosaic/error.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::window_pool_cases {

constexpr std::uint64_t mebi = 1U << 20;

struct setting {
  window_layout layout;
  window_backing backing;
  std::uint64_t window_size;
  std::uint64_t soft_bytes;
  bool reads_scattered;
};

class WindowPool : public testing::TestWithParam<setting> {
 protected:
  [[nodiscard]] static window_pool_options options() {
    window_pool_options result;
    result.layout = GetParam().layout;
    result.backing = GetParam().backing;
    result.window_size = GetParam().window_size;
    result.limits.soft_bytes = GetParam().soft_bytes;
    result.reads_scattered = GetParam().reads_scattered;
    return result;
  }
};

INSTANTIATE_TEST_SUITE_P(
    Settings, WindowPool,
    testing::Values(setting{window_layout::grid, window_backing::resident, 2 * mebi, 6 * mebi, true},
                    setting{window_layout::grid, window_backing::resident, 2 * mebi, 1, false},
                    setting{window_layout::grid, window_backing::mapped, 8192, 65536, false},
                    setting{window_layout::grid, window_backing::mapped, 65536, 300000, true},
                    setting{window_layout::grid, window_backing::read, 65536, 1, true},
                    setting{window_layout::exact_fit, window_backing::mapped, 10'000, 100'000, true},
                    setting{window_layout::exact_fit, window_backing::resident, 65536, 300'000, false},
                    setting{window_layout::exact_fit, window_backing::read, 65536, 1, true},
                    setting{window_layout::exact_fit, window_backing::automatic, 1, 1 << 30, true},
                    setting{window_layout::whole_file, window_backing::mapped, 1, 1, true},
                    setting{window_layout::whole_file, window_backing::automatic, 1, 1 << 30, true},
                    setting{window_layout::grid, window_backing::automatic, 16 * mebi, 1 << 30, true}));

/// Whatever is asked for, and whoever holds what: the bytes are those of the file, at the places that were asked for.
TEST_P(WindowPool, gives_the_bytes_of_the_file) {
  const auto content = random_bytes(9 * mebi + 12345, 7);
  temporary_file stored(content);
  window_pool pool(options());
  std::vector<cursor> cursors;
  for (int i = 0; i < 3; ++i) cursors.push_back(pool.open(stored.path()));
  std::vector<std::pair<std::uint64_t, view>> held;
  std::mt19937_64 random(11);
  std::uint64_t next = 0;
  for (int step = 0; step < 4000; ++step) {
    cursor& at = cursors[random() % cursors.size()];
    const std::uint64_t offset = random() % 3 == 0 ? next : random() % content.size();
    const std::uint64_t most = std::min<std::uint64_t>(content.size() - offset, random() % 20 == 0 ? 5 * mebi : 9000);
    const auto least = static_cast<std::size_t>(random() % (most + 1));
    switch (random() % 4) {
      case 0:
        ASSERT_EQ(at[offset], content[offset]);
        break;
      case 1: {
        const bytes_view got = at.ensure(offset, least);
        ASSERT_GE(got.size(), least);
        ASSERT_LE(got.size(), content.size() - offset);
        ASSERT_TRUE(equal(got, bytes_view(content).subspan(static_cast<std::size_t>(offset), got.size())));
        break;
      }
      case 2: {
        view pinned = at.pin(offset, least);
        ASSERT_EQ(pinned.size(), least);
        held.emplace_back(offset, std::move(pinned));
        break;
      }
      default:
        if (!held.empty()) held.erase(held.begin() + static_cast<std::ptrdiff_t>(random() % held.size()));
        if (held.size() > 12) held.clear();
        break;
    }
    next = std::min<std::uint64_t>(offset + least, content.size() - 1);
    for (const auto& [start, bytes] : held) {
      ASSERT_TRUE(equal(bytes.bytes(), bytes_view(content).subspan(static_cast<std::size_t>(start), bytes.size())));
    }
  }
}

/// What the pool says that it keeps is what it keeps, and nothing is left when nobody pins anything.
TEST_P(WindowPool, counts_what_it_keeps) {
  const auto content = random_bytes(5 * mebi + 77, 3);
  temporary_file stored(content);
  window_pool pool(options());
  auto at = pool.open(stored.path());
  std::mt19937_64 random(5);
  for (int step = 0; step < 500; ++step) static_cast<void>(at[random() % content.size()]);
  const view pinned = at.pin(100, 5000);
  auto now = pool.statistics();
  EXPECT_GE(now.peak_bytes, now.bytes);
  EXPECT_LE(now.pinned_windows, 1U);
  at.unuse_region();
  pool.trim();
  now = pool.statistics();
  EXPECT_EQ(now.bytes, now.pinned_bytes);
  EXPECT_EQ(now.windows, now.pinned_windows);
  EXPECT_TRUE(equal(pinned.bytes(), bytes_view(content).subspan(100, 5000)));
}

TEST_P(WindowPool, views_outlive_cursor_and_pool) {
  const auto content = random_bytes(3 * mebi, 9);
  temporary_file stored(content);
  view kept;
  view wide;
  cursor left;
  {
    window_pool pool(options());
    auto at = pool.open(stored.path());
    kept = at.pin(mebi, 4096);
    wide = at.pin(10, 2 * mebi + mebi / 2);
    left = pool.open(stored.path());
  }
  EXPECT_TRUE(equal(kept.bytes(), bytes_view(content).subspan(mebi, 4096)));
  EXPECT_TRUE(equal(wide.bytes(), bytes_view(content).subspan(10, wide.size())));
  EXPECT_EQ(left[2 * mebi], content[2 * mebi]);
}

TEST_P(WindowPool, takes_files_of_every_small_size) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{4095}, std::size_t{4096}, std::size_t{4097}}) {
    const auto content = random_bytes(size, size);
    temporary_file stored(content);
    window_pool pool(options());
    auto at = pool.open(stored.path());
    ASSERT_EQ(at.file_size(), size);
    EXPECT_TRUE(equal(at.pin(0, size).bytes(), content));
    EXPECT_TRUE(at.ensure(size, 0).empty());
    EXPECT_THROW(static_cast<void>(at.ensure(size, 1)), std::out_of_range);
    EXPECT_THROW(static_cast<void>(at[size]), std::out_of_range);
    EXPECT_THROW(static_cast<void>(at.ensure(UINT64_MAX, 1)), std::out_of_range);
    EXPECT_THROW(static_cast<void>(at.pin(1, std::max<std::size_t>(size, 1))), std::out_of_range);
  }
}

}  // namespace memosaic::test::window_pool_cases
