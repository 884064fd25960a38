// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "image/formats.hpp"
#include "support/image_reading.hpp"

namespace memosaic::s_record_malformed_test {

using image_core::read_s_record;
using testing::lenient_problems;
using testing::read_text;

std::string strict(std::string_view text) { return testing::strict_message(read_s_record, text); }

std::string between(std::string_view line) {
  return std::string("S104000041BA\n").append(line).append("\nS9030000FC\n");
}

TEST(SRecordMalformed, EveryMistakeHasItsMessageAndPlace) {
  EXPECT_EQ(strict(between("")), "no error");
  EXPECT_EQ(strict(between(":00000001FF")), "a:2:1: expected 'S', found ':': :00000001FF");
  EXPECT_EQ(strict(between("S")), "a:2:2: record type: expected S0 to S3 or S5 to S9: S");
  EXPECT_EQ(strict(between("S4030000FC")), "a:2:2: record type: expected S0 to S3 or S5 to S9: S4030000FC");
  EXPECT_EQ(strict(between("SA030000FC")), "a:2:2: record type: expected S0 to S3 or S5 to S9: SA030000FC");
  EXPECT_EQ(strict(between("S1")), "a:2:3: the length of the record is missing: S1");
  EXPECT_EQ(strict(between("S1040001\x01")), "a:2:9: expected a hexadecimal digit, found byte 0x01: S1040001\\x01");
  EXPECT_EQ(strict(between("S104000141B")), "a:2:12: the second digit of the last byte is missing: S104000141B");
  EXPECT_EQ(strict(between("S105000141B9")), "a:2:3: length: expected 5 bytes, found 4: S105000141B9");
  EXPECT_EQ(strict(between("S10200FD")), "a:2:3: length: expected 3 bytes, found 2 in an S1 record: S10200FD");
  EXPECT_EQ(strict(between("S9040000"
                           "01FA")),
            "a:2:3: length: expected 3 bytes, found 4 in an S9 record: S904000001FA");
  EXPECT_EQ(strict(between("S104000141B8")), "a:2:11: checksum: expected 0xB9, found 0xB8: S104000141B8");
  EXPECT_EQ(strict(between("S5030002FA")), "a:2:5: count of data records: expected 1, found 2: S5030002FA");
  EXPECT_EQ(strict(between("S604000000FB")), "a:2:5: count of data records: expected 1, found 0: S604000000FB");
  EXPECT_EQ(strict(between("S104000042B9")), "a:2:1: overlap: 0x0 already holds 0x41, found 0x42: S104000042B9");
  EXPECT_EQ(strict(between("S307FFFFFFFF414279")),
            "a:2:15: the data go beyond the last address, 0xFFFFFFFF: S307FFFFFFFF414279");
}

TEST(SRecordMalformed, TheEndIsNeededOnceAndNoWiderThanNeeded) {
  EXPECT_EQ(strict("S104000041BA\n"), "a:2:1: the end record (S7, S8 or S9) is missing, and a count (S5) too");
  EXPECT_EQ(strict("S104000041BA\nS5030001FB\n"), "no error");  // as srec_cat writes it
  EXPECT_EQ(strict("S104000041BA\nS5030001FB\nS104000141B9\n"),
            "a:4:1: the end record (S7, S8 or S9) is missing, and a count (S5) too");
  EXPECT_EQ(strict("S104000041BA\nS70500000000FA\n"),
            "a:2:2: S7 ends a file of S3 records, and this one has none: S70500000000FA");
  EXPECT_EQ(strict("S3060001000041B7\nS9030000FC\n"), "no error");
  EXPECT_EQ(strict("S104000041BA\nS80401234592\n"), "no error");
  EXPECT_EQ(strict("S9030000FC\nS9030000FC\n"),
            "a:2:1: something follows the end record; it does not count: S9030000FC");
  EXPECT_EQ(strict("\n"), "a:2:1: no record: this is no S-record file");
}

TEST(SRecordMalformed, AddressesOfAnyWidthMayMeetInOneFile) {
  const auto read =
      read_text(read_s_record, "S105FFFF414279\nS206020000434470\nS3060002000245B0\nS9030000FC\n").content;
  EXPECT_EQ(text_of(read.memory.to_bytes({0xFFFF, 0x10001})), "AB");
  EXPECT_EQ(text_of(read.memory.to_bytes({0x20000, 0x20003})), "CDE");
}

TEST(SRecordMalformed, HeadersMayHoldAnyBytesButSayOneThing) {
  EXPECT_EQ(strict("S00600004844521B\nS00600004844521B\nS9030000FC\n"), "no error");
  const auto read = read_text(read_s_record, "S0050000FF0AF1\nS9030000FC\n");
  EXPECT_EQ(read.content.header, "\xFF\n");
  EXPECT_EQ(strict("S00600004844521B\nS00400004BB0\nS9030000FC\n"),
            "a:2:1: a second header; the first counts: S00400004BB0");
}

TEST(SRecordMalformed, ALenientReadingTakesWhatIsCertain) {
  const std::string text = "junk\nS104000041BA\nS104000141B8\nS307FFFFFFFF414279\nS5030004F8\nS70500001234B4\nmore\n";
  EXPECT_EQ(lenient_problems(read_s_record, text),
            "1:1: expected 'S', found 'j'\n"
            "3:11: checksum: expected 0xB9, found 0xB8\n"
            "4:15: the data go beyond the last address, 0xFFFFFFFF\n"
            "5:5: count of data records: expected 2, found 4\n"
            "7:1: something follows the end record; it does not count\n");
  read_image_options options;
  options.lenient = true;
  const auto read = read_text(read_s_record, text, options).content;
  EXPECT_EQ(read.memory.content_size(), 2U);
  EXPECT_EQ(read.memory.peek(0xFFFFFFFF), std::byte{0x41});
  EXPECT_EQ(read.entry, (image_entry{0x1234, std::nullopt}));
}

}  // namespace memosaic::s_record_malformed_test
