// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "memosaic/bytes/hex.hpp"
#include "memosaic/error.hpp"

namespace hex_parse {

using namespace memosaic;
using namespace memosaic::literals;

TEST(HexParse, DigitsOfEitherCase) {
  const auto bytes = from_hex("00FfaB09");
  EXPECT_TRUE(std::ranges::equal(bytes, "\x00\xff\xab\x09"_bytes));
  EXPECT_TRUE(from_hex("").empty());
}

TEST(HexParse, SpacesOnlyWhenAskedAndOnlyBetweenBytes) {
  EXPECT_TRUE(std::ranges::equal(from_hex(" de ad\r\n\tbe  ef ", hex_spaces::skipped), "\xde\xad\xbe\xef"_bytes));
  EXPECT_TRUE(from_hex("  \n", hex_spaces::skipped).empty());
  EXPECT_THROW(static_cast<void>(from_hex("de ad")), format_error);
  EXPECT_THROW(static_cast<void>(from_hex("d ead", hex_spaces::skipped)), format_error);
}

TEST(HexParse, IntoTheCallersBytes) {
  std::byte bytes[3] = {};
  EXPECT_EQ(from_hex("0102", bytes), 2u);
  EXPECT_EQ(from_hex("010203\n", bytes, hex_spaces::skipped), 3u);
  EXPECT_EQ(bytes[2], std::byte{3});
  EXPECT_THROW(from_hex("01020304", bytes), std::out_of_range);
  EXPECT_THROW(from_hex("01", mutable_bytes_view{}), std::out_of_range);
  EXPECT_EQ(from_hex("", mutable_bytes_view{}), 0u);
}

}  // namespace hex_parse
