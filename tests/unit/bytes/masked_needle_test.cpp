// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/masked_needle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "memosaic/bytes/hex.hpp"
#include "memosaic/error.hpp"

namespace memosaic::masked_needle_test {

using namespace memosaic::literals;

std::vector<std::size_t> naive_matches(bytes_view haystack, bytes_view values, bytes_view mask,
                                       const search_range& where, overlap overlapping) {
  std::vector<std::size_t> found;
  const auto stop = std::min(where.stop, haystack.size());
  const auto origin = where.origin == npos ? where.start : where.origin;
  for (std::size_t at = where.start; at + values.size() <= stop; ++at) {
    if (at % where.step != origin % where.step) continue;
    bool same = true;
    for (std::size_t i = 0; i < values.size(); ++i)
      same = same && (haystack[at + i] & mask[i]) == (values[i] & mask[i]);
    if (!same) continue;
    if (overlapping == overlap::no && !found.empty() && at < found.back() + values.size()) continue;
    found.push_back(at);
  }
  return found;
}

TEST(MaskedNeedle, TextSaysWhichDigitsMatter) {
  const auto needle = masked_needle::parse("de ?? bE\te?\r\n?1");
  EXPECT_EQ(to_hex(needle.values()), "de00bee001");
  EXPECT_EQ(to_hex(needle.mask()), "ff00fff00f");
  EXPECT_EQ(masked_needle::parse("DE??").size(), 2U);
  EXPECT_EQ(needle.find(from_hex("ffde12beef71de99bee0")), 1U);
  EXPECT_TRUE(needle.agrees("\xBE\xEA"_bytes, 2));
  EXPECT_FALSE(needle.agrees("\xBE\xFA"_bytes, 2));
  EXPECT_THROW(static_cast<void>(needle.agrees("\x01\x02"_bytes, 4)), std::out_of_range);
}

TEST(MaskedNeedle, TextThatIsNoNeedleIsRefusedWhereItIsWrong) {
  const auto offset_of = [](const char* text) -> std::int64_t {
    try {
      static_cast<void>(masked_needle::parse(text));
    } catch (const format_error& error) {
      return static_cast<std::int64_t>(error.offset());
    }
    return -1;
  };
  EXPECT_EQ(offset_of("de a"), 4);
  EXPECT_EQ(offset_of("de g0"), 3);
  EXPECT_EQ(offset_of("d e0"), 1);
  EXPECT_EQ(offset_of("??.."), 2);
  EXPECT_THROW(static_cast<void>(masked_needle::parse("")), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(masked_needle::parse(" ")), std::invalid_argument);
  EXPECT_THROW(masked_needle("ab"_bytes, "a"_bytes), std::invalid_argument);
  EXPECT_THROW(masked_needle(bytes_view{}), std::invalid_argument);
}

/// Haystacks and needles of few values, so that matches and near matches are many; masks of every kind.
TEST(MaskedNeedle, FindsWhatTryingEveryPositionFinds) {
  std::mt19937_64 numbers(1);
  const std::byte masks[] = {std::byte{0xFF}, std::byte{0xFF}, std::byte{0},
                             std::byte{0xF0}, std::byte{0x0F}, std::byte{0x81}};
  std::size_t matches = 0;
  for (int round = 0; round < 4000; ++round) {
    const std::size_t longest = round % 4 == 0 ? 700 : 90;
    std::vector<std::byte> haystack(numbers() % longest);
    for (auto& byte : haystack) byte = static_cast<std::byte>(numbers() % 3 * 0x11);
    std::vector<std::byte> values(1 + numbers() % (round % 3 == 0 ? 20 : 4));
    std::vector<std::byte> mask(values.size());
    for (auto& byte : values) byte = static_cast<std::byte>(numbers() % 3 * 0x11);
    for (auto& bits : mask) bits = masks[numbers() % (round % 2 == 0 ? 6 : 3)];
    if (values.size() < haystack.size() && numbers() % 2 == 0) {
      const auto from = haystack.begin() + static_cast<std::ptrdiff_t>(numbers() % (haystack.size() - values.size()));
      std::copy_n(from, values.size(), values.begin());
    }
    search_range where{.start = numbers() % 8, .step = numbers() % 3 == 0 ? 1 + numbers() % 70 : 1};
    if (numbers() % 2 == 0) where.stop = numbers() % (longest + 10);
    if (numbers() % 2 == 0) where.origin = numbers() % 100;
    const masked_needle needle(values, mask);
    for (const auto overlapping : {overlap::no, overlap::yes}) {
      const auto expected = naive_matches(haystack, values, mask, where, overlapping);
      matches += expected.size();
      ASSERT_EQ(needle.find_all(haystack, overlapping, where), expected) << round;
      ASSERT_EQ(needle.count(haystack, overlapping, where), expected.size());
      if (overlapping == overlap::no) continue;
      const auto first = needle.find(haystack, where);
      const auto last = needle.rfind(haystack, where);
      ASSERT_EQ(first.has_value(), !expected.empty());
      ASSERT_EQ(last.has_value(), !expected.empty());
      if (expected.empty()) continue;
      ASSERT_EQ(*first, expected.front());
      ASSERT_EQ(*last, expected.back());
    }
  }
  EXPECT_GT(matches, 10'000U);
}

TEST(MaskedNeedle, AStepOfZeroIsRefused) {
  EXPECT_THROW(static_cast<void>(masked_needle("a"_bytes).find("abc"_bytes, {.step = 0})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(masked_needle("ab"_bytes).rfind("abc"_bytes, {.step = 0})), std::invalid_argument);
}

}  // namespace memosaic::masked_needle_test
