// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "memosaic/bytes/hex.hpp"
#include "support/image_text.hpp"

// Files of tokens: how far their lines reach does not matter, and a byte that meets another one is found in them.
namespace memosaic::token_bytes_test {

using namespace memosaic::testing;

std::vector<std::byte> many_bytes(std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * i + i / 251);
  return bytes;
}

TEST(TokenBytes, LinesMayBeOfAnyLength) {
  const auto bytes = many_bytes(300'000);
  image expected;
  expected.memory.write(0x20, bytes);
  const std::string text = to_hex(bytes, {.group = 1, .separator = " "});
  EXPECT_EQ(read_text(image_format::ti_txt, "@20 " + text + " q").content, expected);
  EXPECT_EQ(read_text(image_format::ascii_hex, "\x02$A20," + text + "\x03").content, expected);
  EXPECT_EQ(read_text(image_format::verilog_vmem, "@20 " + text).content, expected);
  expected.word_size = 4;
  EXPECT_EQ(read_text(image_format::verilog_vmem, "@8 " + to_hex(bytes, {.group = 4, .separator = "\t"})).content,
            expected);
  const std::string commas = to_hex(bytes, {.group = 1, .separator = ","});
  expected.word_size = 1;
  EXPECT_EQ(read_text(image_format::ascii_hex, "\x02$A20." + commas + "\x03").content, expected);
}

TEST(TokenBytes, EveryLineEnd) {
  const auto bytes = many_bytes(20'000);
  image expected;
  expected.memory.write(0, bytes);
  for (const std::string end : {"\n", "\r\n", "\r", " \n", " \r\n\r\n"}) {
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 16) {
      text += to_hex(bytes_view(bytes).subspan(at, 16), {.upper = true, .group = 1, .separator = " "}) + end;
    }
    EXPECT_EQ(read_text(image_format::ti_txt, "@0" + end + text + "q" + end).content, expected);
    EXPECT_EQ(read_text(image_format::ascii_hex, "\x02" + text + "\x03" + end).content, expected);
    EXPECT_EQ(read_text(image_format::verilog_vmem, text).content, expected);
  }
}

TEST(TokenBytes, TheByteThatMeetsAnotherIsFound) {
  const auto bytes = many_bytes(3000);
  const std::string text = to_hex(bytes, {.group = 1, .separator = "\n"});
  EXPECT_EQ(refused(image_format::ti_txt, "@100\nAA\n@0\n" + text + "\nq"),
            "f:260:1: overlap: 0x100 already holds 0xAA, found 0x01: 01");
  EXPECT_EQ(refused(image_format::verilog_vmem, "// 12\n@100 AA /* 34 */ @0\n" + text),
            "f:259:1: overlap: 0x100 already holds 0xAA, found 0x01: 01");
}

TEST(TokenBytes, OverlapsGoByThePolicy) {
  const std::string text = "@0\n01 02 03\n@1\n12 13 14\nq\n";
  EXPECT_EQ(read_text(image_format::ti_txt, text, {.overlap = merge_policy::keep}).content,
            image_of({{0, "\x01\x02\x03\x14"}}));
  EXPECT_EQ(read_text(image_format::ti_txt, text, {.overlap = merge_policy::replace}).content,
            image_of({{0, "\x01\x12\x13\x14"}}));
  EXPECT_EQ(refused(image_format::ti_txt, text), "f:4:1: overlap: 0x1 already holds 0x02, found 0x12: 12 13 14");
  const std::string same = "@0\n01 02 03\n@1\n02 03 04\nq\n";
  EXPECT_EQ(read_text(image_format::ti_txt, same).content, image_of({{0, "\x01\x02\x03\x04"}}));
  EXPECT_EQ(refused(image_format::ti_txt, same, {.overlap = merge_policy::error}),
            "f:4:1: overlap: 0x1 is already filled: 02 03 04");
}

}  // namespace memosaic::token_bytes_test
