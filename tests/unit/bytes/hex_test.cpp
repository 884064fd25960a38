// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <stdexcept>

#include "bytes/hex_kernels.hpp"
#include "memosaic/error.hpp"
#include "support/guarded_bytes.hpp"

namespace hex_text {

using namespace memosaic;
using namespace memosaic::literals;

TEST(Hex, Formats) {
  const bytes_view bytes = "\xde\xad\xbe\xef\x01"_bytes;
  EXPECT_EQ(to_hex(bytes), "deadbeef01");
  EXPECT_EQ(to_hex(bytes, {.upper = true}), "DEADBEEF01");
  EXPECT_EQ(to_hex(bytes, {.group = 1, .separator = " "}), "de ad be ef 01");
  EXPECT_EQ(to_hex(bytes, {.upper = true, .group = 2, .separator = "::"}), "DEAD::BEEF::01");
  EXPECT_EQ(to_hex(bytes, {.group = 5, .separator = "-"}), "deadbeef01");
  EXPECT_EQ(to_hex({}, {.group = 1, .separator = "-"}), "");
}

TEST(Hex, SizesAreKnownBefore) {
  EXPECT_EQ(hex_size(5), 10u);
  EXPECT_EQ(hex_size(5, {.group = 2, .separator = "::"}), 14u);
  EXPECT_EQ(hex_size(4, {.group = 2, .separator = "::"}), 10u);
  EXPECT_EQ(hex_size(0, {.group = 2, .separator = "::"}), 0u);
  EXPECT_THROW(static_cast<void>(hex_size(npos)), std::length_error);
  EXPECT_THROW(static_cast<void>(hex_size(npos / 4, {.group = 1, .separator = "::"})), std::length_error);
}

TEST(Hex, IntoTheCallersCharacters) {
  std::string text = "........";
  EXPECT_EQ(to_hex("\x01\xab"_bytes, text, {.group = 1, .separator = " "}), 5u);
  EXPECT_EQ(text, "01 ab...");
  EXPECT_THROW(to_hex("\x01\x02\x03\x04\x05"_bytes, text), std::out_of_range);
  EXPECT_EQ(text, "01 ab...");
}

TEST(Hex, DigitsOfEitherCase) {
  const auto bytes = from_hex("00FfaB09");
  EXPECT_TRUE(std::ranges::equal(bytes, "\x00\xff\xab\x09"_bytes));
  EXPECT_TRUE(from_hex("").empty());
}

TEST(Hex, SpacesOnlyWhenAskedAndOnlyBetweenBytes) {
  EXPECT_TRUE(std::ranges::equal(from_hex(" de ad\r\n\tbe  ef ", hex_spaces::skipped), "\xde\xad\xbe\xef"_bytes));
  EXPECT_TRUE(from_hex("  \n", hex_spaces::skipped).empty());
  EXPECT_THROW(static_cast<void>(from_hex("de ad")), format_error);
  EXPECT_THROW(static_cast<void>(from_hex("d ead", hex_spaces::skipped)), format_error);
}

TEST(Hex, IntoTheCallersBytes) {
  std::byte bytes[3] = {};
  EXPECT_EQ(from_hex("0102", bytes), 2u);
  EXPECT_EQ(from_hex("010203\n", bytes, hex_spaces::skipped), 3u);
  EXPECT_EQ(bytes[2], std::byte{3});
  EXPECT_THROW(from_hex("01020304", bytes), std::out_of_range);
  EXPECT_THROW(from_hex("01", mutable_bytes_view{}), std::out_of_range);
  EXPECT_EQ(from_hex("", mutable_bytes_view{}), 0u);
}

std::uint64_t bad_offset(std::string_view text, hex_spaces spaces = hex_spaces::refused) {
  try {
    static_cast<void>(from_hex(text, spaces));
  } catch (const format_error& error) {
    return error.offset();
  }
  return npos;
}

TEST(Hex, ErrorsNameTheFirstBadCharacter) {
  EXPECT_EQ(bad_offset("0g"), 1u);
  EXPECT_EQ(bad_offset("g0"), 0u);
  EXPECT_EQ(bad_offset("00@0"), 2u);
  EXPECT_EQ(bad_offset("000"), 3u);
  EXPECT_EQ(bad_offset("00 "), 2u);
  EXPECT_EQ(bad_offset("00 0", hex_spaces::skipped), 4u);
  EXPECT_EQ(bad_offset("00 x0", hex_spaces::skipped), 3u);
  for (std::size_t at = 0; at < 200; ++at) {
    for (const char wrong : {'/', ':', '@', 'G', '`', 'g', '\0', ' ', '\xff', '\xb0'}) {
      std::string text(200, 'a');
      text[at] = wrong;
      ASSERT_EQ(bad_offset(text), at) << int{wrong};
    }
  }
}

// Random runs of digits and of every kind of space, against a reader of one pair after the other.
TEST(Hex, AnyMixtureOfSpacesIsSkipped) {
  std::mt19937_64 random(17);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::byte> expected;
    std::string text;
    const std::size_t run = std::size_t{1} << (random() % 7);
    while (text.size() < 500) {
      if (random() % run == 0) text += " \t\n\v\f\r"[random() % 6];
      expected.push_back(static_cast<std::byte>(random()));
      text += to_hex(bytes_view(&expected.back(), 1), {.upper = random() % 2 == 0});
    }
    ASSERT_EQ(from_hex(text, hex_spaces::skipped), expected) << text;
    const std::size_t at = random() % text.size();
    if (is_hex_space(text[at])) continue;
    text[at] = 'x';
    ASSERT_EQ(bad_offset(text, hex_spaces::skipped), at) << text;
  }
}

