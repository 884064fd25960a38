// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/item_value.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "support/test_owner.hpp"

namespace memosaic::item_value_test {

constexpr auto most_signed = std::numeric_limits<std::int64_t>::max();
constexpr auto most_unsigned = std::numeric_limits<std::uint64_t>::max();

TEST(ItemValue, NumbersCompareByTheirExactValue) {
  EXPECT_EQ(item_value(1), item_value(1.0));
  EXPECT_EQ(item_value(1), item_value(true));
  EXPECT_EQ(item_value(1U), item_value(1));
  EXPECT_EQ(item_value(0.0), item_value(-0.0));
  EXPECT_EQ(item_value(-0x1p63), item_value(std::numeric_limits<std::int64_t>::min()));
  EXPECT_NE(item_value(-1), item_value(most_unsigned));
  EXPECT_NE(item_value((1LL << 53) + 1), item_value(0x1p53));
  EXPECT_NE(item_value(most_signed), item_value(0x1p63));
  EXPECT_NE(item_value(most_unsigned), item_value(0x1p64));
  EXPECT_NE(item_value(1), item_value(1.5));
  EXPECT_NE(item_value(0), item_value(std::nan("")));
  EXPECT_NE(item_value(std::nan("")), item_value(std::nan("")));
  EXPECT_EQ(item_value(HUGE_VAL), item_value(HUGE_VAL));
  EXPECT_NE(item_value(0), item_value(HUGE_VAL));
}

TEST(ItemValue, BytesEqualBytesOnly) {
  EXPECT_EQ(item_value("ab"), item_value(std::string("ab")));
  EXPECT_NE(item_value("ab"), item_value("abc"));
  EXPECT_NE(item_value("1"), item_value(1));
  EXPECT_NE(item_value(0), item_value(""));
}

TEST(ItemValue, ConvertsWhatFitsAndRefusesTheRest) {
  EXPECT_EQ(item_value(most_signed).to_unsigned(), static_cast<std::uint64_t>(most_signed));
  EXPECT_EQ(item_value(5U).to_signed(), 5);
  EXPECT_EQ(item_value(true).to_signed(), 1);
  EXPECT_EQ(item_value(false).to_unsigned(), 0U);
  EXPECT_EQ(item_value(2.5F).to_double(), 2.5);
  EXPECT_EQ(item_value(-7).to_double(), -7.0);
  EXPECT_TRUE(item_value(-7).to_bool());
  EXPECT_TRUE(item_value(std::nan("")).to_bool());
  EXPECT_FALSE(item_value().to_bool());
  EXPECT_EQ(text(item_value("ab").to_bytes()), "ab");
  EXPECT_THROW((void)item_value(most_unsigned).to_signed(), std::out_of_range);
  EXPECT_THROW((void)item_value(-1).to_unsigned(), std::out_of_range);
  EXPECT_THROW((void)item_value(1.0).to_signed(), std::invalid_argument);
  EXPECT_THROW((void)item_value("1").to_double(), std::invalid_argument);
  EXPECT_THROW((void)item_value("1").to_bool(), std::invalid_argument);
  EXPECT_THROW((void)item_value(1).to_bytes(), std::invalid_argument);
}

TEST(ItemValue, SaysWhatItIs) {
  EXPECT_EQ(item_value(-5).to_text(), "-5");
  EXPECT_EQ(item_value(most_unsigned).to_text(), "18446744073709551615");
  EXPECT_EQ(item_value(true).to_text(), "true");
  EXPECT_EQ(item_value(0.1).to_text(), "0.1");
  EXPECT_EQ(item_value("a\"\\\x7f").to_text(), "\"a\\x22\\x5c\\x7f\"");
  EXPECT_EQ(item_value(std::string(33, 'x')).to_text(), "\"" + std::string(32, 'x') + "...\"");
  EXPECT_EQ(item_value(-0x1.123456789abcdp-1022).to_text(), "-2.383301332889935e-308");
}

}  // namespace memosaic::item_value_test
