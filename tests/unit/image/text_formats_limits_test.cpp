// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/image_text.hpp"

// What a text format cannot hold, and options that it does not have, are refused before the first byte.
namespace memosaic::text_formats_limits_test {

using namespace memosaic::testing;

constexpr auto tektronix = image_format::tektronix_extended;
constexpr auto mos = image_format::mos;
constexpr auto ti_txt = image_format::ti_txt;
constexpr auto ascii_hex = image_format::ascii_hex;
constexpr auto atmel = image_format::atmel_generic;
constexpr auto vmem = image_format::verilog_vmem;
constexpr auto c_array = image_format::c_array;
constexpr auto hexdump_format = image_format::hexdump;

constexpr int128 beyond_64_bits = int128{1} << 64;

TEST(TextFormatsLimits, Addresses) {
  EXPECT_EQ(
      not_written(mos, image_of({{0xFFFF, "ab"}})),
      "MOS Technology: address 0x10000 does not fit 16 bits; tektronix-extended and verilog-vmem have wider addresses");
  EXPECT_EQ(not_written(atmel, image_of({{0x2000000, "ab"}})),
            "Atmel generic: address 0x2000000 does not fit 24 bits of words of 2 bytes; tektronix-extended and "
            "verilog-vmem have "
            "wider addresses");
  for (const auto format : {tektronix, ti_txt, ascii_hex, vmem, c_array}) {
    EXPECT_EQ(
        not_written(format, image_of({{beyond_64_bits - 1, "ab"}})),
        std::string(facts_of(format).title) +
            ": address 0x10000000000000000 does not fit 64 bits; no file format has such addresses: shift the image");
    EXPECT_NE(not_written(format, image_of({{-1, "ab"}})), "nothing is wrong");
    EXPECT_EQ(not_written(format, image_of({{beyond_64_bits - 1, "a"}})), "nothing is wrong");
  }
  image from = image_of({{0, "ab"}});
  from.entry = image_entry{beyond_64_bits, std::nullopt};
  EXPECT_EQ(not_written(tektronix, from),
            "Tektronix extended HEX: the entry point 0x10000000000000000 does not fit 64 bits; no file format has such "
            "addresses: shift the image");
  EXPECT_EQ(not_written(tektronix, from, {.entry = false}), "nothing is wrong");
  EXPECT_EQ(not_written(ti_txt, from), "nothing is wrong");
  EXPECT_EQ(not_written(hexdump_format, image_of({{-1, "ab"}})), "nothing is wrong");
}

TEST(TextFormatsLimits, AddressBits) {
  const image from = image_of({{0x12345, "a"}});
  EXPECT_EQ(written(tektronix, from), "%0E630601234561\n");
  EXPECT_EQ(written(tektronix, from, {.address_bits = 32}), "%1062580001234561\n");
  EXPECT_EQ(written(ascii_hex, from, {.address_bits = 32}), "\x02 $A00012345,\n61\n\x03\n$S0061,\n");
  EXPECT_EQ(written(ti_txt, from), "@12345\n61\nq\n");
  EXPECT_EQ(not_written(tektronix, from, {.address_bits = 16}),
            "Tektronix extended HEX: address 0x12345 does not fit 16 bits; 64 bits have room for more");
  EXPECT_EQ(not_written(ascii_hex, from, {.address_bits = 20}),
            "ASCII-HEX: addresses have 16, 24, 32 or 64 bits, not 20");
  EXPECT_EQ(written(vmem, from, {.address_bits = 64}), "@0000000000012345\n61\n");
  EXPECT_EQ(not_written(c_array, from, {.address_bits = 16}), "C array: addresses have 32 or 64 bits, not 16");
  for (const auto format : {mos, ti_txt, atmel, hexdump_format}) {
    EXPECT_EQ(not_written(format, from, {.address_bits = 32}),
              std::string(facts_of(format).title) + ": it has no choice of address widths; leave it out");
  }
}

TEST(TextFormatsLimits, RecordLengths) {
  const image from = image_of({{0x80, "abcdef"}});
  EXPECT_EQ(not_written(tektronix, from, {.record_length = 123}),
            "Tektronix extended HEX: a record holds 1 to 122 bytes, not 123");
  EXPECT_EQ(not_written(mos, from, {.record_length = 256}), "MOS Technology: a record holds 1 to 255 bytes, not 256");
  EXPECT_EQ(not_written(ti_txt, from, {.record_length = 0}), "TI-TXT: a record holds 1 to 1024 bytes, not 0");
  EXPECT_EQ(not_written(c_array, from, {.record_length = 513}), "C array: a record holds 1 to 512 bytes, not 513");
  EXPECT_EQ(not_written(hexdump_format, from, {.record_length = 5000}),
            "hexdump: a record holds 1 to 4096 bytes, not 5000");
  EXPECT_EQ(not_written(atmel, from, {.record_length = 16}), "Atmel generic: it has no record length; leave it out");
  EXPECT_EQ(written(tektronix, from, {.record_length = 4}), "%126374008061626364\n%0E63B400846566\n");
  EXPECT_EQ(written(mos, from, {.record_length = 4}), ";04008061626364020E\n;02008465660151\n;0000020002\n");
}

TEST(TextFormatsLimits, Words) {
  image from = image_of({{0x101, "abc"}});
  EXPECT_EQ(not_written(atmel, from), "Atmel generic: of the word at 0x100 only a part is stored; give a fill byte");
  EXPECT_EQ(written(atmel, from, {.fill = std::byte{0xFF}}), "000080:61FF\n000081:6362\n");
  from.word_size = 4;
  EXPECT_EQ(not_written(vmem, from), "Verilog VMEM: of the word at 0x100 only a part is stored; give a fill byte");
  EXPECT_EQ(written(vmem, from, {.fill = std::byte{0xFF}}), "@00000040\nFF616263\n");
  EXPECT_EQ(not_written(vmem, from, {.record_length = 6}),
            "Verilog VMEM: a record of 6 bytes does not hold whole words of 4");
  for (const auto format : {tektronix, mos, ti_txt, ascii_hex}) {
    EXPECT_EQ(not_written(format, from), std::string(facts_of(format).title) +
                                             ": the block at 0x101 does not begin at a word of 4 bytes; align it");
  }
  from.memory.shift(-1);
  EXPECT_EQ(written(ti_txt, from), "@0040\n61 62 63\nq\n");
  EXPECT_EQ(not_written(vmem, from), "Verilog VMEM: of the word at 0x100 only a part is stored; give a fill byte");
}

TEST(TextFormatsLimits, OptionsOfOtherFormats) {
  const image from = image_of({{0x100, "ab"}});
  for (const auto format : {tektronix, mos, ti_txt, ascii_hex, c_array, hexdump_format}) {
    EXPECT_EQ(not_written(format, from, {.fill = std::byte{0}}),
              std::string(facts_of(format).title) + ": it keeps holes and has no fill byte; leave it out");
  }
  for (const auto format : {tektronix, mos, ti_txt, ascii_hex, atmel, vmem, hexdump_format}) {
    const std::string title(facts_of(format).title);
    EXPECT_EQ(not_written(format, from, {.array_name = "a"}), title + ": it has no array name; leave it out");
    EXPECT_EQ(not_written(format, from, {.uf2_family = 1}), title + ": it has no UF2 family; leave it out");
  }
}

TEST(TextFormatsLimits, ArrayNames) {
  const image from = image_of({{0x100, "a"}});
  for (const std::string name : {"", "1st", "a-b", "a b", "\xC3\xA4", "a\n"}) {
    EXPECT_EQ(not_written(c_array, from, {.array_name = name}),
              "C array: the array name \"" + name + "\": expected letters, digits and '_', and no digit in front");
  }
  EXPECT_EQ(not_written(c_array, from, {.array_name = "_Ab9"}), "nothing is wrong");
}

}  // namespace memosaic::text_formats_limits_test
