// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "support/naive_search.hpp"
#include "support/search_levels.hpp"

namespace memosaic::find_levels_test {

using namespace memosaic::testing;
class FindLevels : public EachSearchLevel {};

/// Small alphabets make near misses, repeats and periods common.
TEST_P(FindLevels, AgreesWithTheNaiveSearchOnRandomBytes) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 20000; ++round) {
    const std::string haystack = random_letters(random, random() % 700, 1 + random() % 4);
    std::string needle = random_letters(random, 1 + random() % 20, 1 + random() % 4);
    if (!haystack.empty() && random() % 2 == 0) {
      const std::size_t start = random() % haystack.size();
      needle = haystack.substr(start, 1 + random() % (haystack.size() - start));
      if (random() % 4 == 0) needle.back() = '!';
    }
    const bytes_view where = bytes_of(haystack);
    const bytes_view what = bytes_of(needle);
    ASSERT_EQ(level_find(kernels, where, what), naive_find(where, what)) << haystack << " / " << needle;
    ASSERT_EQ(level_rfind(kernels, where, what), naive_rfind(where, what)) << haystack << " / " << needle;
  }
}

TEST_P(FindLevels, FindsAllMatchesWithOnePlan) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 3000; ++round) {
    const std::string haystack = random_letters(random, random() % 1500, 1 + random() % 3);
    const std::string needle = random_letters(random, 1 + random() % 9, 1 + random() % 3);
    const bytes_view where = bytes_of(haystack);
    const bytes_view what = bytes_of(needle);
    std::vector<std::size_t> all = naive_matches(where, what);
    ASSERT_EQ(level_matches(kernels, where, what, false), all) << haystack << " / " << needle;
    ASSERT_EQ(level_matches(kernels, where, what, true), std::vector<std::size_t>(all.rbegin(), all.rend()))
        << haystack << " / " << needle;
  }
}

TEST_P(FindLevels, FindsAllAlignedMatchesWithOnePlan) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 6000; ++round) {
    const std::string haystack = random_letters(random, random() % 600, 1 + random() % 3);
    const std::string needle = random_letters(random, 1 + random() % 18, 1 + random() % 2);
    if (needle.size() > haystack.size()) continue;
    const bytes_view where = bytes_of(haystack);
    const bytes_view what = bytes_of(needle);
    constexpr std::size_t steps[] = {2, 3, 4, 5, 7, 8, 12, 16, 32, 64, 100, 1000};
    const std::size_t step = steps[random() % std::size(steps)];
    const std::size_t last = haystack.size() - needle.size();
    const std::size_t first = random() % (last + 1);
    std::vector<std::size_t> all = naive_matches(where, what, {.start = first, .step = step});
    ASSERT_EQ(level_matches(kernels, where, what, false, first, step), all) << haystack << " / " << needle;
    all = naive_matches(where, what, {.step = step, .origin = last - first});
    std::erase_if(all, [&](std::size_t at) { return at > last - first; });
    ASSERT_EQ(level_matches(kernels, where, what, true, first, step),
              std::vector<std::size_t>(all.rbegin(), all.rend()))
        << haystack << " / " << needle;
  }
}

TEST_P(FindLevels, CountsOneByte) {
  std::mt19937_64 random(4);
  for (const std::size_t size :
       std::initializer_list<std::size_t>{0, 1, 31, 32, 33, 255, 256, 257, 1000, 65536, 300000}) {
    const std::string haystack = random_letters(random, size, 2);
    const auto expected = static_cast<std::size_t>(std::count(haystack.begin(), haystack.end(), 'b'));
    const bytes_view where = bytes_of(haystack);
    EXPECT_EQ(kernels.count_byte(where.data(), where.size(), std::byte{'b'}), expected);
    EXPECT_EQ(kernels.count_byte(where.data(), where.size(), std::byte{'z'}), 0U);
    const std::string same(size, 'z');
    EXPECT_EQ(kernels.count_byte(bytes_of(same).data(), size, std::byte{'z'}), size);
  }
}

INSTANTIATE_TEST_SUITE_P(, FindLevels,
                         ::testing::ValuesIn(available_simd_levels().begin(), available_simd_levels().end()),
                         level_name);

}  // namespace memosaic::find_levels_test
