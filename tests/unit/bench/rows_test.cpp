// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "harness/row.hpp"

namespace memosaic::bench::rows_test {

const row_label label{"bytes", "find, 1 byte, 1 MiB", "GB/s", "memchr"};

TEST(BenchRows, ThroughputIsOursOverThePeers) {
  const row one = measured_row(label, better::larger, 30, 20, 1.4);
  EXPECT_DOUBLE_EQ(*one.ratio, 1.5);
  EXPECT_TRUE(one.met);
  EXPECT_EQ(one.peer, "memchr");
}

TEST(BenchRows, TimeIsThePeersOverOurs) {
  EXPECT_DOUBLE_EQ(ratio_of(better::smaller, 2, 3), 1.5);
  EXPECT_FALSE(measured_row(label, better::smaller, 11, 10, 1 / 1.05).met);
}

TEST(BenchRows, TargetIsMetWhenReachedExactly) {
  EXPECT_TRUE(measured_row(label, better::larger, 19, 20, 0.95).met);
  EXPECT_FALSE(measured_row(label, better::larger, 18.99, 20, 0.95).met);
}

TEST(BenchRows, LimitIsAPeerWithTargetOne) {
  EXPECT_TRUE(measured_row(label, better::smaller, 4.9, 5, 1).met) << "5 ns allowed";
  EXPECT_FALSE(measured_row(label, better::smaller, 5.1, 5, 1).met);
  EXPECT_TRUE(measured_row(label, better::larger, 1.2, 1, 1).met) << "1 GB/s asked for";
  EXPECT_FALSE(measured_row(label, better::larger, 0.9, 1, 1).met);
}

TEST(BenchRows, LimitOfZeroIsMetByZeroOnly) {
  EXPECT_TRUE(measured_row(label, better::smaller, 0, 0, 1).met);
  EXPECT_FALSE(measured_row(label, better::smaller, 4, 0, 1).met);
  EXPECT_DOUBLE_EQ(ratio_of(better::smaller, 0, 4), largest_ratio) << "JSON knows no infinity";
}

TEST(BenchRows, MissingRowIsNotMetAndSaysWhy) {
  const row one = missing_row(label, 0, "no python3");
  EXPECT_FALSE(one.met);
  EXPECT_FALSE(one.value || one.peer_value || one.ratio);
  EXPECT_EQ(one.reason, "no python3");
}

TEST(BenchRows, WrongAnswerIsNeverMet) {
  row one = measured_row(label, better::larger, 100, 1, 1);
  mark_wrong(one, "memosaic");
  EXPECT_FALSE(one.met);
  EXPECT_EQ(one.reason, "wrong answer from memosaic");
}

}  // namespace memosaic::bench::rows_test
