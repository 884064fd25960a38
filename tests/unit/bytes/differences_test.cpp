// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <stdexcept>
#include <vector>

#include "memosaic/bytes/differences.hpp"

namespace differences_runs {

using namespace memosaic;
using namespace memosaic::literals;
using runs = std::vector<difference>;

static_assert(std::input_iterator<difference_runs::iterator>);
static_assert(std::sentinel_for<std::default_sentinel_t, difference_runs::iterator>);
static_assert(std::ranges::input_range<difference_runs>);

runs all(bytes_view a, bytes_view b, std::size_t min_gap = 1) {
  runs found;
  for (const difference& run : differences(a, b, min_gap)) found.push_back(run);
  return found;
}

// A flag for every position, and runs of flags joined where the gap is short.
runs naive(bytes_view a, bytes_view b, std::size_t min_gap) {
  runs found;
  for (std::size_t at = 0; at < std::max(a.size(), b.size()); ++at) {
    if (at < a.size() && at < b.size() && a[at] == b[at]) continue;
    if (!found.empty() && (at - found.back().stop < min_gap || at == found.back().stop)) {
      found.back().stop = at + 1;
    } else {
      found.push_back({at, at + 1});
    }
  }
  return found;
}

TEST(Differences, RunsInOrder) {
  EXPECT_EQ(all("abcdefgh"_bytes, "abXXefYh"_bytes), (runs{{2, 4}, {6, 7}}));
  EXPECT_EQ(all("same"_bytes, "same"_bytes), runs{});
  EXPECT_EQ(all({}, {}), runs{});
}

TEST(Differences, RunsCloserThanTheGapAreJoined) {
  EXPECT_EQ(all("abcdefgh"_bytes, "abXXefYh"_bytes, 2), (runs{{2, 4}, {6, 7}}));
  EXPECT_EQ(all("abcdefgh"_bytes, "abXXefYh"_bytes, 3), (runs{{2, 7}}));
  EXPECT_EQ(all("abcdefgh"_bytes, "abXXefYh"_bytes, npos), (runs{{2, 7}}));
  EXPECT_THROW(static_cast<void>(differences("a"_bytes, "b"_bytes, 0)), std::invalid_argument);
}

TEST(Differences, TheExcessOfTheLongerOneDiffers) {
  EXPECT_EQ(all("abc"_bytes, "abcde"_bytes), (runs{{3, 5}}));
  EXPECT_EQ(all("abXde"_bytes, "abc"_bytes), (runs{{2, 5}}));
  EXPECT_EQ(all("aXcde"_bytes, "abc"_bytes), (runs{{1, 2}, {3, 5}}));
  EXPECT_EQ(all("aXcde"_bytes, "abc"_bytes, 2), (runs{{1, 5}}));
  EXPECT_EQ(all({}, "ab"_bytes), (runs{{0, 2}}));
}

TEST(Differences, EveryBeginStartsAgain) {
  const auto range = differences("abc"_bytes, "aXc"_bytes);
  auto at = range.begin();
  EXPECT_EQ(at->start, 1u);
  EXPECT_EQ(*at++, (difference{1, 2}));
  EXPECT_TRUE(at == range.end());
  EXPECT_EQ(range.begin()->stop, 2u);
}

TEST(Differences, AgreeWithByteLoops) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 4000; ++round) {
    std::vector<std::byte> a(random() % 700);
    for (std::byte& value : a) value = static_cast<std::byte>(random());
    std::vector<std::byte> b = a;
    if (random() % 3 == 0) b.resize(random() % 700);
    // Runs of equal and of differing bytes of every order of length.
    for (std::size_t at = 0; at < b.size();) {
      at += random() % (std::size_t{1} << (random() % 9));
      for (std::size_t stop = at + random() % (std::size_t{1} << (random() % 9)); at < stop && at < b.size(); ++at) {
        b[at] ^= std::byte{1};
      }
      ++at;
    }
    const std::size_t min_gap = 1 + random() % (std::size_t{1} << (random() % 8));
    ASSERT_EQ(all(a, b, min_gap), naive(a, b, min_gap)) << round;
  }
}

}  // namespace differences_runs
