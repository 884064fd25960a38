// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/item_format.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <stdexcept>
#include <string>

#include "memosaic/error.hpp"
#include "support/test_owner.hpp"

namespace memosaic::item_format_test {

using namespace std::string_literals;

std::string encoded(std::string_view format, const item_value& value) {
  const item_format layout(format);
  std::string bytes(layout.size(), '?');
  layout.encode(value, mutable_bytes_of(bytes));
  return bytes;
}

item_value decoded(std::string_view format, const std::string& bytes) {
  return item_format(format).decode(bytes_of(bytes));
}

/// What Python's struct.pack gives on a little-endian machine with 64 bits.
TEST(ItemFormat, BytesAreThoseOfPythonsStruct) {
  struct {
    const char* format;
    item_value value;
    std::string bytes;
  } const cases[] = {
      {"?", true, "\1"},
      {"b", -2, "\xfe"},
      {"B", 254, "\xfe"},
      {"<h", -2, "\xfe\xff"},
      {">H", 0x1234, "\x12\x34"},
      {"!i", -2, "\xff\xff\xff\xfe"},
      {"=I", 0x12345678, "\x78\x56\x34\x12"},
      {"<l", 1, "\1\0\0\0"s},
      {"l", 1, "\1\0\0\0\0\0\0\0"s},
      {"@L", 1U, "\1\0\0\0\0\0\0\0"s},
      {">q", -1, "\xff\xff\xff\xff\xff\xff\xff\xff"},
      {"<Q", std::numeric_limits<std::uint64_t>::max(), "\xff\xff\xff\xff\xff\xff\xff\xff"},
      {"n", -1, "\xff\xff\xff\xff\xff\xff\xff\xff"},
      {"N", 2, "\2\0\0\0\0\0\0\0"s},
      {"P", 3, "\3\0\0\0\0\0\0\0"s},
      {"<e", 1.5, "\0\x3e"s},
      {"<f", 1.5, "\0\0\xc0\x3f"s},
      {">d", 1.5, "\x3f\xf8\0\0\0\0\0\0"s},
      {"c", "x", "x"},
      {"s", "x", "x"},
      {"5s", "abc", "abc\0\0"s},
      {"5p", "abc", "\3abc\0"s},
      {"1p", "", "\0"s},
  };
  for (const auto& [format, value, bytes] : cases) {
    EXPECT_EQ(encoded(format, value), bytes) << format;
    if (format == std::string_view("5s")) {
      EXPECT_EQ(decoded(format, bytes), item_value("abc\0\0"s)) << format;
    } else {
      EXPECT_EQ(decoded(format, bytes), value) << format;
    }
  }
}

TEST(ItemFormat, TextThatIsNoFormatIsRefusedWhereItGoesWrong) {
  const std::pair<std::string, std::uint64_t> cases[] = {
      {"", 0},
      {"<", 1},
      {"x", 0},
      {">z", 1},
      {"hh", 1},
      {"2h", 0},
      {"<1d", 1},
      {"0s", 0},
      {"0p", 0},
      {"<n", 1},
      {"=N", 1},
      {"!P", 1},
      {"<<h", 1},
      {"5", 1},
      {"h ", 1},
      {" h", 0},
      {"-1s", 0},
      {"5s5s", 2},
      {"h\0"s, 1},
      {"\xff", 0},
      {"99999999999999999999s", 0},
      {"9223372036854775808s", 0},
      {"h<", 1},
  };
  for (const auto& [text, offset] : cases) {
    try {
      const item_format format(text);
      ADD_FAILURE() << text;
    } catch (const format_error& refused) {
      EXPECT_EQ(refused.offset(), offset) << text;
    }
  }
}

TEST(ItemFormat, ValuesOutsideAreRefusedWithTheirNames) {
  for (const auto& [format, value] :
       std::initializer_list<std::pair<const char*, item_value>>{{"b", 128},
                                                                 {"b", -129},
                                                                 {"B", 256},
                                                                 {"B", -1},
                                                                 {"<h", 32768},
                                                                 {"<H", 65536},
                                                                 {"<i", 1LL << 31},
                                                                 {"<I", -1},
                                                                 {"<I", 1LL << 32},
                                                                 {"<Q", -1},
                                                                 {"<q", ~0ULL},
                                                                 {"e", 65520},
                                                                 {"e", -1e300},
                                                                 {"f", 0x1.ffffffp+127}}) {
    try {
      (void)encoded(format, value);
      ADD_FAILURE() << format;
    } catch (const std::out_of_range& refused) {
      EXPECT_NE(std::string(refused.what()).find("'"s + format + "'"), std::string::npos);
      EXPECT_NE(std::string(refused.what()).find(value.to_text()), std::string::npos);
    }
  }
  for (const auto& [format, value] : std::initializer_list<std::pair<const char*, item_value>>{
           {"h", 1.0}, {"h", "1"}, {"d", "1"}, {"?", "1"}, {"s", 1}, {"c", true}, {"p", 0.5}, {"H", -0.5}}) {
    EXPECT_THROW((void)encoded(format, value), std::invalid_argument) << format;
  }
  EXPECT_THROW((void)encoded("c", ""), std::length_error);
  EXPECT_THROW((void)encoded("c", "ab"), std::length_error);
  EXPECT_THROW((void)encoded("3s", "abcd"), std::length_error);
  EXPECT_THROW((void)encoded("3p", "abc"), std::length_error);
  EXPECT_THROW((void)encoded("500p", std::string(256, 'x')), std::length_error);
  EXPECT_EQ(encoded("500p", std::string(255, 'x')).substr(254, 3), "xx\0"s);
}

TEST(ItemFormat, LimitsAreInside) {
  EXPECT_EQ(decoded("b", encoded("b", -128)), item_value(-128));
  EXPECT_EQ(decoded(">q", encoded(">q", std::numeric_limits<std::int64_t>::min())),
            item_value(std::numeric_limits<std::int64_t>::min()));
  EXPECT_EQ(decoded("?", "\x02"), item_value(true));
  EXPECT_EQ(encoded("?", 0.25), "\1");
  EXPECT_EQ(decoded("<e", encoded("<e", 65519.99)), item_value(65504.0));
  EXPECT_EQ(decoded("<f", encoded("<f", 0x1.fffffefffp+127)), item_value(0x1.fffffep+127));
  EXPECT_EQ(decoded("4p",
                    "\xff"
                    "abc"),
            item_value("abc"));
}

TEST(ItemFormat, TooFewBytesAreOutOfRange) {
  std::array<std::byte, 7> seven{};
  EXPECT_THROW((void)item_format("d").decode(seven), std::out_of_range);
  EXPECT_THROW(item_format("d").encode(1.0, seven), std::out_of_range);
}

}  // namespace memosaic::item_format_test
