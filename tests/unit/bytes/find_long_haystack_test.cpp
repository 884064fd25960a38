// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "support/naive_search.hpp"
#include "support/search_levels.hpp"

namespace memosaic::find_long_haystack_test {

using namespace memosaic::testing;
class FindLongHaystack : public EachSearchLevel {};

/// Long enough that probes are chosen by a sample, and chosen again when the bytes change their character half way.
TEST_P(FindLongHaystack, FindsAPlantedNeedleWhateverSurroundsIt) {
  std::mt19937_64 random(6);
  for (int round = 0; round < 60; ++round) {
    const std::size_t size = 60000 + random() % 200000;
    std::string haystack =
        random_letters(random, size / 2, 1 + random() % 3) + random_letters(random, size / 2, 1 + random() % 25);
    for (const std::size_t needle_size : std::initializer_list<std::size_t>{2, 3, 4, 5, 16, 64, 300}) {
      const std::size_t start = random() % (haystack.size() - needle_size);
      const std::string needle = haystack.substr(start, needle_size);
      const auto first = haystack.find(needle);
      const auto last = haystack.rfind(needle);
      ASSERT_EQ(level_find(kernels, bytes_of(haystack), bytes_of(needle)), std::optional(first)) << round;
      ASSERT_EQ(level_rfind(kernels, bytes_of(haystack), bytes_of(needle)), std::optional(last)) << round;
      std::string absent = needle;
      absent[random() % needle_size] = '!';
      ASSERT_EQ(level_find(kernels, bytes_of(haystack), bytes_of(absent)), std::nullopt) << round;
      ASSERT_EQ(level_rfind(kernels, bytes_of(haystack), bytes_of(absent)), std::nullopt) << round;
      haystack.replace(haystack.size() - needle_size, needle_size, absent);
      ASSERT_EQ(level_find(kernels, bytes_of(haystack), bytes_of(absent)),
                std::optional(haystack.size() - needle_size));
      ASSERT_EQ(level_rfind(kernels, bytes_of(haystack), bytes_of(absent)),
                std::optional(haystack.size() - needle_size));
      haystack.replace(haystack.size() - needle_size, needle_size, needle);
      haystack.replace(0, needle_size, absent);
      ASSERT_EQ(level_rfind(kernels, bytes_of(haystack), bytes_of(absent)), std::optional<std::size_t>(0));
      haystack.front() = '?';
      std::replace(haystack.begin(), haystack.end(), '!', '?');
    }
  }
}

TEST_P(FindLongHaystack, FindsEveryMatchOfADenseNeedle) {
  std::mt19937_64 random(7);
  const std::string haystack = random_letters(random, 150000, 2);
  for (const std::size_t needle_size : std::initializer_list<std::size_t>{1, 2, 5, 7, 13}) {
    const std::string needle = haystack.substr(100, needle_size);
    const auto expected = naive_matches(bytes_of(haystack), bytes_of(needle));
    ASSERT_EQ(level_matches(kernels, bytes_of(haystack), bytes_of(needle), false), expected);
    ASSERT_EQ(level_matches(kernels, bytes_of(haystack), bytes_of(needle), true),
              std::vector<std::size_t>(expected.rbegin(), expected.rend()));
  }
}

/// Near misses at ever new places drive the search into Two-Way and back; matches lie before, in and behind them.
TEST_P(FindLongHaystack, FindsMatchesAmongHostileBytes) {
  std::mt19937_64 random(12);
  const std::string needle = std::string(700, 'a') + 'b' + std::string(300, 'a');
  std::string haystack;
  while (haystack.size() < 1500000) {
    haystack += random() % 8 == 0 ? random_letters(random, 20000, 3) : std::string(random() % 2000, 'a') + 'b';
    if (random() % 40 == 0) haystack += needle;
  }
  std::vector<std::size_t> expected;
  for (std::size_t at = 0; (at = haystack.find(needle, at)) != std::string::npos; ++at) expected.push_back(at);
  ASSERT_GT(expected.size(), 10U);
  EXPECT_EQ(level_matches(kernels, bytes_of(haystack), bytes_of(needle), false), expected);
  EXPECT_EQ(level_matches(kernels, bytes_of(haystack), bytes_of(needle), true),
            std::vector<std::size_t>(expected.rbegin(), expected.rend()));
}

INSTANTIATE_TEST_SUITE_P(, FindLongHaystack,
                         ::testing::ValuesIn(available_simd_levels().begin(), available_simd_levels().end()),
                         level_name);

}  // namespace memosaic::find_long_haystack_test
