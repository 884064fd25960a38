// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/image_text.hpp"

namespace memosaic::ascii_hex_read_test {

using namespace memosaic::testing;

constexpr auto ascii_hex = image_format::ascii_hex;

TEST(AsciiHexRead, EverySeparator) {
  const auto expected = image_of({{0x1000, "Hello"}, {0x2000, "!"}});
  for (const std::string separator : {" ", "%", "'", ","}) {
    const std::string end = separator == "," ? "." : ",";
    std::string text = "leader \x02 $A1000" + end + "\r\n";
    for (const std::string byte : {"48", "65", "6C", "6c"}) text += byte + separator;
    EXPECT_EQ(read_text(ascii_hex, text + "\n6F\n$A2000" + end + "21" + separator + "\x03 trailer").content, expected);
    EXPECT_EQ(read_text(ascii_hex, text + "6F\r\n$S01F4" + end + "$A2000" + end + "21\x03").content, expected);
  }
}

TEST(AsciiHexRead, AddressesBeginAtZero) {
  EXPECT_EQ(read_text(ascii_hex,
                      "\x02"
                      "61 62 $A12345678,\n63 \x03")
                .content,
            image_of({{0, "ab"}, {0x12345678, "c"}}));
  EXPECT_EQ(read_text(ascii_hex,
                      "\x01"
                      "61\x03",
                      {.word_size = 4})
                .content.word_size,
            4U);
  EXPECT_TRUE(read_text(ascii_hex, "\x02\x03").content.memory.empty());
}

TEST(AsciiHexRead, TheSumOfAllBytesIsTested) {
  EXPECT_EQ(refused(ascii_hex, "\x02 61 62 $S00C4, 63 \x03"),
            "f:1:9: checksum: expected 0x00C3, found 0x00C4: \\x02 61 62 $S00C4, 63 \\x03");
  EXPECT_EQ(refused(ascii_hex, "\x02 61 62 $S00C3, 63 $S0126, \x03\n$S0126,"), "nothing is wrong");
  EXPECT_EQ(refused(ascii_hex, "\x02 61 62 \x03\n$S00C4,\n"),
            "f:2:1: checksum: expected 0x00C3, found 0x00C4: $S00C4,");
  EXPECT_EQ(refused(ascii_hex, "\x02 61 62 \x03\n$Sum of all"), "nothing is wrong");
}

TEST(AsciiHexRead, SaysWhatIsWrongAndWhere) {
  const auto wrong = [](std::string text) {
    auto message = refused(ascii_hex, text);
    return message.substr(0, message.rfind(": "));  // without the record
  };
  EXPECT_EQ(wrong("61 62 \x03"), "f:1:1: expected STX (0x02) before the data, found none");
  EXPECT_EQ(refused(ascii_hex, "\x02 61 62\n"),
            "f:2:1: expected ETX (0x03) at the end, found nothing: the file may be cut off");
  EXPECT_EQ(wrong("\x02 6 62 \x03"), "f:1:4: byte: expected 2 digits, found 1");
  EXPECT_EQ(wrong("\x02 6162 \x03"), "f:1:5: byte: expected 2 digits, found more");
  EXPECT_EQ(wrong("\x02 61\n6G \x03"), "f:2:2: byte: expected a hexadecimal digit, found 'G'");
  EXPECT_EQ(wrong("\x02 61 62,63\x03"), "f:1:8: separator: expected ' ' as behind the first byte, found ','");
  EXPECT_EQ(wrong("\x02 61,,62\x03"), "f:1:6: byte: expected 2 digits, found none");
  EXPECT_EQ(wrong("\x02 61$A10,\x03"), "f:1:5: expected a separator behind the byte, found '$'");
  EXPECT_EQ(wrong("\x02 $B10,\x03"), "f:1:4: command: expected 'A' or 'S' behind '$', found 'B'");
  EXPECT_EQ(wrong("\x02 $"), "f:1:4: command: expected 'A' or 'S' behind '$', found nothing");
  EXPECT_EQ(wrong("\x02 $A,61\x03"), "f:1:5: address: expected a hexadecimal digit, found none");
  EXPECT_EQ(wrong("\x02 $A1x,61\x03"), "f:1:6: address: expected a hexadecimal digit, found 'x'");
  EXPECT_EQ(wrong("\x02 $A10 61\x03"), "f:1:7: command: expected ',' behind the digits, found ' '");
  EXPECT_EQ(wrong("\x02 61 $A0, 62\x03"), "f:1:11: overlap: 0x0 already holds 0x61, found 0x62");
}

TEST(AsciiHexRead, LenientTakesWhatHasACertainAddress) {
  const auto read = read_leniently(ascii_hex,
                                   "$A10,61 6? 63,64\n"  // no STX, a lost byte, another separator
                                   "$A20,65 6 66 $S0000,\n"
                                   "$Ax,67\n$A30,68");
  EXPECT_EQ(read.content, image_of({{0x10, "a"}, {0x12, "cd"}, {0x20, "e"}, {0x30, "h"}}));
  EXPECT_EQ(read.notes, (std::vector<std::string>{
                            "1:1: expected STX (0x02) before the data, found none",
                            "1:10: byte: expected a hexadecimal digit, found '?'",
                            "1:14: separator: expected ' ' as behind the first byte, found ','",
                            "2:10: byte: expected 2 digits, found 1",
                            "3:3: address: expected a hexadecimal digit, found 'x'",
                            "4:8: expected ETX (0x03) at the end, found nothing: the file may be cut off",
                        }));
  EXPECT_THROW((void)read_leniently(ascii_hex, "Lorem ipsum dolor"), image_error);
}

}  // namespace memosaic::ascii_hex_read_test
