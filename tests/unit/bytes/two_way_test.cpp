// SPDX-License-Identifier: Apache-2.0
#include "bytes/two_way.hpp"

#include <gtest/gtest.h>

#include <random>

#include "support/naive_search.hpp"

namespace memosaic::two_way_test {

using namespace memosaic::testing;

template <bool backward>
std::vector<std::size_t> all_by_two_way(bytes_view haystack, bytes_view needle) {
  std::vector<std::size_t> found;
  detail::two_way_state state;
  const std::size_t stop = haystack.size() - needle.size() + 1;
  for (std::size_t from = 0; from < stop;) {
    const std::size_t at =
        detail::two_way_find(state, detail::directed_run<backward>(needle.data(), needle.size()),
                             detail::directed_run<backward>(haystack.data(), haystack.size()), from, stop);
    if (at == npos) break;
    found.push_back(backward ? stop - 1 - at : at);
    from = at + 1;
  }
  if (backward) return {found.rbegin(), found.rend()};
  return found;
}

std::string binary_word(std::size_t size, std::size_t bits) {
  std::string word(size, 'a');
  for (std::size_t k = 0; k < size; ++k) word[k] = (bits >> k & 1) != 0 ? 'b' : 'a';
  return word;
}

/// All needles of up to 7 letters in all haystacks of 11, over two letters: every kind of period and cut.
TEST(TwoWay, IsRightForEveryShortWord) {
  constexpr std::size_t haystack_size = 11;
  for (std::size_t size = 1; size <= 7; ++size) {
    for (std::size_t needle_bits = 0; needle_bits < std::size_t{1} << size; ++needle_bits) {
      const std::string needle = binary_word(size, needle_bits);
      for (std::size_t bits = 0; bits < std::size_t{1} << haystack_size; ++bits) {
        const std::string haystack = binary_word(haystack_size, bits);
        const auto expected = naive_matches(bytes_of(haystack), bytes_of(needle));
        ASSERT_EQ(all_by_two_way<false>(bytes_of(haystack), bytes_of(needle)), expected) << haystack << " / " << needle;
        ASSERT_EQ(all_by_two_way<true>(bytes_of(haystack), bytes_of(needle)), expected) << haystack << " / " << needle;
      }
    }
  }
}

TEST(TwoWay, IsRightForLongPeriodicNeedles) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 2000; ++round) {
    const std::string part = random_letters(random, 1 + random() % 12, 2);
    std::string needle;
    while (needle.size() < 1 + random() % 80) needle += part;
    std::string haystack;
    while (haystack.size() < 600) {
      haystack += random() % 3 == 0 ? random_letters(random, random() % 12, 2) : needle.substr(0, random() % 200);
    }
    const auto expected = naive_matches(bytes_of(haystack), bytes_of(needle));
    ASSERT_EQ(all_by_two_way<false>(bytes_of(haystack), bytes_of(needle)), expected) << haystack << " / " << needle;
    ASSERT_EQ(all_by_two_way<true>(bytes_of(haystack), bytes_of(needle)), expected) << haystack << " / " << needle;
  }
}

}  // namespace memosaic::two_way_test
