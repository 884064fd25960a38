// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "memosaic/table/decimal.hpp"
#include "memosaic/table/value.hpp"

/// Decimals are read and written as they are, and compared as numbers where they are keys.
namespace memosaic::decimal_test {

TEST(Decimal, TextsReadBack) {
  for (const char* const text :
       {"0", "-0", "1", "-12.50", "0.001", "0.00000", "1E+3", "1.5E-10", "123456789012345678901234567890.5", "NaN",
        "sNaN5", "-Infinity", "1E-7", "1E+9223372036854775807"}) {
    EXPECT_EQ(decimal::from_text(text).to_text(), text);
  }
  EXPECT_EQ(decimal::from_text("00012").to_text(), "12");
  EXPECT_EQ(decimal::from_text("inf").to_text(), "Infinity");
  EXPECT_EQ(decimal::from_text(".5").to_text(), "0.5");
  EXPECT_EQ(decimal::from_text("5.").to_text(), "5");
  EXPECT_EQ(decimal::from_text("0.0000001").to_text(), "1E-7");
}

TEST(Decimal, OtherTextsAreRefused) {
  for (const char* const text : {"", "-", ".", "1.2.3", "1e", "1e+-5", "e5", "x", "NaNx", "1 ", "--1",
                                 "1e99999999999999999999", "0.1e-9223372036854775808"}) {
    EXPECT_THROW(static_cast<void>(decimal::from_text(text)), std::invalid_argument) << text;
  }
}

TEST(Decimal, EqualNumbersAreOneKey) {
  const auto number = [](const char* text) { return value(decimal::from_text(text)); };
  EXPECT_TRUE(same_key(number("1.5"), number("1.500")));
  EXPECT_TRUE(same_key(number("100"), number("1E+2")));
  EXPECT_TRUE(same_key(number("0"), number("-0.00")));
  EXPECT_TRUE(same_key(number("NaN"), number("NaN")));
  EXPECT_FALSE(same_key(number("1.5"), number("-1.5")));
  EXPECT_FALSE(number("1.5") == number("1.50"));
}

}  // namespace memosaic::decimal_test
