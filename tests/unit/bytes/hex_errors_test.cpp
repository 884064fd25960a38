// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "bytes/hex_kernels.hpp"
#include "memosaic/bytes/hex.hpp"
#include "memosaic/error.hpp"

namespace hex_errors {

using namespace memosaic;

std::uint64_t bad_offset(std::string_view text, hex_spaces spaces = hex_spaces::refused) {
  try {
    static_cast<void>(from_hex(text, spaces));
  } catch (const format_error& error) {
    return error.offset();
  }
  return npos;
}

TEST(HexErrors, ErrorsNameTheFirstBadCharacter) {
  EXPECT_EQ(bad_offset("0g"), 1u);
  EXPECT_EQ(bad_offset("g0"), 0u);
  EXPECT_EQ(bad_offset("00@0"), 2u);
  EXPECT_EQ(bad_offset("000"), 3u);
  EXPECT_EQ(bad_offset("00 "), 2u);
  EXPECT_EQ(bad_offset("00 0", hex_spaces::skipped), 4u);
  EXPECT_EQ(bad_offset("00 x0", hex_spaces::skipped), 3u);
  for (std::size_t at = 0; at < 200; ++at) {
    for (const char wrong : {'/', ':', '@', 'G', '`', 'g', '\0', ' ', '\xff', '\xb0'}) {
      std::string text(200, 'a');
      text[at] = wrong;
      ASSERT_EQ(bad_offset(text), at) << int{wrong};
    }
  }
}

// Random runs of digits and of every kind of space: all of it is read, and any one wrong character is found.
TEST(HexErrors, AnyMixtureOfSpacesIsSkipped) {
  std::mt19937_64 random(17);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::byte> expected;
    std::string text;
    const std::size_t run = std::size_t{1} << (random() % 7);
    while (text.size() < 500) {
      if (random() % run == 0) text += " \t\n\v\f\r"[random() % 6];
      expected.push_back(static_cast<std::byte>(random()));
      text += to_hex(bytes_view(&expected.back(), 1), {.upper = random() % 2 == 0});
    }
    ASSERT_EQ(from_hex(text, hex_spaces::skipped), expected) << text;
    const std::size_t at = random() % text.size();
    if (is_hex_space(text[at])) continue;
    text[at] = 'x';
    ASSERT_EQ(bad_offset(text, hex_spaces::skipped), at) << text;
  }
}

TEST(HexErrors, MessagesSayWhatWasFound) {
  try {
    static_cast<void>(from_hex("00x1"));
    FAIL();
  } catch (const format_error& error) {
    EXPECT_STREQ(error.what(), "expected a hexadecimal digit, found 'x' at offset 2");
  }
}

}  // namespace hex_errors
