// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/image_text.hpp"

namespace memosaic::ti_txt_read_test {

using namespace memosaic::testing;

constexpr auto ti_txt = image_format::ti_txt;

TEST(TiTxtRead, SectionsAndTheirBytes) {
  const auto read = read_text(ti_txt,
                              "@F000\n31 40 00 03 B2 40 80 5A 20 01 D2 D3 22 00 D2 E3\n21 00 3f 40\n"
                              "@FFFE\r\n00 F0\r\nq\r\n");
  const std::string_view code("\x31\x40\x00\x03\xB2\x40\x80\x5A\x20\x01\xD2\xD3\x22\x00\xD2\xE3\x21\x00\x3F\x40", 20);
  EXPECT_EQ(read.content, image_of({{0xF000, code}, {0xFFFE, {"\x00\xF0", 2}}}));
  EXPECT_EQ(read.format, ti_txt);
}

TEST(TiTxtRead, LinesAreFree) {
  const auto expected = image_of({{0x10, "abc"}, {0x20, "d"}});
  EXPECT_EQ(read_text(ti_txt, "@10 61 62\t63\r@20\r64 Q").content, expected);
  EXPECT_EQ(read_text(ti_txt, "\xEF\xBB\xBF \n@0010\n61\n\n62  63\n@20\n64\n\nq\n\n").content, expected);
  EXPECT_TRUE(read_text(ti_txt, "@100\n@200\nq").content.memory.empty());
  EXPECT_TRUE(read_text(ti_txt, "q\n").content.memory.empty());
}

TEST(TiTxtRead, AddressesAreAsWideAsTheyAre) {
  EXPECT_EQ(read_text(ti_txt, "@12345\n61\nq\n").content, image_of({{0x12345, "a"}}));
  const int128 top = (int128{1} << 64) - 1;
  EXPECT_EQ(read_text(ti_txt, "@ffffFFFFffffFFFF\n61\nq\n").content, image_of({{top, "a"}}));
}

TEST(TiTxtRead, AddressesOfWords) {
  auto expected = image_of({{0x20, "abcd"}, {0x200, "e"}});
  expected.word_size = 2;
  EXPECT_EQ(read_text(ti_txt, "@10\n61 62 63 64\n@100\n65\nq\n", {.word_size = 2}).content, expected);
}

TEST(TiTxtRead, SaysWhatIsWrongAndWhere) {
  const auto wrong = [](std::string_view text) { return refused(ti_txt, text); };
  EXPECT_EQ(wrong(""), "f:1:1: no TI-TXT: expected '@' and an address, found none");
  EXPECT_EQ(wrong("61 62\nq"), "f:1:1: expected '@' and an address before the first byte: 61 62");
  EXPECT_EQ(wrong("@\n61\nq"), "f:1:2: address: expected a hexadecimal digit, found none: @");
  EXPECT_EQ(wrong("@1G00\n61\nq"), "f:1:3: address: expected a hexadecimal digit, found 'G': @1G00");
  EXPECT_EQ(wrong("@10000000000000000\n61\nq"), "f:1:18: address: more than 16 digits: @10000000000000000");
  EXPECT_EQ(wrong("@0\n61 6\nq"), "f:2:5: byte: expected 2 digits, found 1: 61 6");
  EXPECT_EQ(wrong("@0\n61\n00F0\nq"), "f:3:3: byte: expected 2 digits, found more: 00F0");
  EXPECT_EQ(wrong("@0\n61 x2\nq"), "f:2:4: byte: expected a hexadecimal digit, found 'x': 61 x2");
  EXPECT_EQ(wrong(std::string_view("@0\n61 \0\0\nq", 11)),
            "f:2:4: byte: expected a hexadecimal digit, found byte 0x00: 61 \\x00\\x00");
  EXPECT_EQ(wrong("@0\n61 62\n"), "f:3:1: expected 'q' at the end of the file, found nothing: it may be cut off");
  EXPECT_EQ(wrong("@0\n61\nq\n@10\n"), "f:4:1: expected nothing behind the 'q' that ends the file: @10");
  EXPECT_EQ(wrong("@0\n61\nquit"), "f:3:2: expected nothing behind the 'q' that ends the file: quit");
  EXPECT_EQ(wrong("@0\r\n61\r\n@0\r\n62\r\nq"), "f:4:1: overlap: 0x0 already holds 0x61, found 0x62: 62");
}

TEST(TiTxtRead, LenientTakesWhatHasACertainAddress) {
  const auto read = read_leniently(ti_txt,
                                   "61\n@10\n62 6? 64 65\n"   // one byte is lost, and its place is known
                                   "@20\n66 6 67\n68\n"       // what follows has no place
                                   "@3x\n69\n@30\n6A\nq x");  // a section without an address
  EXPECT_EQ(read.content, image_of({{0x10, "b"}, {0x12, "de"}, {0x20, "f"}, {0x30, "j"}}));
  EXPECT_EQ(read.notes, (std::vector<std::string>{
                            "1:1: expected '@' and an address before the first byte",
                            "3:5: byte: expected a hexadecimal digit, found '?'",
                            "5:5: byte: expected 2 digits, found 1",
                            "7:3: address: expected a hexadecimal digit, found 'x'",
                            "11:3: expected nothing behind the 'q' that ends the file",
                        }));
}

TEST(TiTxtRead, LenientRefusesWhatIsNoTiTxt) {
  EXPECT_THROW((void)read_leniently(ti_txt, "Lorem ipsum dolor"), image_error);
  EXPECT_THROW((void)read_leniently(ti_txt, "quantum"), image_error);
}

}  // namespace memosaic::ti_txt_read_test
