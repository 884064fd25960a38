// SPDX-License-Identifier: Apache-2.0
#include "cli/hex_rows.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "support/temporary_file.hpp"

namespace hex_rows_test {
using namespace memosaic;
using namespace memosaic::literals;
using cli::hex_rows;
using cli::row_layout;

std::string digits(unsigned long long value, int width) {
  char text[40];
  std::snprintf(text, sizeof text, "%0*llx", width, value);
  return text;
}

// The same row, one printf at a time.
std::string expected_row(const row_layout& layout, std::uint64_t offset, bytes_view bytes) {
  std::string row;
  if (layout.offset_digits > 0) row = digits(offset, static_cast<int>(layout.offset_digits)) + "  ";
  std::string hex;
  for (std::size_t i = 0; i < layout.width; ++i) {
    if (i > 0 && layout.group > 0 && i % layout.group == 0) hex += ' ';
    if (i > 0 && i % 8 == 0 && (layout.group == 1 || layout.group == 2 || layout.group == 4)) hex += ' ';
    if (i < bytes.size()) {
      hex += digits(std::to_integer<unsigned>(bytes[i]), 2);
    } else if (layout.characters) {
      hex += "  ";
    }
  }
  if (!layout.characters) {
    hex.erase(hex.find_last_not_of(' ') + 1);
    return row + hex + "\n";
  }
  row += hex + "  |";
  for (const std::byte byte : bytes) {
    const auto value = std::to_integer<unsigned char>(byte);
    row += value >= 0x20 && value <= 0x7e ? static_cast<char>(value) : '.';
  }
  return row + "|\n";
}

std::string row_of(const hex_rows& rows, std::uint64_t offset, bytes_view bytes, std::size_t start = 0,
                   std::size_t stop = 0) {
  std::string text(rows.longest_row(), '#');
  text.resize(static_cast<std::size_t>(rows.write_marked(text.data(), offset, bytes, start, stop) - text.data()));
  return text;
}

TEST(HexRows, LookLikeThis) {
  const auto bytes = "\x7f\x45LF\x02\x01\x01\x00\x00\xffwxyz. "_bytes;
  EXPECT_EQ(row_of(hex_rows({}), 0x1230, bytes),
            "00001230  7f 45 4c 46 02 01 01 00  00 ff 77 78 79 7a 2e 20  |.ELF......wxyz. |\n");
  EXPECT_EQ(row_of(hex_rows({}), 0, bytes.first(2)),
            "00000000  7f 45                                             |.E|\n");
}

TEST(HexRows, AreThoseOfPrintf) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 4000; ++i) {
    row_layout layout;
    layout.width = 1 + random() % 40;
    layout.group = random() % 6;
    if (random() % 4 == 0) layout = {};
    layout.offset_digits = static_cast<unsigned>(random() % 5 * 4);
    layout.characters = random() % 2 == 0;
    const auto bytes = test::random_bytes(1 + random() % layout.width, random());
    const std::uint64_t offset = layout.offset_digits == 0 ? 0 : random() >> (64 - 4 * layout.offset_digits);
    const std::string expected = expected_row(layout, offset, bytes);
    ASSERT_EQ(row_of(hex_rows(layout), offset, bytes), expected) << layout.width << " by " << layout.group;

    layout.color = true;
    const std::size_t start = random() % (bytes.size() + 1);
    const std::string colored = row_of(hex_rows(layout), offset, bytes, start, start + random() % 5);
    ASSERT_LE(colored.size(), hex_rows(layout).longest_row());
    ASSERT_EQ(std::regex_replace(colored, std::regex("\x1b\\[[0-9]+m"), ""), expected);
  }
}

TEST(HexRows, FullRowsAreRowsOneByOne) {
  const auto bytes = test::random_bytes(16 * 10);
  for (const bool color : {false, true}) {
    row_layout layout;
    layout.color = color;
    const hex_rows rows(layout);
    std::string together(rows.longest_row() * 10, '#');
    together.resize(static_cast<std::size_t>(rows.write_full(together.data(), 0x40, bytes) - together.data()));
    std::string one_by_one;
    for (std::size_t i = 0; i < bytes.size(); i += 16) {
      one_by_one += row_of(rows, 0x40 + i, bytes_view(bytes).subspan(i, 16));
    }
    EXPECT_EQ(together, one_by_one);
  }
}

TEST(HexRows, OffsetsGetAsManyDigitsAsTheyNeed) {
  EXPECT_EQ(cli::offset_digits_for(0xffffffff), 8U);
  EXPECT_EQ(cli::offset_digits_for(0x100000000), 12U);
  EXPECT_EQ(cli::offset_digits_for(std::uint64_t{1} << 48), 16U);
}

}  // namespace hex_rows_test
