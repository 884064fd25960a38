// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "cli/numbers.hpp"

namespace ranges_test {
using memosaic::cli::byte_range;
using memosaic::cli::parse_range;

TEST(Ranges, HaveOpenEndsAndLengths) {
  EXPECT_EQ(parse_range("1:5"), (byte_range{1, 5}));
  EXPECT_EQ(parse_range("0x10:+0x10"), (byte_range{16, 32}));
  EXPECT_EQ(parse_range("1K:"), (byte_range{1024, std::nullopt}));
  EXPECT_EQ(parse_range(":1_0"), (byte_range{0, 10}));
  EXPECT_EQ(parse_range(":"), byte_range{});
  EXPECT_EQ(parse_range(":+4"), (byte_range{0, 4}));
  EXPECT_EQ(parse_range("7:7"), (byte_range{7, 7}));
  EXPECT_EQ(parse_range("7:+0"), (byte_range{7, 7}));
  EXPECT_EQ(parse_range("0xffffffffffffffff:+0"), (byte_range{UINT64_MAX, UINT64_MAX}));
}

void expect_refused(const std::string& text, const std::string& why) {
  try {
    static_cast<void>(parse_range(text));
    ADD_FAILURE() << text;
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
  }
}

TEST(Ranges, ThatMakeNoSenseSayWhatToWrite) {
  expect_refused("", "write A:B, A:+LENGTH");
  expect_refused("12", "\"12\" is not a range");
  expect_refused("5:1", "stops before it starts");
  expect_refused("1:2:3", "\"2:3\" is not a number");
  expect_refused("a:2", "\"a\" is not a number");
  expect_refused("1:+", "\"\" is not a number");
  expect_refused("1:-2", "\"-2\" is not a number");
  expect_refused("0xffffffffffffffff:+1", "ends beyond 2^64");
}

}  // namespace ranges_test
