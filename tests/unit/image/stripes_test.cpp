// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/stripes.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "support/image_model.hpp"

namespace memosaic::stripes_test {

using namespace memosaic::literals;

TEST(Stripes, AreTakenAndJoinedAsTheModelDoes) {
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 2000; ++trial) {
    const image_memory memory = test::random_image(random, test::image_bases[random() % test::image_bases.size()]);
    const stripe_layout layout{1 + static_cast<std::uint32_t>(random() % 4),
                               1 + static_cast<std::uint32_t>(random() % 3)};
    std::vector<test::image_bytes> expected(layout.count);
    const int128 group = layout.group;
    const int128 row = group * layout.count;
    for (const auto& [at, byte] : test::bytes_of_memory(memory)) {
      const int128 inside = (at % row + row) % row;
      expected[static_cast<std::size_t>(inside / group)][(at - inside) / row * group + inside % group] = byte;
    }
    std::vector<image_memory> stripes;
    for (std::uint32_t index = 0; index < layout.count; ++index) {
      stripes.push_back(take_stripe(memory, layout, index));
      ASSERT_EQ(test::bytes_of_memory(stripes.back()), expected[index]) << trial << " stripe " << index;
    }
    ASSERT_EQ(join_stripes(stripes, layout.group), memory) << trial;
  }
}

TEST(Stripes, EvenAndOdd) {
  const image_memory memory = image_memory::from_bytes("eOeOe"_bytes, 0x100);
  EXPECT_EQ(take_stripe(memory, {2, 1}, 0), image_memory::from_bytes("eee"_bytes, 0x80));
  EXPECT_EQ(take_stripe(memory, {2, 1}, 1), image_memory::from_bytes("OO"_bytes, 0x80));
}

TEST(Stripes, RunsStayRuns) {
  image_memory memory;
  memory.fill({1, int128{1} << 60}, "abc"_bytes);
  const image_memory odd = take_stripe(memory, {2, 1}, 1);
  EXPECT_EQ(odd.content_range(), (image_range{0, int128{1} << 59}));
  EXPECT_LT(odd.piece_count(), 5U);
  EXPECT_EQ(odd.to_bytes({0, 4}), image_memory::from_bytes("acba"_bytes).to_bytes({0, 4}));
}

TEST(Stripes, LargeOnesAreWovenInParts) {
  image_memory memory;
  std::vector<std::byte> bytes(300'001);
  std::mt19937_64 random(4);
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
  memory.write(-77'777, bytes);
  const stripe_layout layout{3, 2};
  const std::vector<image_memory> stripes{take_stripe(memory, layout, 0), take_stripe(memory, layout, 1),
                                          take_stripe(memory, layout, 2)};
  EXPECT_EQ(join_stripes(stripes, 2), memory);
}

TEST(Stripes, WhatCanNeverBeRightIsRefused) {
  const image_memory memory = image_memory::from_bytes("x"_bytes);
  EXPECT_THROW(static_cast<void>(take_stripe(memory, {0, 1}, 0)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(take_stripe(memory, {2, 0}, 0)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(take_stripe(memory, {2, 1}, 2)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(join_stripes({}, 1)), std::invalid_argument);
  const image_memory far = image_memory::from_bytes("x"_bytes, int128{1} << 126);
  EXPECT_THROW(static_cast<void>(join_stripes(std::vector{far, far}, 1)), std::out_of_range);
}

}  // namespace memosaic::stripes_test
