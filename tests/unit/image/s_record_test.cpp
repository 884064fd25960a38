// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "image/formats.hpp"
#include "support/image_reading.hpp"

namespace memosaic::s_record_test {

using namespace memosaic::literals;
using image_core::read_s_record;
using image_core::write_s_record;
using testing::read_text;
using testing::refusal;
using testing::written_text;

image one_block(int128 at, bytes_view bytes) {
  image made;
  made.memory.write(at, bytes);
  return made;
}

TEST(SRecord, TheNarrowestAddressesThatHoldAllAreWritten) {
  EXPECT_EQ(written_text(write_s_record, one_block(0xFFFF, "A"_bytes)), "S104FFFF41BC\nS5030001FB\nS9030000FC\n");
  EXPECT_EQ(written_text(write_s_record, one_block(0xFFFF, "AB"_bytes)),
            "S206"
            "00FFFF414278\nS5030001FB\nS804000000FB\n");
  EXPECT_EQ(written_text(write_s_record, one_block(0xFFFFFFFF, "A"_bytes)),
            "S306FFFFFFFF41BC\nS5030001FB\nS70500000000FA\n");
  EXPECT_EQ(written_text(write_s_record, {}), "S5030000FC\nS9030000FC\n");
  image entry = one_block(0, "A"_bytes);
  entry.entry = image_entry{0x10000, std::nullopt};
  EXPECT_EQ(written_text(write_s_record, entry), "S20500000041B9\nS5030001FB\nS804010000FA\n");
  EXPECT_EQ(written_text(write_s_record, entry, {.address_bits = 32, .lines = line_end::crlf, .entry = false}),
            "S3060000000041B8\r\nS5030001FB\r\nS70500000000FA\r\n");
}

TEST(SRecord, HeaderAndEntryAreKept) {
  const auto read = read_text(read_s_record,
                              "S0070000484452001A\nS1040000"
                              "41BA\nS5030001FB\nS9031234B6\n")
                        .content;
  EXPECT_EQ(read.header, "HDR");
  EXPECT_EQ(read.entry, (image_entry{0x1234, std::nullopt}));
  EXPECT_EQ(written_text(write_s_record, read), "S00600004844521B\nS104000041BA\nS5030001FB\nS9031234B6\n");
  EXPECT_EQ(written_text(write_s_record, read, {.entry = false, .header = false}),
            "S104000041BA\nS5030001FB\nS9030000FC\n");
}

TEST(SRecord, AnEntryOfZeroSaysNothing) {
  EXPECT_EQ(read_text(read_s_record, "S9030000FC").content.entry, std::nullopt);
}

TEST(SRecord, ManyRecordsAreCountedIn24Bits) {
  image content;
  content.memory.write(0, std::vector<std::byte>(0x10000, std::byte{1}));
  const auto text = written_text(write_s_record, content, {.record_length = 1});
  EXPECT_TRUE(text.ends_with("\nS604010000FA\nS9030000FC\n"));
  EXPECT_EQ(read_text(read_s_record, text).content, content);
}

TEST(SRecord, WordsAreCounted) {
  read_image_options options;
  options.word_size = 4;
  const auto read = read_text(read_s_record, "S107FFFF41424344F0\nS5030001FB\nS9030010EC\n", options).content;
  EXPECT_EQ(text_of(read.memory.to_bytes({0x3FFFC, 0x40000})), "ABCD");
  EXPECT_EQ(read.entry, (image_entry{0x40, std::nullopt}));
  EXPECT_EQ(written_text(write_s_record, read), "S107FFFF41424344F0\nS5030001FB\nS9030010EC\n");
}

TEST(SRecord, TheLongestRecordsHave255BytesWithTheirAddress) {
  for (const auto& [bits, most] : {std::pair{16U, 252U}, std::pair{24U, 251U}, std::pair{32U, 250U}}) {
    image content;
    content.memory.write(0, std::vector<std::byte>(5000, std::byte{0x5A}));
    const auto text = written_text(write_s_record, content, {.record_length = most, .address_bits = bits});
    EXPECT_EQ(text.substr(2, 2), "FF");
    EXPECT_EQ(read_text(read_s_record, text).content, content);
    EXPECT_EQ(refusal(write_s_record, content, {.record_length = most + 1, .address_bits = bits}),
              "S-record: a record holds 1 to " + std::to_string(most) + " bytes, not " + std::to_string(most + 1));
  }
}

TEST(SRecord, WhatItCannotHoldIsRefusedByName) {
  EXPECT_EQ(refusal(write_s_record, one_block(0xFFFFFFFF, "ab"_bytes)),
            "S-record: address 0x100000000 does not fit 32 bits; tektronix-extended and verilog-vmem have wider "
            "addresses");
  EXPECT_EQ(refusal(write_s_record, one_block(0xFFFF, "ab"_bytes), {.address_bits = 16}),
            "S-record: address 0x10000 does not fit 16 bits; 32 bits have room for more");
  EXPECT_EQ(refusal(write_s_record, {}, {.address_bits = 20}), "S-record: addresses have 16, 24 or 32 bits, not 20");
  image entry;
  entry.entry = image_entry{-4, std::nullopt};
  EXPECT_EQ(refusal(write_s_record, entry),
            "S-record: the entry point -0x4 does not fit 32 bits; tektronix-extended and verilog-vmem have wider "
            "addresses");
  image header;
  header.header = std::string(253, 'h');
  EXPECT_EQ(refusal(write_s_record, header),
            "S-record: a header has at most 252 characters, this one 253; shorten it or leave it out");
  EXPECT_EQ(written_text(write_s_record, header, {.header = false}), "S5030000FC\nS9030000FC\n");
}

}  // namespace memosaic::s_record_test
