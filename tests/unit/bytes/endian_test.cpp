// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>
#include <vector>

#include "memosaic/bytes/endian.hpp"

namespace endian_numbers {

using namespace memosaic;
using namespace memosaic::literals;

static_assert(plain_number<char8_t> && plain_number<std::int64_t> && plain_number<double>);
static_assert(!plain_number<bool> && !plain_number<long double> && !plain_number<const int> && !plain_number<void*>);
static_assert(byte_swapped(std::uint32_t{0x01020304}) == 0x04030201);

TEST(Endian, IntegersInBothOrdersAtAnyOffset) {
  const bytes_view bytes = "\xff\x01\x02\x03\x04\x05\x06\x07\x88"_bytes;
  EXPECT_EQ(load<std::uint8_t>(bytes, 1, std::endian::big), 1u);
  EXPECT_EQ(load<std::uint16_t>(bytes, 1, std::endian::little), 0x0201u);
  EXPECT_EQ(load<std::uint16_t>(bytes, 1, std::endian::big), 0x0102u);
  EXPECT_EQ(load_little<std::uint32_t>(bytes, 1), 0x04030201u);
  EXPECT_EQ(load_big<std::uint32_t>(bytes, 1), 0x01020304u);
  EXPECT_EQ(load_little<std::uint64_t>(bytes, 1), 0x8807060504030201u);
  EXPECT_EQ(load_big<std::int16_t>(bytes), -255);
  EXPECT_EQ(load_little<std::int64_t>(bytes, 1), static_cast<std::int64_t>(0x8807060504030201u));
}

TEST(Endian, Floats) {
  EXPECT_EQ(load_big<float>("\x3f\x80\x00\x00"_bytes), 1.0f);
  EXPECT_EQ(load_little<double>("\x00\x00\x00\x00\x00\x00\x00\xc0"_bytes), -2.0);
  std::byte bytes[8];
  store_big(bytes, 0, -2.0);
  EXPECT_EQ(load_big<std::uint64_t>(bytes), 0xc000000000000000u);
}

TEST(Endian, WhatIsOutsideThrowsAndWritesNothing) {
  std::vector<std::byte> bytes(8, std::byte{7});
  for (const std::size_t offset : {std::size_t{5}, std::size_t{8}, std::size_t{9}, npos, npos - 3}) {
    EXPECT_THROW(static_cast<void>(load_little<std::uint32_t>(bytes, offset)), std::out_of_range);
    EXPECT_THROW(store_big<std::uint32_t>(bytes, offset, 1), std::out_of_range);
  }
  EXPECT_THROW(static_cast<void>(load_little<std::uint8_t>({}, 0)), std::out_of_range);
  EXPECT_EQ(bytes, std::vector<std::byte>(8, std::byte{7}));
  EXPECT_EQ(load_little<std::uint32_t>(bytes, 4), 0x07070707u);
}

template <typename Number>
void expect_round_trip(Number number) {
  for (const std::endian order : {std::endian::little, std::endian::big}) {
    for (std::size_t offset = 0; offset < 16; ++offset) {
      std::byte bytes[48] = {};
      store(bytes, offset, number, order);
      EXPECT_TRUE(load<Number>(bytes, offset, order) == number);
      // Byte by byte: the first is the lowest of a little-endian number.
      const auto lowest = order == std::endian::little ? bytes[offset] : bytes[offset + sizeof(Number) - 1];
      EXPECT_EQ(lowest, static_cast<std::byte>(number & 0xff));
      EXPECT_EQ(bytes[offset + sizeof(Number)], std::byte{0});
    }
  }
}

TEST(Endian, RoundTripsOfEveryWidth) {
  expect_round_trip<std::uint8_t>(0xf1);
  expect_round_trip<std::int16_t>(-0x1234);
  expect_round_trip<std::uint32_t>(0xf1e2d3c4);
  expect_round_trip<std::int64_t>(std::numeric_limits<std::int64_t>::min() + 77);
#if defined(__SIZEOF_INT128__)
  expect_round_trip<uint128>((uint128{0xf1e2d3c4b5a69788} << 64) | 0x1122334455667788);
  expect_round_trip<int128>(-int128{0x1122334455667788} * 77);
#endif
}

}  // namespace endian_numbers
