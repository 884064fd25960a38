// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "memosaic/image/format.hpp"

namespace format_content_test {
using namespace memosaic;
using namespace memosaic::literals;

std::optional<image_format> shown(const std::string& text) { return image_format_of_content(bytes_of(text)); }

TEST(ImageFormatOfContent, KnowsTheFirstRecordOfEachFormat) {
  EXPECT_EQ(shown(":00000001FF\n"), image_format::intel_hex);
  EXPECT_EQ(shown(":10010000214601360121470136007EFE09D2190140"), image_format::intel_hex);
  EXPECT_EQ(shown("S00F000068656C6C6F202020202000003C\n"), image_format::s_record);
  EXPECT_EQ(shown("s1137AF00A0A0D0000000000000000000000000061\r\n"), image_format::s_record);
  EXPECT_EQ(shown("%1A626810000000202020202020\n"), image_format::tektronix_extended);
  EXPECT_EQ(shown(";180000FFEEDDCCBBAA0099887766554433221122334455667788990AFC\n"), image_format::mos);
  EXPECT_EQ(shown("000102:ABCD\n000103:1234\n"), image_format::atmel_generic);
  EXPECT_EQ(shown("\x02 $A1000,\n48 65 \x03"), image_format::ascii_hex);
  EXPECT_EQ(shown("\x02"
                  "48 65 \x03"),
            image_format::ascii_hex);
  EXPECT_EQ(shown("$A1000,\n48 65"), image_format::ascii_hex);
  EXPECT_EQ(shown("@F000\n31 40 00 03\nq\n"), image_format::ti_txt);
  EXPECT_EQ(shown("@00000000 48656C6C\n"), image_format::verilog_vmem);
  EXPECT_EQ(shown("// words\n@0\n48 65\n"), image_format::verilog_vmem);
  EXPECT_EQ(shown("@0\n4865 6C6C\n"), image_format::verilog_vmem);
  EXPECT_EQ(shown("/* begin */ @0 /* and */\n"), image_format::verilog_vmem);
  EXPECT_EQ(shown("\x7f"
                  "ELF"),
            image_format::elf);
}

TEST(ImageFormatOfContent, PassesOverAMarkAndWhiteSpace) {
  EXPECT_EQ(shown("\xEF\xBB\xBF\r\n \t:00000001FF\n"), image_format::intel_hex);
  EXPECT_EQ(shown("\n\nS9030000FC\n"), image_format::s_record);
}

TEST(ImageFormatOfContent, SaysNothingOfWhatMayBeSomethingElse) {
  EXPECT_EQ(shown(""), std::nullopt);
  EXPECT_EQ(shown(":"), std::nullopt);
  EXPECT_EQ(shown(":0000000"), std::nullopt);
  EXPECT_EQ(shown("Some text: 1234"), std::nullopt);
  EXPECT_EQ(shown("S1 and more"), std::nullopt);
  EXPECT_EQ(shown(";180000FFEE and a comment"), std::nullopt);
  EXPECT_EQ(shown("000102:ABCDE\n"), std::nullopt);
  EXPECT_EQ(shown(std::string("\x02\x00\x10\x00", 4)), std::nullopt);
  EXPECT_EQ(shown("48 65 6C 6C\n"), std::nullopt);
  EXPECT_EQ(shown("// a comment, as in C\nint a;"), std::nullopt);
  EXPECT_EQ(shown("/* that never ends"), std::nullopt);
  EXPECT_EQ(shown("\x7f"
                  "EL"),
            std::nullopt);
  // What objcopy writes for Verilog could as well be TI-TXT whose end is not there.
  EXPECT_EQ(shown("@00000000\n48 65 6C 6C\n"), std::nullopt);
}

TEST(ImageFormatOfContent, TheEndOfALongFileTellsTiTxt) {
  std::string text = "@0000\n";
  for (int row = 0; row < 1000; ++row) text += "00 11 22 33\n";
  EXPECT_EQ(shown(text), std::nullopt);
  EXPECT_EQ(shown(text + "q\n"), image_format::ti_txt);
}

TEST(ImageFormatOfContent, Uf2NeedsAllItsMagic) {
  std::string block(512, '\0');
  block.replace(0, 8, "UF2\nWQ]\x9E");
  EXPECT_EQ(shown(block), std::nullopt);
  block.replace(508, 4, "\x30\x6F\xB1\x0A");
  EXPECT_EQ(shown(block), image_format::uf2);
  EXPECT_EQ(shown(block.substr(0, 511)), std::nullopt);
}

}  // namespace format_content_test