TEST(Hex, MessagesSayWhatWasFound) {
  try {
    static_cast<void>(from_hex("00x1"));
    FAIL();
  } catch (const format_error& error) {
    EXPECT_STREQ(error.what(), "expected a hexadecimal digit, found 'x' at offset 2");
  }
}

TEST(Hex, EveryLevelAgreesWithTheTables) {
  std::mt19937_64 random(12);
  for (std::size_t size = 0; size <= 300; ++size) {
    std::vector<std::byte> bytes(size);
    for (std::byte& value : bytes) value = static_cast<std::byte>(random());
    for (const bool upper : {false, true}) {
      std::string expected(2 * size, '.');
      scalar_hex_kernels.encode(bytes.data(), size, expected.data(), upper);
      for (const simd_level level : available_simd_levels()) {
        std::string text(2 * size, '.');
        hex_kernels_for(level).encode(bytes.data(), size, text.data(), upper);
        ASSERT_EQ(text, expected) << to_string(level);
        std::string separated(3 * size, '.');
        hex_kernels_for(level).encode_separated(bytes.data(), size, separated.data(), upper, ':');
        for (std::size_t at = 0; at < size; ++at) {
          ASSERT_EQ(separated.substr(3 * at, 3), expected.substr(2 * at, 2) + ":") << to_string(level) << ' ' << at;
        }
        std::vector<std::byte> back(size);
        ASSERT_EQ(hex_kernels_for(level).decode(text.data(), size, back.data()), size);
        ASSERT_EQ(back, bytes) << to_string(level);
        std::fill(separated.begin(), separated.end(), ' ');
        hex_kernels_for(level).encode_separated(bytes.data(), size, separated.data(), upper, '\t');
        back.assign(size, std::byte{0});
        ASSERT_EQ(hex_kernels_for(level).decode_separated(separated.data(), size, back.data()), size);
        ASSERT_EQ(back, bytes) << to_string(level);
      }
    }
  }
}

TEST(Hex, NothingOutsideIsTouched) {
  const memosaic::testing::guarded_bytes bytes(512);
  const memosaic::testing::guarded_bytes text(1024);
  std::mt19937_64 random(20);
  for (const simd_level level : available_simd_levels()) {
    const hex_kernels& kernels = hex_kernels_for(level);
    for (std::size_t size = 0; size <= 300; ++size) {
      const auto inner = size % 2 == 0 ? bytes.at(size, random() % 64) : bytes.from(size, random() % 64);
      for (std::byte& value : inner) value = static_cast<std::byte>(random());
      const std::vector<std::byte> before(inner.begin(), inner.end());
      for (const std::size_t width : {2u, 3u}) {
        const auto outer = size % 2 == 0 ? text.at(width * size, 0) : text.from(width * size, 0);
        char* const characters = reinterpret_cast<char*>(outer.data());
        if (width == 2) {
          kernels.encode(inner.data(), size, characters, false);
          ASSERT_EQ(kernels.decode(characters, size, inner.data()), size);
        } else {
          kernels.encode_separated(inner.data(), size, characters, false, ' ');
          ASSERT_EQ(kernels.decode_separated(characters, size, inner.data()), size);
        }
        ASSERT_TRUE(std::ranges::equal(inner, before)) << to_string(level) << ' ' << size;
      }
    }
  }
}

TEST(Hex, EveryLevelTellsDigitsFromEveryOtherCharacter) {
  for (const simd_level level : available_simd_levels()) {
    for (int code = 0; code < 256; ++code) {
      const bool digit = (code >= '0' && code <= '9') || (code >= 'a' && code <= 'f') || (code >= 'A' && code <= 'F');
      for (std::size_t at = 0; at < 255; at += 37) {
        std::string text(256, '0');
        text[at] = static_cast<char>(code);
        std::byte bytes[128];
        EXPECT_EQ(hex_kernels_for(level).decode(text.data(), 128, bytes), digit ? 128u : at / 2) << code;
        std::string separated;
        for (int byte = 0; byte < 85; ++byte) separated += "00 ";
        separated[at % 255] = static_cast<char>(code);
        const bool fits = at % 3 == 2 ? is_hex_space(static_cast<char>(code)) : digit;
        EXPECT_EQ(hex_kernels_for(level).decode_separated(separated.data(), 85, bytes), fits ? 85u : at / 3) << code;
      }
    }
  }
}

}  // namespace hex_text
