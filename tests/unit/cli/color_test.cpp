// SPDX-License-Identifier: Apache-2.0
#include "cli/color.hpp"

#include <gtest/gtest.h>

namespace color_test {
using memosaic::cli::byte_class;
using memosaic::cli::class_of;
using memosaic::cli::color_choice;
using memosaic::cli::wants_color;

TEST(Color, TheOptionBeatsTheEnvironment) {
  EXPECT_TRUE(wants_color(color_choice::always, false, {"1", "0", "dumb"}));
  EXPECT_FALSE(wants_color(color_choice::never, true, {"", "1", "xterm"}));
}

TEST(Color, TheEnvironmentBeatsTheTerminal) {
  const auto automatic = color_choice::automatic;
  EXPECT_TRUE(wants_color(automatic, true, {"", "", "xterm"}));
  EXPECT_FALSE(wants_color(automatic, false, {"", "", "xterm"}));
  EXPECT_FALSE(wants_color(automatic, true, {"", "", "dumb"}));
  EXPECT_FALSE(wants_color(automatic, true, {"1", "", "xterm"}));
  EXPECT_FALSE(wants_color(automatic, true, {"1", "1", "xterm"}));
  EXPECT_TRUE(wants_color(automatic, false, {"", "1", "dumb"}));
  EXPECT_TRUE(wants_color(automatic, true, {"", "0", "xterm"}));
  EXPECT_FALSE(wants_color(automatic, false, {"", "0", "xterm"}));
}

TEST(Color, EveryByteHasItsClass) {
  int counts[6]{};
  for (unsigned value = 0; value < 256; ++value) ++counts[static_cast<int>(class_of(static_cast<std::byte>(value)))];
  EXPECT_EQ(counts[static_cast<int>(byte_class::nul)], 1);
  EXPECT_EQ(counts[static_cast<int>(byte_class::printable)], 94);
  EXPECT_EQ(counts[static_cast<int>(byte_class::whitespace)], 6);
  EXPECT_EQ(counts[static_cast<int>(byte_class::control)], 27);
  EXPECT_EQ(counts[static_cast<int>(byte_class::high)], 127);
  EXPECT_EQ(counts[static_cast<int>(byte_class::all_ones)], 1);
}

}  // namespace color_test
