// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/searcher.hpp"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

#include "support/naive_search.hpp"

namespace memosaic::searcher_test {

using namespace memosaic::testing;
using namespace memosaic::literals;

TEST(Searcher, AnswersAsFindDoesAgainAndAgain) {
  std::mt19937_64 random(9);
  for (int round = 0; round < 400; ++round) {
    const std::string needle = random_letters(random, random() % 12, 2);
    const searcher search(bytes_of(needle));
    for (int again = 0; again < 20; ++again) {
      const std::string haystack = random_letters(random, random() % 400, 2);
      const search_range where{.start = random() % 50, .stop = random() % 450, .step = 1 + random() % 5};
      ASSERT_EQ(search.find(bytes_of(haystack)), naive_find(bytes_of(haystack), bytes_of(needle)));
      ASSERT_EQ(search.rfind(bytes_of(haystack)), naive_rfind(bytes_of(haystack), bytes_of(needle)));
      ASSERT_EQ(search.find(bytes_of(haystack), where), naive_find(bytes_of(haystack), bytes_of(needle), where));
      ASSERT_EQ(search.rfind(bytes_of(haystack), where), naive_rfind(bytes_of(haystack), bytes_of(needle), where));
    }
  }
}

TEST(Searcher, RefusesAStepOfZero) {
  const searcher search("ab"_bytes);
  EXPECT_THROW(static_cast<void>(search.find("abc"_bytes, {.step = 0})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(search.rfind("abc"_bytes, {.step = 0})), std::invalid_argument);
}

TEST(Searcher, KeepsItsNeedle) {
  const bytes_view needle = "needle"_bytes;
  EXPECT_EQ(searcher(needle).needle().data(), needle.data());
  EXPECT_EQ(searcher({}).find("abc"_bytes), std::optional<std::size_t>(0));
  EXPECT_EQ(searcher({}).rfind("abc"_bytes), std::optional<std::size_t>(3));
}

}  // namespace memosaic::searcher_test
