// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <random>
#include <vector>

#include "memosaic/file/window_pool.hpp"
#include "support/exact_lru.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::window_budget_cases {

constexpr std::uint64_t mebi = 1U << 20;

window_pool_options budget(std::uint64_t bytes, window_backing backing, std::uint64_t window) {
  window_pool_options options;
  options.backing = backing;
  options.window_size = window;
  options.limits.soft_bytes = bytes;
  options.reads_scattered = false;
  return options;
}

/// Pages of files that this process has in memory, as the kernel counts them.
std::uint64_t resident_file_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssFile:")) return std::stoull(line.substr(8)) * 1024;
  }
  return 0;
}

TEST(WindowBudget, limits_the_pages_that_the_process_has) {
  temporary_file stored(random_bytes(64 * mebi, 2));
  window_pool pool(budget(8 * mebi, window_backing::resident, 2 * mebi));
  auto at = pool.open(stored.path());
  const std::uint64_t before = resident_file_bytes();
  std::uint64_t most = 0;
  for (std::uint64_t offset = 0; offset < 64 * mebi; offset += 4096) {
    static_cast<void>(at[offset]);
    if (offset % mebi == 0) most = std::max(most, resident_file_bytes());
  }
  EXPECT_LE(pool.statistics().peak_bytes, 8 * mebi);
  EXPECT_LE(most, before + 9 * mebi);
}

TEST(WindowBudget, keeps_pinned_windows_above_the_soft_limit_and_refuses_above_the_hard_one) {
  const auto content = random_bytes(8 * mebi, 4);
  temporary_file stored(content);
  auto options = budget(mebi, window_backing::mapped, mebi);
  options.limits.hard_bytes = 3 * mebi;
  window_pool pool(options);
  auto at = pool.open(stored.path());
  const view first = at.pin(0, 10);
  const view second = at.pin(2 * mebi, 10);
  const view third = at.pin(4 * mebi, 10);
  at.unuse_region();
  EXPECT_EQ(pool.statistics().pinned_bytes, 3 * mebi);
  EXPECT_THROW(static_cast<void>(at.pin(6 * mebi, 10)), std::length_error);
  EXPECT_THROW(static_cast<void>(at.pin(0, 2 * mebi)), std::length_error);
  EXPECT_EQ(pool.statistics().bytes, 3 * mebi);
  EXPECT_EQ(first[3], content[3]);
  EXPECT_EQ(third[9], content[4 * mebi + 9]);
}

TEST(WindowBudget, counts_what_pinned_windows_of_a_closed_file_share_once_until_the_last_has_gone) {
  temporary_file stored(random_bytes(8 * mebi, 4));
  auto options = budget(mebi, window_backing::resident, 2 * mebi);
  options.limits.hard_bytes = 5 * mebi;
  window_pool pool(options);
  auto at = pool.open(stored.path());
  view first = at.pin(0, mebi);                       // shows 0 to 2 MiB
  view across = at.pin(2 * mebi - 10, 20);            // 1 to 3 MiB
  const view third = at.pin(2 * mebi, 3 * mebi / 2);  // 2 to 4 MiB
  EXPECT_EQ(pool.statistics().pinned_bytes, 4 * mebi);
  at = cursor();
  pool.trim();
  EXPECT_EQ(pool.statistics().files, 0U);
  EXPECT_EQ(pool.statistics().windows, 0U);
  EXPECT_EQ(pool.statistics().bytes, 4 * mebi);
  EXPECT_EQ(pool.statistics().peak_bytes, 4 * mebi);
  across.release();
  EXPECT_EQ(pool.statistics().bytes, 4 * mebi);
  first.release();
  EXPECT_EQ(pool.statistics().pinned_bytes, 2 * mebi);
  EXPECT_EQ(pool.statistics().bytes, 2 * mebi);
}

TEST(WindowBudget, holds_no_descriptor_for_a_window) {
  temporary_file stored(random_bytes(4 * mebi, 4));
  auto options = budget(64 * mebi, window_backing::mapped, 8192);
  window_pool pool(options);
  auto at = pool.open(stored.path());
  for (std::uint64_t offset = 0; offset < 4 * mebi; offset += 4096) static_cast<void>(at[offset]);
  std::size_t descriptors = 0;
  for (const auto& each : std::filesystem::directory_iterator("/proc/self/fd")) descriptors += each.exists() ? 1U : 0U;
  EXPECT_GT(pool.statistics().windows, 511U);
  EXPECT_LT(descriptors, 30U);
}

/// Runs a trace of window numbers through a pool and through LRU; the share of hits of both.
std::pair<double, double> hit_ratios(const std::vector<std::uint64_t>& trace, std::size_t capacity,
                                     std::uint64_t files_windows) {
  constexpr std::uint64_t window = 8192;
  temporary_file stored;
  std::filesystem::resize_file(stored.path(), files_windows * window);
  window_pool pool(budget(capacity * window, window_backing::mapped, window));
  auto at = pool.open(stored.path());
  exact_lru lru(capacity);
  std::size_t lru_hits = 0;
  for (const std::uint64_t number : trace) {
    static_cast<void>(at[number * window]);
    at.unuse_region();
    lru_hits += lru.touch(number) ? 1U : 0U;
  }
  const auto misses = static_cast<double>(pool.statistics().misses);
  const auto all = static_cast<double>(trace.size());
  return {1 - misses / all, static_cast<double>(lru_hits) / all};
}

TEST(WindowBudget, hits_as_often_as_exact_lru_on_a_skewed_trace) {
  constexpr std::uint64_t windows = 2000;
  std::vector<double> weights;
  for (std::uint64_t i = 0; i < windows; ++i) weights.push_back(1.0 / static_cast<double>(i + 1));
  std::discrete_distribution<std::uint64_t> zipf(weights.begin(), weights.end());
  std::mt19937_64 random(1);
  std::vector<std::uint64_t> trace;
  for (int i = 0; i < 40000; ++i) trace.push_back(zipf(random) * 7919 % windows);
  const auto [ours, lru] = hit_ratios(trace, 200, windows);
  EXPECT_GE(ours, lru * 0.98);
}

TEST(WindowBudget, a_scan_does_not_drive_out_what_is_hot) {
  constexpr std::uint64_t windows = 3000;
  std::mt19937_64 random(1);
  std::vector<std::uint64_t> trace;
  std::uint64_t scanned = 150;
  for (int i = 0; i < 40000; ++i) {
    if (i % 2 == 0) {
      trace.push_back(random() % 150);
    } else {
      trace.push_back(scanned);
      scanned = scanned + 1 < windows ? scanned + 1 : 150;
    }
  }
  const auto [ours, lru] = hit_ratios(trace, 200, windows);
  EXPECT_GE(ours, lru * 0.98);
  EXPECT_GE(ours, 0.45);
}

TEST(WindowBudget, a_replaced_file_is_another_file) {
  const auto before = random_bytes(mebi, 1);
  const auto after = random_bytes(mebi, 2);
  temporary_file stored(before);
  window_pool pool(budget(mebi, window_backing::automatic, mebi));
  auto old = pool.open(stored.path());
  EXPECT_EQ(old[5], before[5]);
  const auto beside = stored.folder() / "beside";
  std::ofstream(beside, std::ios::binary).write(text_of(after).data(), static_cast<std::streamsize>(after.size()));
  std::filesystem::rename(beside, stored.path());
  auto fresh = pool.open(stored.path());
  EXPECT_EQ(fresh[5], after[5]);
  EXPECT_EQ(old[6], before[6]);
}

}  // namespace memosaic::test::window_budget_cases
