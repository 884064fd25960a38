// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/image_text.hpp"

namespace memosaic::mos_read_test {

using namespace memosaic::testing;

constexpr auto mos = image_format::mos;

TEST(MosRead, RecordsAndTheirCount) {
  const auto expected = image_of({{0x10, "Hello, World\n"}});
  EXPECT_EQ(read_text(mos, ";0D001048656C6C6F2C20576F726C640A046F\n;0000010001\n").content, expected);
  EXPECT_EQ(read_text(mos, ";0d001048656c6c6f2c20576f726c640a046f\r\n;0000010001").content, expected);
  EXPECT_EQ(read_text(mos, ";0000000000").content, image{});
}

TEST(MosRead, PaperTapesHaveNulsAndAnXoff) {
  const std::string_view tape(";01FFFF61 \r\n\0\0\0\0\0\0", 18);
  EXPECT_EQ(refused(mos, tape), "f:1:10: expected a hexadecimal digit, found the end of the record: ;01FFFF61 ");
  const std::string_view right(";01FFFF610260\r\n\0\0\0\0\0\0;0000010001\r\n\0\0\0\0\0\0\x13", 40);
  EXPECT_EQ(read_text(mos, right).content, image_of({{0xFFFF, "a"}}));
}

TEST(MosRead, TheLastSumIsUsualOrTheCount) {
  std::string text;
  image expected;
  for (unsigned at = 0; at < 0x102; ++at) {
    char record[32];
    (void)std::snprintf(record, sizeof record, ";01%04X61%04X\n", at, 1 + (at >> 8) + (at & 0xFF) + 0x61);
    text += record;
    expected.memory.write(at, bytes_of(std::string_view("a")));
  }
  EXPECT_EQ(read_text(mos, text + ";0001020003").content, expected);
  EXPECT_EQ(read_text(mos, text + ";0001020102").content, expected);
  EXPECT_EQ(refused(mos, text + ";0001020004"), "f:259:8: checksum: expected 0x0003, found 0x0004: ;0001020004");
}

TEST(MosRead, AddressesOfWords) {
  const auto read = read_text(mos, ";01FFFF610260\n;0000010001", {.word_size = 2});
  EXPECT_EQ(read.content.memory, image_of({{0x1FFFE, "a"}}).memory);
  EXPECT_EQ(read.content.word_size, 2U);
}

TEST(MosRead, SaysWhatIsWrongAndWhere) {
  const auto wrong = [](std::string_view text) { return refused(mos, text); };
  EXPECT_EQ(wrong(""), "f:1:1: no MOS Technology file: it has no record that is right");
  EXPECT_EQ(wrong("01FFFF610260"), "f:1:1: expected ';' at the start of a record, found '0': 01FFFF610260");
  EXPECT_EQ(wrong(";01FFFF61026"), "f:1:13: expected a hexadecimal digit, found the end of the record: ;01FFFF61026");
  EXPECT_EQ(wrong(";01FFGF610260"), "f:1:6: expected a hexadecimal digit, found 'G': ;01FFGF610260");
  EXPECT_EQ(wrong(";01F\n;"), "f:1:5: expected a hexadecimal digit, found the end of the record: ;01F");
  EXPECT_EQ(wrong(";01FFFF610261"), "f:1:10: checksum: expected 0x0260, found 0x0261: ;01FFFF610261");
  EXPECT_EQ(wrong(";01FFFF6102600"),
            "f:1:14: expected the end of the line behind the record, found '0': ;01FFFF6102600");
  EXPECT_EQ(wrong(";02FFFF616202C3"),
            "f:1:4: address: the data ends beyond the last address of 16 bits: ;02FFFF616202C3");
  EXPECT_EQ(wrong(";01FFFF610260\n"),
            "f:2:1: expected a record without bytes at the end, found nothing: the file may be cut off");
  EXPECT_EQ(wrong(";01FFFF610260\n;0000020002"), "f:2:4: count of records: expected 0x0001, found 0x0002: ;0000020002");
  EXPECT_EQ(wrong(";01FFFF610260\n;0000010001\n;"), "f:3:1: expected nothing behind the last record: ;");
  EXPECT_EQ(wrong(";01FFFF610260\n;01FFFF620261\n"),
            "f:2:1: overlap: 0xFFFF already holds 0x61, found 0x62: ;01FFFF620261");
}

TEST(MosRead, LenientLeavesOutRecordsThatAreWrong) {
  const auto read = read_leniently(mos, "KIM\n;01FFFF610260\n;01000162;01000263006x\n;0100036400680;0000010001\nbye");
  EXPECT_EQ(read.content, image_of({{0xFFFF, "a"}, {3, "d"}}));
  EXPECT_EQ(read.notes, (std::vector<std::string>{
                            "1:1: expected ';' at the start of a record, found 'K'",
                            "3:10: expected a hexadecimal digit, found ';'",
                            "3:22: expected a hexadecimal digit, found 'x'",
                            "4:14: expected the end of the line behind the record, found '0'",
                            "4:18: count of records: expected 0x0002, found 0x0001",
                            "5:1: expected nothing behind the last record",
                        }));
  EXPECT_THROW((void)read_leniently(mos, "Lorem ipsum; dolor"), image_error);
}

}  // namespace memosaic::mos_read_test
