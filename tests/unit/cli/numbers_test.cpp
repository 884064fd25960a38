// SPDX-License-Identifier: Apache-2.0
#include "cli/numbers.hpp"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>
#include <string>

namespace numbers_test {
using memosaic::cli::hex_number;
using memosaic::cli::parse_number;

TEST(Numbers, AreReadAsPeopleWriteThem) {
  const std::pair<const char*, std::uint64_t> cases[]{
      {"0", 0},
      {"00", 0},
      {"010", 10},  // no octal
      {"1_000", 1000},
      {"0x10", 16},
      {"0XfF", 255},
      {"0xDEAD_BEEF", 0xdeadbeef},
      {"4K", 4096},
      {"4Ki", 4096},
      {"4k", 4096},
      {"3M", 3U << 20},
      {"2Gi", std::uint64_t{2} << 30},
      {"1T", std::uint64_t{1} << 40},
      {"0x10K", 16384},
      {"18446744073709551615", UINT64_MAX},
      {"0xffffffffffffffff", UINT64_MAX},
      {"16777215Ti", std::uint64_t{16777215} << 40},
  };
  for (const auto& [text, value] : cases) EXPECT_EQ(parse_number(text), value) << text;
}

TEST(Numbers, ThatAreNoneAreQuotedInTheError) {
  for (const char* text : {"",    " 1",  "1 ", "-1",  "+1",   "0x",  "x10", "_1",  "1_",  "1__0", "0x_1", "K",
                           "4KK", "4KB", "4i", "4Bi", "1.5K", "0b1", "f",   "12Q", "1e3", "0x1h", "4_K",  "\xff"}) {
    try {
      static_cast<void>(parse_number(text));
      ADD_FAILURE() << text;
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string(error.what()).find("\"" + std::string(text) + "\" is not a number: write"),
                std::string::npos)
          << error.what();
    }
  }
}

TEST(Numbers, BeyondSixtyFourBitsAreRefused) {
  for (const char* text : {"18446744073709551616", "0x10000000000000000", "16777216T", "99999999999999999999999K"}) {
    try {
      static_cast<void>(parse_number(text));
      ADD_FAILURE() << text;
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string(error.what()).find("is too big"), std::string::npos) << error.what();
    }
  }
}

TEST(Numbers, ComeBackFromEveryWayOfWriting) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t number = random() >> (random() % 64);
    EXPECT_EQ(parse_number(std::to_string(number)), number);
    std::string hexadecimal = hex_number(number);
    EXPECT_EQ(parse_number(hexadecimal), number);
    if (hexadecimal.size() > 3) hexadecimal.insert(3 + random() % (hexadecimal.size() - 3), "_");
    EXPECT_EQ(parse_number(hexadecimal), number) << hexadecimal;
    const unsigned power = static_cast<unsigned>(random() % 5);
    const std::uint64_t small = number >> (10 * power);
    const char* const suffixes[]{"", "K", "Mi", "g", "Ti"};
    EXPECT_EQ(parse_number(std::to_string(small) + suffixes[power]), small << (10 * power));
  }
}

}  // namespace numbers_test
