// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "memosaic/bytes/hex.hpp"

namespace hex_format_text {

using namespace memosaic;
using namespace memosaic::literals;

TEST(HexFormat, Formats) {
  const bytes_view bytes = "\xde\xad\xbe\xef\x01"_bytes;
  EXPECT_EQ(to_hex(bytes), "deadbeef01");
  EXPECT_EQ(to_hex(bytes, {.upper = true}), "DEADBEEF01");
  EXPECT_EQ(to_hex(bytes, {.group = 1, .separator = " "}), "de ad be ef 01");
  EXPECT_EQ(to_hex(bytes, {.upper = true, .group = 2, .separator = "::"}), "DEAD::BEEF::01");
  EXPECT_EQ(to_hex(bytes, {.group = 5, .separator = "-"}), "deadbeef01");
  EXPECT_EQ(to_hex({}, {.group = 1, .separator = "-"}), "");
}

TEST(HexFormat, SizesAreKnownBefore) {
  EXPECT_EQ(hex_size(5), 10u);
  EXPECT_EQ(hex_size(5, {.group = 2, .separator = "::"}), 14u);
  EXPECT_EQ(hex_size(4, {.group = 2, .separator = "::"}), 10u);
  EXPECT_EQ(hex_size(0, {.group = 2, .separator = "::"}), 0u);
  EXPECT_THROW(static_cast<void>(hex_size(npos)), std::length_error);
  EXPECT_THROW(static_cast<void>(hex_size(npos / 4, {.group = 1, .separator = "::"})), std::length_error);
}

TEST(HexFormat, IntoTheCallersCharacters) {
  std::string text = "........";
  EXPECT_EQ(to_hex("\x01\xab"_bytes, text, {.group = 1, .separator = " "}), 5u);
  EXPECT_EQ(text, "01 ab...");
  EXPECT_THROW(to_hex("\x01\x02\x03\x04\x05"_bytes, text), std::out_of_range);
  EXPECT_EQ(text, "01 ab...");
}

}  // namespace hex_format_text
