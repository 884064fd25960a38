// SPDX-License-Identifier: Apache-2.0
#include "cli/difference_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "support/temporary_file.hpp"

namespace difference_run_test {
using namespace memosaic;
using cli::difference_run;
using cli::run_collector;

struct run {
  std::size_t start = 0;
  std::size_t stop = 0;
  friend bool operator==(const run&, const run&) = default;
};

// Byte by byte: each that differs begins a run or goes on with one that is near enough.
std::vector<run> expected_runs(bytes_view a, bytes_view b, std::size_t gap) {
  std::vector<run> runs;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    if (!runs.empty() && i - runs.back().stop < gap) {
      runs.back().stop = i + 1;
    } else {
      runs.push_back({i, i + 1});
    }
  }
  return runs;
}

TEST(DifferenceRuns, DoNotDependOnThePieces) {
  std::mt19937_64 random(23);
  constexpr std::size_t shown = 5;
  for (int i = 0; i < 3000; ++i) {
    const auto a = test::random_bytes(random() % 80, random());
    auto b = a;
    for (auto changes = random() % 20; changes > 0 && !b.empty(); --changes) b[random() % b.size()] ^= std::byte{1};
    const std::size_t gap = 1 + random() % 6;
    std::vector<run> found;
    run_collector collector(gap, shown, [&](const difference_run& each) {
      const auto start = static_cast<std::ptrdiff_t>(each.first_offset - 1000);
      const auto count = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(shown, each.length));
      found.push_back({static_cast<std::size_t>(start), static_cast<std::size_t>(start) + each.length});
      EXPECT_EQ(each.second_offset, each.first_offset + 1000);
      EXPECT_EQ(each.first_bytes, std::vector(a.begin() + start, a.begin() + start + count));
      EXPECT_EQ(each.second_bytes, std::vector(b.begin() + start, b.begin() + start + count));
    });
    for (std::size_t at = 0; at < a.size();) {
      const std::size_t size = std::min(a.size() - at, 1 + random() % 20);
      collector.compare(1000 + at, bytes_view(a).subspan(at, size), 2000 + at, bytes_view(b).subspan(at, size));
      at += size;
    }
    collector.finish();
    ASSERT_EQ(found, expected_runs(a, b, gap));
  }
}

TEST(DifferenceRuns, WhatOnlyOneSideHasIsItsOwnRun) {
  const auto bytes = test::random_bytes(10);
  std::vector<difference_run> found;
  run_collector collector(100, 4, [&](const difference_run& each) { found.push_back(each); });
  auto other = bytes;
  other.back() ^= std::byte{1};
  collector.compare(0, bytes, 0, other);
  collector.only(difference_run::kind::only_second, 10, 10, bytes);
  collector.only(difference_run::kind::only_second, 10, 20, bytes);
  collector.finish();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].length, 1U);
  EXPECT_EQ(found[1].what, difference_run::kind::only_second);
  EXPECT_EQ(found[1].second_offset, 10U);
  EXPECT_EQ(found[1].length, 20U);
  EXPECT_TRUE(found[1].first_bytes.empty());
  EXPECT_EQ(found[1].second_bytes, std::vector(bytes.begin(), bytes.begin() + 4));
}

}  // namespace difference_run_test
