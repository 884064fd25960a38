// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "harness/contest.hpp"
#include "harness/pair_times.hpp"

namespace memosaic::bench::quiet_rounds_test {

TEST(BenchRounds, DisturbedRoundsOfEitherSideDoNotCount) {
  std::vector<double> ours(40, 1.0);
  std::vector<double> peer(40, 2.0);
  for (std::size_t i = 0; i < 20; ++i) (i % 2 == 0 ? ours : peer)[i] *= 10;
  const pair_times times = quiet_medians(ours, peer);
  EXPECT_DOUBLE_EQ(times.ours, 1.0);
  EXPECT_DOUBLE_EQ(times.peer, 2.0);
  EXPECT_EQ(times.rounds, 40U);
}

TEST(BenchRounds, OnlyRoundsThatBothRanAreCompared) {
  const double did_not_run = -1;
  const pair_times times = quiet_medians(std::vector<double>{5, 5, 1, 1}, std::vector<double>{5, 5, did_not_run, -1});
  EXPECT_DOUBLE_EQ(times.ours, 5);
  EXPECT_EQ(times.rounds, 2U);
}

// Sides that take no time of their own: the samples are given.
TEST(BenchRounds, ContestMakesOneRowPerPeerAndPerLimit) {
  contest figure("bytes", "a figure", {.seconds = 0, .fewest_rounds = 3, .most_rounds = 3});
  figure.ours([] { return sample{2e-9, true}; });
  figure.peer("slower", 2, [] { return sample{6e-9, true}; });
  figure.peer("wrong", 1, [] { return sample{6e-9, false}; });
  figure.witness("unseen", [] { return sample{1e-9, true}; });
  figure.limit(3);
  figure.measure_nanoseconds(1);
  ASSERT_EQ(figure.rows().size(), 3U);
  const row& limit = figure.rows()[0];
  EXPECT_EQ(limit.peer, "limit");
  EXPECT_NEAR(*limit.ratio, 1.5, 1e-9);
  const row& slower = figure.rows()[1];
  EXPECT_NEAR(*slower.value, 2, 1e-9);
  EXPECT_NEAR(*slower.ratio, 3, 1e-9);
  EXPECT_TRUE(slower.met);
  EXPECT_FALSE(figure.rows()[2].met) << "a peer that answers wrongly is no peer";
  EXPECT_NEAR(figure.times_against("unseen").peer, 1e-9, 1e-15);
}

TEST(BenchRounds, FastSideIsNotJudgedByOneDisturbedRun) {
  contest figure("bytes", "a figure", {.seconds = 0, .fewest_rounds = 4, .most_rounds = 4});
  int run = 0;
  figure.ours([&] { return sample{run++ % 3 == 0 ? 5e-3 : 1e-3, true}; });
  figure.peer("slow", 1, [] { return sample{0.1, true}; });
  figure.measure_milliseconds();
  EXPECT_NEAR(*figure.rows()[0].value, 1, 1e-9);
  EXPECT_EQ(run, 1 + 3 * 5) << "once before anything is known, five times in each later round";
}

}  // namespace memosaic::bench::quiet_rounds_test
