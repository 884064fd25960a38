// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/image_text.hpp"

namespace memosaic::atmel_generic_read_test {

using namespace memosaic::testing;

constexpr auto atmel = image_format::atmel_generic;

TEST(AtmelRead, TheLowByteOfAWordComesFirst) {
  auto expected = image_of({{0x100, "abcd"}, {0x1FFFFFE, "ef"}});
  expected.word_size = 2;
  EXPECT_EQ(read_text(atmel, "000080:6261\n000081:6463\r\nFFFFFF:6665").content, expected);
  EXPECT_EQ(read_text(atmel, "000080:6261\n000081:6463\r\nffffff:6665", {.word_size = 4}).content, expected);
  EXPECT_TRUE(read_text(atmel, "\n").content.memory.empty());
}

TEST(AtmelRead, SaysWhatIsWrongAndWhere) {
  const auto wrong = [](std::string_view text) { return refused(atmel, text); };
  EXPECT_EQ(wrong("00080:6261"), "f:1:6: address: expected a hexadecimal digit, found ':': 00080:6261");
  EXPECT_EQ(wrong("0000806261"), "f:1:7: expected ':' behind the 6 digits of the address, found '6': 0000806261");
  EXPECT_EQ(wrong("000080"),
            "f:1:7: expected ':' behind the 6 digits of the address, found the end of the line: 000080");
  EXPECT_EQ(wrong("000080:626"), "f:1:11: word: expected a hexadecimal digit, found the end of the line: 000080:626");
  EXPECT_EQ(wrong("000080:62x1"), "f:1:10: word: expected a hexadecimal digit, found 'x': 000080:62x1");
  EXPECT_EQ(wrong("000080:62610"), "f:1:12: expected nothing behind the 4 digits of the word, found '0': 000080:62610");
  EXPECT_EQ(wrong("000080:6261\n000080:6262"), "f:2:1: overlap: 0x100 already holds 0x61, found 0x62: 000080:6262");
}

TEST(AtmelRead, LenientLeavesOutLinesThatAreWrong) {
  const auto read = read_leniently(atmel, "; listing\n000080:6261\n000081\n000082:6665\n");
  EXPECT_EQ(read.content.memory, image_of({{0x100, "ab"}, {0x104, "ef"}}).memory);
  EXPECT_EQ(read.notes, (std::vector<std::string>{
                            "1:1: address: expected a hexadecimal digit, found ';'",
                            "3:7: expected ':' behind the 6 digits of the address, found the end of the line",
                        }));
  EXPECT_THROW((void)read_leniently(atmel, "Lorem ipsum"), image_error);
}

}  // namespace memosaic::atmel_generic_read_test
