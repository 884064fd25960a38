// SPDX-License-Identifier: Apache-2.0
#include "image/text_scanner.hpp"

#include <gtest/gtest.h>

#include <random>

namespace memosaic::text_scanner_test {

using namespace memosaic::image_core;

/// Where a character is, counted one by one.
file_place naive_place(std::string_view text, std::size_t start, std::size_t offset) {
  file_place place{offset, 1, 1, {}};
  for (std::size_t at = start; at < offset; ++at) {
    const bool ends = text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'));
    place.column = ends ? 1 : place.column + 1;
    if (ends) ++place.line;
  }
  return place;
}

TEST(TextScanner, PlacesAreCountedWhateverEndsTheLines) {
  std::mt19937 numbers(7);
  for (int round = 0; round < 300; ++round) {
    std::string text = round % 3 == 0 ? "\xEF\xBB\xBF" : "";
    const std::size_t start = text.size();
    for (auto size = numbers() % 60; size > 0; --size) text += "ab\r\n"[numbers() % 4];
    text_scanner scanner(bytes_of(text));
    for (std::size_t offset = start; offset <= text.size(); offset += 1 + numbers() % 7) {
      const auto place = scanner.place_of(offset);
      const auto expected = naive_place(text, start, offset);
      ASSERT_EQ(place.offset, offset);
      ASSERT_EQ(place.line, expected.line) << offset;
      ASSERT_EQ(place.column, expected.column) << offset;
      ASSERT_EQ(text.substr(offset - (place.column - 1), place.record.size()), place.record);
    }
  }
}

TEST(TextScanner, OfALongLineThePlaceIsShown) {
  const std::string text = std::string(1000, 'a') + "b" + std::string(1000, 'c') + "\n";
  text_scanner scanner(bytes_of(text));
  EXPECT_TRUE(scanner.place_of(40).record.starts_with("aaaa"));
  EXPECT_TRUE(scanner.place_of(1000).record.starts_with("bccc"));
  EXPECT_LT(scanner.place_of(1001).record.size(), 200U);
}

TEST(TextScanner, NumbersAndBytes) {
  EXPECT_EQ(scan_number("fFfF0000FFFFffff", "n").value, 0xFFFF0000FFFFFFFFU);
  EXPECT_EQ(scan_number("00000000000000001", "n").reason, "n: more than 16 digits");
  EXPECT_EQ(scan_number("", "n").reason, "n: expected a hexadecimal digit, found none");
  EXPECT_EQ(scan_number("12\x80", "n").reason, "n: expected a hexadecimal digit, found byte 0x80");
  EXPECT_EQ(scan_number("12 4", "n").wrong_at, 2U);
  EXPECT_EQ(scan_byte("a5").value, 0xA5U);
  EXPECT_EQ(scan_byte("5").reason, "byte: expected 2 digits, found 1");
  EXPECT_EQ(scan_byte("a51", "length").reason, "length: expected 2 digits, found more");
  for (int c = -128; c < 128; ++c) {
    const auto found = std::string_view("0123456789abcdefABCDEF").find(static_cast<char>(c));
    const unsigned expected =
        found == std::string_view::npos ? 16 : static_cast<unsigned>(found < 16 ? found : found - 6);
    EXPECT_EQ(digit_value(static_cast<char>(c)), expected);
  }
}

TEST(TextScanner, TokensAreCutShortWhenTheyAreTooLong) {
  const std::string text = std::string(100, 'x') + " y";
  text_scanner scanner(bytes_of(text));
  EXPECT_EQ(scanner.token(" ").size(), 64U);
  scanner.skip_until(" ");
  EXPECT_EQ(scanner.offset(), 100U);
  scanner.skip_spaces();
  EXPECT_EQ(scanner.token(" "), "y");
  scanner.skip(1);
  EXPECT_TRUE(scanner.at_end());
  EXPECT_TRUE(scanner.token(" ").empty());
}

}  // namespace memosaic::text_scanner_test
