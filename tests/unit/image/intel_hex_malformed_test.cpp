// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "image/formats.hpp"
#include "support/image_reading.hpp"

namespace memosaic::intel_hex_malformed_test {

using image_core::read_intel_hex;
using testing::lenient_problems;
using testing::read_text;

std::string strict(std::string_view text) { return testing::strict_message(read_intel_hex, text); }

constexpr std::string_view row = ":0100000041BE\n";
constexpr std::string_view end = ":00000001FF\n";

std::string between(std::string_view line) { return std::string(row).append(line).append("\n").append(end); }

TEST(IntelHexMalformed, EveryMistakeHasItsMessageAndPlace) {
  EXPECT_EQ(strict(between("")), "no error");
  EXPECT_EQ(strict(between("S9030000FC")), "a:2:1: expected ':', found 'S': S9030000FC");
  EXPECT_EQ(strict(between(":0100010041G")), "a:2:12: expected a hexadecimal digit, found 'G': :0100010041G");
  EXPECT_EQ(strict(between(":01000100 41BD")), "a:2:10: expected a hexadecimal digit, found ' ': :01000100 41BD");
  EXPECT_EQ(strict(between(":0100010041B")), "a:2:13: the second digit of the last byte is missing: :0100010041B");
  EXPECT_EQ(strict(between(":")), "a:2:2: a record has at least 5 bytes, this one 0: :");
  EXPECT_EQ(strict(between(":01000100")), "a:2:10: a record has at least 5 bytes, this one 4: :01000100");
  EXPECT_EQ(strict(between(":0200010041BC")), "a:2:2: length: expected 2 bytes, found 1: :0200010041BC");
  EXPECT_EQ(strict(between(":0100010041BC")), "a:2:12: checksum: expected 0xBD, found 0xBC: :0100010041BC");
  EXPECT_EQ(strict(between(":00000006FA")), "a:2:8: record type: expected 00 to 05, found 0x06: :00000006FA");
  EXPECT_EQ(strict(between(":0100000210ED")),
            "a:2:2: length: expected 2 bytes, found 1 in a record of type 02: :0100000210ED");
  EXPECT_EQ(strict(between(":020000031000EB")),
            "a:2:2: length: expected 4 bytes, found 2 in a record of type 03: :020000031000EB");
  EXPECT_EQ(strict(between(":00000004FC")),
            "a:2:2: length: expected 2 bytes, found 0 in a record of type 04: :00000004FC");
  EXPECT_EQ(strict(between(":00000005FB")),
            "a:2:2: length: expected 4 bytes, found 0 in a record of type 05: :00000005FB");
  EXPECT_EQ(strict(between(":0100000100FE")),
            "a:2:2: length: expected 0 bytes, found 1 in a record of type 01: :0100000100FE");
  EXPECT_EQ(strict(between(":0100000042BD")), "a:2:1: overlap: 0x0 already holds 0x41, found 0x42: :0100000042BD");
}

TEST(IntelHexMalformed, TheEndIsNeededOnce) {
  EXPECT_EQ(strict(row), "a:2:1: the end record (type 01) is missing");
  EXPECT_EQ(strict(std::string(end) + "\n" + std::string(row)),
            "a:3:1: something follows the end record; it does not count: :0100000041BE");
  EXPECT_EQ(strict(std::string(end) + std::string(end)),
            "a:2:1: something follows the end record; it does not count: :00000001FF");
  EXPECT_EQ(strict(std::string(end) + "\r\n \x1A"),
            "a:3:2: something follows the end record; it does not count:  \\x1A");
  EXPECT_EQ(strict(std::string(end) + " \t\r\r\n"), "no error");
  EXPECT_EQ(strict(""), "a:1:1: no record: this is no Intel HEX file");
}

TEST(IntelHexMalformed, ALenientReadingTakesWhatIsCertain) {
  const std::string text =
      "; made by hand\n:0100000041BE\n:0100010042BB\n:0100000043BC\n:0400000500000001F6\n"
      ":0400000500000002F5\n";
  EXPECT_EQ(lenient_problems(read_intel_hex, text),
            "1:1: expected ':', found ';'\n"
            "3:12: checksum: expected 0xBC, found 0xBB\n"
            "4:1: overlap: 0x0 already holds 0x41, found 0x43\n"
            "6:10: a second entry point 0x2, the first is 0x1\n"
            "7:1: the end record (type 01) is missing\n");
  read_image_options options;
  options.lenient = true;
  const auto read = read_text(read_intel_hex, text, options).content;
  EXPECT_EQ(read.memory.content_size(), 1U);
  EXPECT_EQ(read.memory.peek(0), std::byte{0x41});
  EXPECT_EQ(read.entry, (image_entry{1, std::nullopt}));
  EXPECT_THROW((void)read_text(read_intel_hex, "no\nrecord\n", options), image_error);
}

TEST(IntelHexMalformed, TheBytesBeforeTheLastAddressAreCertain) {
  constexpr std::string_view text = ":02000004FFFFFC\n:02FFFF0041427D\n:00000001FF\n";
  EXPECT_EQ(strict(text), "a:2:12: the data go beyond the last address, 0xFFFFFFFF: :02FFFF0041427D");
  read_image_options options;
  options.lenient = true;
  const auto read = read_text(read_intel_hex, text, options).content;
  EXPECT_EQ(read.memory.content_range(), (image_range{0xFFFFFFFF, 0x100000000}));
}

TEST(IntelHexMalformed, OrderAndEmptyRecordsDoNotMatter) {
  EXPECT_EQ(strict(":0100010042BC\n:0000000000\n:0100000041BE\n:00000001FF"), "no error");
}

}  // namespace memosaic::intel_hex_malformed_test
