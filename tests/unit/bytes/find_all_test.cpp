// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/find_all.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <ranges>
#include <stdexcept>

#include "support/naive_search.hpp"

namespace memosaic::find_all_test {

using namespace memosaic::testing;
using namespace memosaic::literals;
using positions = std::vector<std::size_t>;

static_assert(std::ranges::input_range<matches>);
static_assert(std::input_iterator<matches::iterator>);

positions listed(const matches& all) {
  positions found;
  for (const std::size_t at : all) found.push_back(at);
  return found;
}

TEST(FindAll, TakesMatchesFromEitherEnd) {
  EXPECT_EQ(listed(find_all("aaaa"_bytes, "aa"_bytes, overlap::yes)), (positions{0, 1, 2}));
  EXPECT_EQ(listed(find_all("aaaa"_bytes, "aa"_bytes)), (positions{0, 2}));
  EXPECT_EQ(listed(find_all("aaaaa"_bytes, "aa"_bytes, overlap::no, search_from::back)), (positions{3, 1}));
  EXPECT_EQ(listed(find_all("aaaa"_bytes, "aa"_bytes, overlap::yes, search_from::back)), (positions{2, 1, 0}));
}

TEST(FindAll, FindsAnEmptyNeedleAtEveryPosition) {
  EXPECT_EQ(listed(find_all("ab"_bytes, {})), (positions{0, 1, 2}));
  EXPECT_EQ(listed(find_all("ab"_bytes, {}, overlap::no, search_from::back)), (positions{2, 1, 0}));
  EXPECT_EQ(listed(find_all("abcd"_bytes, {}, overlap::no, search_from::back, {.step = 3})), (positions{3, 0}));
  EXPECT_EQ(listed(find_all({}, {})), (positions{0}));
  EXPECT_EQ(listed(find_all("ab"_bytes, {}, overlap::no, search_from::front, {.start = 3})), positions{});
}

TEST(FindAll, CanBeIteratedTwice) {
  const matches all = find_all("abab"_bytes, "ab"_bytes);
  EXPECT_EQ(listed(all), (positions{0, 2}));
  EXPECT_EQ(listed(all), (positions{0, 2}));
  EXPECT_EQ(std::ranges::distance(all), 2);
}

TEST(FindAll, RefusesAStepOfZero) {
  EXPECT_THROW(static_cast<void>(find_all("abab"_bytes, "ab"_bytes, overlap::no, search_from::front, {.step = 0})),
               std::invalid_argument);
}

TEST(FindAll, AgreesWithTheNaiveSearchInRandomRanges) {
  std::mt19937_64 random(8);
  for (int round = 0; round < 20000; ++round) {
    const std::string haystack = random_letters(random, random() % 300, 1 + random() % 3);
    const std::string needle = random_letters(random, random() % 6, 1 + random() % 2);
    search_range where;
    if (random() % 2 == 0) where.start = random() % 310;
    if (random() % 2 == 0) where.stop = random() % 310;
    if (random() % 2 == 0) where.step = 1 + random() % 9;
    if (random() % 2 == 0) where.origin = random() % 400;
    const bytes_view h = bytes_of(haystack);
    const bytes_view n = bytes_of(needle);
    ASSERT_EQ(find(h, n, where), naive_find(h, n, where)) << haystack << " / " << needle;
    ASSERT_EQ(rfind(h, n, where), naive_rfind(h, n, where)) << haystack << " / " << needle;
    for (const overlap overlapping : {overlap::no, overlap::yes}) {
      for (const search_from from : {search_from::front, search_from::back}) {
        const auto expected = naive_find_all(h, n, overlapping, from, where);
        ASSERT_EQ(listed(find_all(h, n, overlapping, from, where)), expected) << haystack << " / " << needle;
        if (from == search_from::front) {
          ASSERT_EQ(count(h, n, overlapping, where), expected.size());
        }
      }
    }
  }
}

}  // namespace memosaic::find_all_test
