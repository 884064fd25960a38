// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "memosaic/bytes/copy.hpp"

namespace copy_overlap {

using namespace memosaic;
using namespace memosaic::literals;

TEST(Copy, OverlapInBothDirections) {
  std::string text = "abcdef";
  const auto bytes = mutable_bytes_of(text);
  copy_to(bytes.first(4), bytes, 2);
  EXPECT_EQ(text, "ababcd");
  text = "abcdef";
  copy_to(bytes.subspan(2), bytes, 0);
  EXPECT_EQ(text, "cdefef");
}

TEST(Copy, WhatDoesNotFitWritesNothing) {
  std::string text = "abcdef";
  EXPECT_THROW(copy_to("xyz"_bytes, mutable_bytes_of(text), 4), std::out_of_range);
  EXPECT_THROW(copy_to("xyz"_bytes, mutable_bytes_of(text), npos), std::out_of_range);
  EXPECT_THROW(copy_to({}, mutable_bytes_of(text), 7), std::out_of_range);
  EXPECT_EQ(text, "abcdef");
}

TEST(Copy, NothingToCopyIsFineAnywhereInside) {
  std::string text = "ab";
  copy_to({}, mutable_bytes_of(text), 2);
  copy_to({}, {}, 0);
  move_within({}, 0, 0, 0);
  EXPECT_EQ(text, "ab");
}

TEST(Copy, MoveWithinIsACopyByWayOfAnother) {
  std::vector<std::byte> original(40);
  for (std::size_t at = 0; at < original.size(); ++at) original[at] = static_cast<std::byte>(at + 1);
  for (std::size_t start = 0; start <= original.size(); ++start) {
    for (std::size_t stop = start; stop <= original.size(); ++stop) {
      for (std::size_t to = 0; to + (stop - start) <= original.size(); ++to) {
        auto expected = original;
        for (std::size_t at = start; at < stop; ++at) expected[to + at - start] = original[at];
        auto bytes = original;
        move_within(bytes, start, stop, to);
        ASSERT_EQ(bytes, expected) << start << ' ' << stop << ' ' << to;
      }
    }
  }
}

TEST(Copy, MoveWithinRefusesWhatIsOutside) {
  std::string text = "abcdef";
  EXPECT_THROW(move_within(mutable_bytes_of(text), 2, 7, 0), std::out_of_range);
  EXPECT_THROW(move_within(mutable_bytes_of(text), 3, 2, 0), std::out_of_range);
  EXPECT_THROW(move_within(mutable_bytes_of(text), 0, 4, 3), std::out_of_range);
  EXPECT_THROW(move_within(mutable_bytes_of(text), 0, 1, npos), std::out_of_range);
  EXPECT_EQ(text, "abcdef");
}

}  // namespace copy_overlap
