// SPDX-License-Identifier: Apache-2.0
#include "table/utf8.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

/// UTF-8 is told from other bytes wherever a character lies: in whole words, and in what is left behind them.
namespace memosaic::utf8_test {

bool valid_at_every_place(std::string_view character) {
  std::size_t valid = 0;
  std::size_t tried = 0;
  for (std::size_t before = 0; before < 20; ++before) {
    for (std::size_t behind = 0; behind < 20; ++behind) {
      const std::string text = std::string(before, 'a') + std::string(character) + std::string(behind, 'z');
      valid += table_core::is_utf8(bytes_of(text)) ? 1U : 0U;
      ++tried;
    }
  }
  EXPECT_TRUE(valid == 0 || valid == tried) << valid << " of " << tried;
  return valid == tried;
}

TEST(Utf8, Characters) {
  for (const std::string_view each : {"", "a", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                                      "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(valid_at_every_place(each)) << each;
  }
}

TEST(Utf8, WhatIsNone) {
  for (const std::string_view each :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xE0\x9F\xBF", "\xE2\x82", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF0\x90\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3\xC3", "\xE2\x28\xA1"}) {
    EXPECT_FALSE(valid_at_every_place(each));
  }
}

}  // namespace memosaic::utf8_test
