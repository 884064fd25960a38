// SPDX-License-Identifier: Apache-2.0
//
// A peer that cannot run costs its own row, and none of the others.
#include <gtest/gtest.h>

#include <stdexcept>

#include "harness/contest.hpp"

namespace memosaic::bench::failing_peer_test {

constexpr measuring_budget short_budget{.seconds = 0, .fewest_rounds = 3, .most_rounds = 3};

sample taken(double seconds) { return {seconds, true}; }

TEST(FailingPeer, OnlyItsOwnRowHasNoFigure) {
  contest figure("suite", "name", short_budget);
  figure.ours([] { return taken(1e-9); });
  figure.peer("absent", 2, []() -> sample { throw std::runtime_error("it is not installed"); });
  figure.peer("present", 2, [] { return taken(3e-9); });
  figure.limit(2);
  figure.measure_nanoseconds(1);
  ASSERT_EQ(figure.rows().size(), 3U);
  EXPECT_TRUE(figure.rows()[0].met);
  EXPECT_EQ(figure.rows()[1].peer, "absent");
  EXPECT_EQ(figure.rows()[1].reason, "it is not installed");
  EXPECT_FALSE(figure.rows()[1].met);
  EXPECT_EQ(figure.rows()[2].peer, "present");
  EXPECT_TRUE(figure.rows()[2].met);
}

TEST(FailingPeer, OneThatFailsLateLosesItsFigureToo) {
  contest figure("suite", "name", short_budget);
  int turn = 0;
  figure.ours([] { return taken(1e-9); });
  figure.peer("late", 2, [&turn]() -> sample {
    if (++turn == 2) throw std::runtime_error("it ended early");
    return taken(3e-9);
  });
  figure.measure_nanoseconds(1);
  ASSERT_EQ(figure.rows().size(), 1U);
  EXPECT_EQ(figure.rows()[0].reason, "it ended early");
  EXPECT_FALSE(figure.rows()[0].value.has_value());
  EXPECT_EQ(turn, 2);
}

TEST(FailingPeer, OurOwnFailureIsTheFiguresFailure) {
  contest figure("suite", "name", short_budget);
  figure.ours([]() -> sample { throw std::runtime_error("wrong"); });
  figure.peer("present", 2, [] { return taken(3e-9); });
  EXPECT_THROW(figure.measure_nanoseconds(1), std::runtime_error);
}

}  // namespace memosaic::bench::failing_peer_test
