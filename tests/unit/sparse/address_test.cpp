// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/address.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace memosaic::address_test {

static_assert(memory_address<std::int64_t> && memory_address<int128>);
static_assert(!memory_address<int> && !memory_address<std::uint64_t>);

constexpr auto low = lowest_address<std::int64_t>;
constexpr auto high = highest_stop<std::int64_t>;

TEST(Address, TheWholeSpaceHasALength) {
  EXPECT_EQ(low, INT64_MIN);
  EXPECT_EQ(high, INT64_MAX);
  EXPECT_EQ(distance(low, high), UINT64_MAX);
  EXPECT_EQ(distance<int128>(-5, 7), uint128{12});
}

TEST(Address, AdvancingStopsAtTheEnd) {
  EXPECT_EQ(checked_advance<std::int64_t>(high - 3, 3), high);
  EXPECT_EQ(checked_advance<std::int64_t>(high - 3, 4), std::nullopt);
  EXPECT_EQ(checked_advance<std::int64_t>(low, UINT64_MAX), high);
  EXPECT_EQ(checked_advance<std::int64_t>(low + 1, UINT64_MAX), std::nullopt);
}

TEST(Address, ShiftingStopsAtBothEnds) {
  EXPECT_EQ(checked_shift<std::int64_t>(0, low), low);
  EXPECT_EQ(checked_shift<std::int64_t>(-1, low), std::nullopt);
  EXPECT_EQ(checked_shift<std::int64_t>(-1, high), high - 1);
  EXPECT_EQ(checked_shift<std::int64_t>(1, high), std::nullopt);
  EXPECT_EQ(checked_shift<std::int64_t>(high, low), -1);
}

TEST(Address, TextIsHexadecimalWithASign) {
  EXPECT_EQ(address_text<std::int64_t>(0), "0x0");
  EXPECT_EQ(address_text<std::int64_t>(-31), "-0x1F");
  EXPECT_EQ(address_text(low), "-0x8000000000000000");
  EXPECT_EQ(address_text(int128{1} << 64), "0x10000000000000000");
}

TEST(Address, TextIsReadBack) {
  for (const std::int64_t address : {low, high, std::int64_t{0}, std::int64_t{-1}, std::int64_t{0x7FFF'8000}}) {
    EXPECT_EQ(parse_address<std::int64_t>(address_text(address)), address);
    EXPECT_EQ(parse_address<std::int64_t>(decimal_text(address)), address);
    EXPECT_EQ(decimal_text(address), std::to_string(address));
  }
  EXPECT_EQ(parse_address<std::int64_t>("0Xff"), 255);
  EXPECT_TRUE(parse_address<int128>("0x10000000000000000") == int128{1} << 64);
  EXPECT_EQ(decimal_text(lowest_address<int128>), "-170141183460469231731687303715884105728");
}

TEST(Address, TextThatIsNoAddressIsRefused) {
  for (const auto* text : {"", "-", "0x", "-0x", "1F", "0xG", "+1", "--1", " 1", "1 ", "1-", "0x-1", "0x0x1"}) {
    EXPECT_THROW(static_cast<void>(parse_address<std::int64_t>(text)), std::invalid_argument) << text;
  }
  for (const auto* text : {"9223372036854775808", "-9223372036854775809", "0x8000000000000000", "-0x8000000000000001",
                           "99999999999999999999999999999999999999999"}) {
    EXPECT_THROW(static_cast<void>(parse_address<std::int64_t>(text)), std::out_of_range) << text;
  }
}

TEST(Address, RangesMeet) {
  constexpr address_range a{0, 10};
  EXPECT_EQ(intersection<std::int64_t>(a, {5, 20}), (address_range{5, 10}));
  EXPECT_TRUE(intersection<std::int64_t>(a, {10, 20}).empty());
  EXPECT_EQ((address_range{low, high}.size()), UINT64_MAX);
  EXPECT_EQ((address_range{3, -3}.size()), 0U);
}

}  // namespace memosaic::address_test
