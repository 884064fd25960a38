// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "image/formats.hpp"
#include "support/image_reading.hpp"

namespace memosaic::intel_hex_test {

using namespace memosaic::literals;
using image_core::read_intel_hex;
using image_core::write_intel_hex;
using testing::read_text;
using testing::refusal;
using testing::written_text;

constexpr std::string_view end = ":00000001FF\n";

std::string with_end(std::string_view text) { return std::string(text).append(end); }

image one_block(int128 at, bytes_view bytes) {
  image made;
  made.memory.write(at, bytes);
  return made;
}

TEST(IntelHex, LinearBasesReachTheLastAddress) {
  const auto read =
      read_text(read_intel_hex, with_end(":020000040800F2\n:0200FF00AABB9A\n:02000004ffffFC\n:01FFFF00AA57\n"));
  EXPECT_EQ(text_of(read.content.memory.to_bytes({0xFFFFFFFF, 0x100000000})), "\xAA");
  EXPECT_EQ(read.content.memory.block(0).start, 0x080000FF);
  EXPECT_EQ(written_text(write_intel_hex, read.content),
            with_end(":020000040800F2\n:0200FF00AABB9A\n:02000004FFFFFC\n:01FFFF00AA57\n"));
}

TEST(IntelHex, ALinearBaseCarriesRecordsAcross64KiB) {
  const auto read = read_text(read_intel_hex, with_end(":020000040001F9\n:04FFFE0041424344F5\n"));
  EXPECT_EQ(read.content.memory.blocks().begin()->start, 0x1FFFE);
  EXPECT_EQ(text_of(read.content.memory.to_bytes({0x1FFFE, 0x20002})), "ABCD");
}

TEST(IntelHex, SegmentsWrapAt64KiB) {
  const auto read = read_text(read_intel_hex, with_end(":020000021000EC\n:04FFFE0041424344F5\n"));
  EXPECT_EQ(text_of(read.content.memory.to_bytes({0x1FFFE, 0x20000})), "AB");
  EXPECT_EQ(text_of(read.content.memory.to_bytes({0x10000, 0x10002})), "CD");
  EXPECT_EQ(read.content.memory.content_size(), 4U);
}

TEST(IntelHex, EntriesAreKeptAsTheFileStatesThem) {
  const auto segmented = read_text(read_intel_hex, with_end(":0400000310000010D9\n")).content;
  EXPECT_EQ(segmented.entry, (image_entry{0x10010, std::uint16_t{0x1000}}));
  EXPECT_EQ(written_text(write_intel_hex, segmented), with_end(":0400000310000010D9\n"));
  const auto linear = read_text(read_intel_hex, with_end(":0400000508000135B9\n")).content;
  EXPECT_EQ(linear.entry, (image_entry{0x8000135, std::nullopt}));
  EXPECT_EQ(written_text(write_intel_hex, linear), with_end(":0400000508000135B9\n"));
  EXPECT_EQ(written_text(write_intel_hex, linear, {.entry = false}), end);
}

TEST(IntelHex, WordsAreCounted) {
  read_image_options options;
  options.word_size = 2;
  const auto read =
      read_text(read_intel_hex, with_end(":020000040001F9\n:04FFFF0041424344F4\n:0400000500000010E7\n"), options);
  EXPECT_EQ(text_of(read.content.memory.to_bytes({0x3FFFE, 0x40002})), "ABCD");
  EXPECT_EQ(read.content.word_size, 2U);
  EXPECT_EQ(written_text(write_intel_hex, read.content),
            with_end(":020000040001F9\n:02FFFF0041427D\n:020000040002F8\n:02000000434477\n:0400000500000010E7\n"));
}

TEST(IntelHex, RecordsHaveTheLengthAskedForAndEndAtBorders) {
  const auto content = one_block(0xFFFD, "abcdefgh"_bytes);
  EXPECT_EQ(written_text(write_intel_hex, content, {.record_length = 2, .lines = line_end::crlf}),
            ":02FFFD0061623F\r\n:01FFFF00639E\r\n:020000040001F9\r\n:02000000646535\r\n:0200020066672F\r\n"
            ":0100040068"
            "93\r\n:00000001FF\r\n");
  EXPECT_EQ(written_text(write_intel_hex, content, {.address_bits = 20}),
            with_end(":03FFFD00616263DB\n:020000021000EC\n:050000006465666768FD\n"));
}

TEST(IntelHex, LongRecordsAndLowerCaseAreRead) {
  image content = one_block(0x20, "x"_bytes);
  content.memory.write(0x21, std::vector<std::byte>(5000, std::byte{0xAB}));
  std::string text = written_text(write_intel_hex, content, {.record_length = 255});
  EXPECT_EQ(text.substr(0, 9), ":FF002000");
  for (char& each : text) {
    if (each >= 'A' && each <= 'F') each = static_cast<char>(each | 0x20);
  }
  EXPECT_EQ(read_text(read_intel_hex, text).content, content);
}

TEST(IntelHex, WhatItCannotHoldIsRefusedByName) {
  EXPECT_EQ(refusal(write_intel_hex, one_block(0xFFFFFFFF, "ab"_bytes)),
            "Intel HEX: address 0x100000000 does not fit 32 bits; tektronix-extended and verilog-vmem have wider "
            "addresses");
  EXPECT_EQ(refusal(write_intel_hex, one_block(-1, "ab"_bytes), {.address_bits = 16}),
            "Intel HEX: address -0x1 does not fit 16 bits; 32 bits have room for more");
  EXPECT_EQ(refusal(write_intel_hex, {}, {.address_bits = 24}), "Intel HEX: addresses have 16, 20 or 32 bits, not 24");
  EXPECT_EQ(refusal(write_intel_hex, {}, {.record_length = 256}), "Intel HEX: a record holds 1 to 255 bytes, not 256");
  image words = one_block(2, "abcd"_bytes);
  words.word_size = 4;
  EXPECT_EQ(refusal(write_intel_hex, words),
            "Intel HEX: the block at 0x2 does not begin at a word of 4 bytes; align it");
  EXPECT_EQ(refusal(write_intel_hex, {}, {.record_length = 0}), "Intel HEX: a record holds 1 to 255 bytes, not 0");
  image entry;
  entry.entry = image_entry{0x20000, std::uint16_t{0x1000}};
  EXPECT_EQ(refusal(write_intel_hex, entry), "Intel HEX: the entry point 0x20000 is not in its segment 0x1000");
}

}  // namespace memosaic::intel_hex_test
