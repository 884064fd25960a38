// SPDX-License-Identifier: Apache-2.0
#include "buffer/half_float.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace memosaic::half_float_test {

TEST(HalfFloat, KnownValues) {
  EXPECT_EQ(half_to_double(0x3c00), 1.0);
  EXPECT_EQ(half_to_double(0xc000), -2.0);
  EXPECT_EQ(half_to_double(0x7bff), 65504.0);
  EXPECT_EQ(half_to_double(0x0400), 0x1p-14);
  EXPECT_EQ(half_to_double(0x0001), 0x1p-24);
  EXPECT_EQ(half_to_double(0x3555), 0.333251953125);
  EXPECT_EQ(half_to_double(0x7c00), std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::signbit(half_to_double(0x8000)));
  EXPECT_TRUE(std::isnan(half_to_double(0x7e01)));
  EXPECT_EQ(double_to_half(-std::numeric_limits<double>::infinity()), 0xfc00);
  EXPECT_EQ(double_to_half(-0.0), 0x8000);
  EXPECT_TRUE(std::isnan(half_to_double(*double_to_half(std::numeric_limits<double>::quiet_NaN()))));
}

TEST(HalfFloat, EveryHalfComesBack) {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    const double value = half_to_double(half);
    if (std::isnan(value)) continue;
    ASSERT_EQ(double_to_half(value), half);
  }
}

TEST(HalfFloat, RoundsOnceToTheNearestAndTiesToEven) {
  for (std::uint16_t half = 0; half < 0x7bff; ++half) {
    const double low = half_to_double(half);
    const double high = half_to_double(static_cast<std::uint16_t>(half + 1));
    const double middle = low + (high - low) / 2;  // exact: a half has 11 bits
    const auto even = static_cast<std::uint16_t>(half + (half & 1));
    ASSERT_EQ(double_to_half(middle), even) << half;
    ASSERT_EQ(double_to_half(std::nextafter(middle, 0.0)), half);
    ASSERT_EQ(double_to_half(std::nextafter(middle, 1e9)), half + 1);
    ASSERT_EQ(double_to_half(-middle), even | 0x8000);
  }
}

TEST(HalfFloat, WhatWouldBecomeInfiniteIsNone) {
  EXPECT_EQ(double_to_half(std::nextafter(65520.0, 0.0)), 0x7bff);
  EXPECT_EQ(double_to_half(65520.0), std::nullopt);
  EXPECT_EQ(double_to_half(-65536.0), std::nullopt);
  EXPECT_EQ(double_to_half(std::numeric_limits<double>::max()), std::nullopt);
  EXPECT_EQ(double_to_half(std::numeric_limits<double>::denorm_min()), 0);
  EXPECT_EQ(double_to_half(0x1p-25), 0);
  EXPECT_EQ(double_to_half(std::nextafter(0x1p-25, 1.0)), 1);
}

}  // namespace memosaic::half_float_test
