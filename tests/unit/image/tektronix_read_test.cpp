// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/image_text.hpp"

namespace memosaic::tektronix_read_test {

using namespace memosaic::testing;

constexpr auto tektronix = image_format::tektronix_extended;

TEST(TektronixRead, DataAndTheEntryPoint) {
  auto expected = image_of({{0x6B, "Hello, World\n"}});
  EXPECT_EQ(read_text(tektronix, "%286D980000006B48656C6C6F2C20576F726C640A\n").content, expected);
  expected.entry = image_entry{0x1234, std::nullopt};
  EXPECT_EQ(read_text(tektronix, "%286D980000006B48656C6C6F2C20576F726C640A\r\n%0E828800001234").content, expected);
  EXPECT_TRUE(read_text(tektronix, "").content.memory.empty());
}

TEST(TektronixRead, AddressesOfEveryLength) {
  EXPECT_EQ(read_text(tektronix, "%0A6282A561").content, image_of({{0xA5, "a"}}));
  EXPECT_EQ(read_text(tektronix, "%186060FFFFFFFFFFFFFFFF61").content, image_of({{(int128{1} << 64) - 1, "a"}}));
  EXPECT_EQ(read_text(tektronix, "%0760E10").content, image{});
  EXPECT_EQ(read_text(tektronix, "%0E628410006162", {.word_size = 4}).content.memory,
            image_of({{0x4000, "ab"}}).memory);
}

TEST(TektronixRead, LowerCaseLettersAreDigitsAndWorthMore) {
  EXPECT_EQ(read_text(tektronix, "%0A6462a561").content, image_of({{0xA5, "a"}}));
  EXPECT_EQ(refused(tektronix, "%0A6282a561"), "f:1:5: checksum: expected 0x46, found 0x28: %0A6282a561");
}

TEST(TektronixRead, SymbolsArePassedOver) {
  const auto read = read_text(tektronix, "%103E85.data11010\n%1F3F65.data40_binary_h_bin_st10\n%0781010\n");
  EXPECT_TRUE(read.content.memory.empty());
  EXPECT_EQ(read.content.entry, (image_entry{0, std::nullopt}));
}

TEST(TektronixRead, ATerminationNeedsNoAddress) {
  EXPECT_FALSE(read_text(tektronix, "%0580D\n").content.entry.has_value());
  EXPECT_EQ(read_text(tektronix, "%0A82041234\n", {.word_size = 2}).content.entry, (image_entry{0x2468, std::nullopt}));
}

TEST(TektronixRead, SaysWhatIsWrongAndWhere) {
  const auto wrong = [](std::string_view text) { return refused(tektronix, text); };
  EXPECT_EQ(wrong(":286D98"), "f:1:1: expected '%' at the start of a block, found ':': :286D98");
  EXPECT_EQ(wrong("%0560"), "f:1:6: expected length, type and checksum behind '%', found the end of the line: %0560");
  EXPECT_EQ(wrong("%0G6282A561"), "f:1:3: length: expected a hexadecimal digit, found 'G': %0G6282A561");
  EXPECT_EQ(wrong("%0A6282A56"), "f:1:2: length: expected 0x09 characters behind '%', found 0x0A: %0A6282A56");
  EXPECT_EQ(wrong("%0A6282A5 1"), "f:1:10: expected a character of the format, found ' ': %0A6282A5 1");
  EXPECT_EQ(wrong("%0A62x2A561"), "f:1:6: checksum: expected a hexadecimal digit, found 'x': %0A62x2A561");
  EXPECT_EQ(wrong("%0A6292A561"), "f:1:5: checksum: expected 0x28, found 0x29: %0A6292A561");
  EXPECT_EQ(wrong("%0750D10"), "f:1:4: block type: expected '3', '6' or '8', found '5': %0750D10");
  EXPECT_EQ(wrong("%0560B"), "f:1:7: address: expected the count of its digits, found the end of the block: %0560B");
  EXPECT_EQ(wrong("%0761DG0"), "f:1:7: address: expected the count of its digits, found 'G': %0761DG0");
  EXPECT_EQ(wrong("%096178000"), "f:1:11: address: expected 8 digits, found 3: %096178000");
  EXPECT_EQ(wrong("%0A64A2A_61"), "f:1:9: address: expected a hexadecimal digit, found '_': %0A64A2A_61");
  EXPECT_EQ(wrong("%0C6512A561.1"), "f:1:12: data: expected a hexadecimal digit, found '.': %0C6512A561.1");
  EXPECT_EQ(wrong("%0A6372A56G"), "f:1:11: data: expected a hexadecimal digit, found 'G': %0A6372A56G");
  EXPECT_EQ(wrong("%096262A56"), "f:1:11: data: expected a hexadecimal digit, found the end of the block: %096262A56");
  EXPECT_EQ(wrong("%1A6100FFFFFFFFFFFFFFFF6162"),
            "f:1:7: address: the data ends beyond the last address of 64 bits: %1A6100FFFFFFFFFFFFFFFF6162");
  EXPECT_EQ(wrong("%098121000"),
            "f:1:9: expected nothing behind the address of the termination block, found '0': %098121000");
  EXPECT_EQ(wrong("%0580D\n\n%0A6282A561"), "f:3:1: expected nothing behind the termination block: %0A6282A561");
  EXPECT_EQ(wrong("%0A6282A561\r%0A6292A562"), "f:2:1: overlap: 0xA5 already holds 0x61, found 0x62: %0A6292A562");
  EXPECT_EQ(wrong(std::string(70'000, '%')).substr(0, 51), "f:1:65537: a line of more than 65536 characters: %%");
}

TEST(TektronixRead, LenientLeavesOutBlocksThatAreWrong) {
  const auto read = read_leniently(tektronix, "text\n%0A6282A561\n%0A6282A562\n%0580D\nmore\nand more");
  EXPECT_EQ(read.content, image_of({{0xA5, "a"}}));
  EXPECT_EQ(read.notes, (std::vector<std::string>{
                            "1:1: expected '%' at the start of a block, found 't'",
                            "3:5: checksum: expected 0x29, found 0x28",
                            "5:1: expected nothing behind the termination block",
                        }));
  EXPECT_THROW((void)read_leniently(tektronix, "Lorem ipsum"), image_error);
}

}  // namespace memosaic::tektronix_read_test
