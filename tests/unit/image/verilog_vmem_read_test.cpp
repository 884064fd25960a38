// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/image_text.hpp"

namespace memosaic::verilog_vmem_read_test {

using namespace memosaic::testing;

constexpr auto vmem = image_format::verilog_vmem;

image with_words(unsigned word_size, image made) {
  made.word_size = word_size;
  return made;
}

TEST(VmemRead, TheFirstWordTellsTheirSize) {
  EXPECT_EQ(read_text(vmem, "@10 61 62\n63").content, with_words(1, image_of({{0x10, "abc"}})));
  EXPECT_EQ(read_text(vmem, "@10 6162 6364\n6566\n").content, with_words(2, image_of({{0x20, "abcdef"}})));
  EXPECT_EQ(read_text(vmem, "@10\n61626364 65666768").content, with_words(4, image_of({{0x40, "abcdefgh"}})));
  EXPECT_EQ(read_text(vmem, "61626364_65666768\n@2 4142434445464748").content,
            with_words(8, image_of({{0, "abcdefgh"}, {0x10, "ABCDEFGH"}})));
}

TEST(VmemRead, LeadingZerosMayBeAbsent) {
  EXPECT_EQ(read_text(vmem, "00006162 63 0").content, with_words(4, image_of({{0, {"\0\0ab\0\0\0c\0\0\0\0", 12}}})));
  EXPECT_EQ(read_text(vmem, "1 2 F").content, with_words(1, image_of({{0, "\x01\x02\x0F"}})));
  EXPECT_EQ(read_text(vmem, "161").content, with_words(2, image_of({{0, "\x01\x61"}})));
  EXPECT_EQ(read_text(vmem, "1 6162", {.word_size = 2}).content, with_words(2, image_of({{0, {"\0\x01\x61\x62", 4}}})));
}

TEST(VmemRead, CommentsSeparate) {
  EXPECT_EQ(read_text(vmem, "// 12 /* 34\r\n/* @5 \n // 67 */@4/**/61/***/62// end\n63//").content,
            image_of({{4, "abc"}}));
  EXPECT_TRUE(read_text(vmem, "").content.memory.empty());
  EXPECT_EQ(read_text(vmem, "// nothing", {.word_size = 4}).content.word_size, 4U);
}

TEST(VmemRead, SaysWhatIsWrongAndWhere) {
  const auto wrong = [](std::string_view text) { return refused(vmem, text); };
  EXPECT_EQ(wrong("61 6x"), "f:1:5: word: the digit 'x' stands for bits that are not known: 61 6x");
  EXPECT_EQ(wrong("6162 zzzz"), "f:1:6: word: the digit 'z' stands for bits that are not known: 6162 zzzz");
  EXPECT_EQ(wrong("61\n6G"), "f:2:2: word: expected a hexadecimal digit, found 'G': 6G");
  EXPECT_EQ(wrong("_61"), "f:1:1: word: expected a hexadecimal digit, found '_': _61");
  EXPECT_EQ(wrong("12345678123456781"), "f:1:17: word: more than 64 bits: 12345678123456781");
  EXPECT_EQ(wrong("61 626"),
            "f:1:4: word: expected at most 2 digits, as the first word has, found 3: give the word size: 61 626");
  EXPECT_EQ(wrong("@ 61"), "f:1:2: address: expected a hexadecimal digit, found none: @ 61");
  EXPECT_EQ(wrong("@1_0 61"), "f:1:3: address: expected a hexadecimal digit, found '_': @1_0 61");
  EXPECT_EQ(wrong("61 /* 62"), "f:1:4: the comment does not end: 61 /* 62");
  EXPECT_EQ(wrong("61 / 62"), "f:1:4: expected '//' or '/*', found '/' alone: 61 / 62");
  EXPECT_EQ(wrong("6162 6364 @1 6162"), "f:1:14: overlap: 0x2 already holds 0x63, found 0x61: 6162 6364 @1 6162");
}

TEST(VmemRead, LenientLeavesOutWhatIsNotKnown) {
  const auto read = read_leniently(vmem, "zzzz 6162 63xx 6_4_6_5 666 666666 6768\n@5x 696A @8 6B6C / /*");
  EXPECT_EQ(read.content, with_words(2, image_of({{2, "ab"}, {6, "de\x06\x66"}, {12, "gh"}, {16, "kl"}})));
  EXPECT_EQ(read.notes.size(), 6U);
  EXPECT_THROW((void)read_leniently(vmem, "Lorem ipsum"), image_error);
}

}  // namespace memosaic::verilog_vmem_read_test
