// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/reverse.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace reverse_in_place {

using namespace memosaic;

TEST(Reverse, SmallRuns) {
  std::string text = "abcde";
  reverse(mutable_bytes_of(text));
  EXPECT_EQ(text, "edcba");
  reverse({});
}

TEST(Reverse, SwapBytesTurnsEveryItem) {
  std::string text = "abcdefgh";
  swap_bytes(mutable_bytes_of(text), 2);
  EXPECT_EQ(text, "badcfehg");
  swap_bytes(mutable_bytes_of(text), 1);
  EXPECT_EQ(text, "badcfehg");
  text = "abcdef";
  swap_bytes(mutable_bytes_of(text), 3);
  EXPECT_EQ(text, "cbafed");
}

TEST(Reverse, SwapBytesRefusesPartsOfItems) {
  std::string text = "abcde";
  EXPECT_THROW(swap_bytes(mutable_bytes_of(text), 0), std::invalid_argument);
  EXPECT_THROW(swap_bytes(mutable_bytes_of(text), 2), std::invalid_argument);
  EXPECT_THROW(swap_bytes({}, 0), std::invalid_argument);
  EXPECT_EQ(text, "abcde");
  swap_bytes({}, 8);
}

}  // namespace reverse_in_place
