// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "memosaic/bytes/find_all.hpp"
#include "memosaic/bytes/segment_searcher.hpp"
#include "support/search_levels.hpp"

namespace memosaic::find_linear_time_test {

using namespace memosaic::testing;
class FindLinearTime : public EachSearchLevel {};

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t k = 0; k < times; ++k) text += part;
  return text;
}

/// Inputs on which a search that compares each candidate from its start takes 10^11 to 10^13 steps: days. A linear one
/// takes milliseconds; the time limit of the test run is the assertion.
std::vector<std::pair<std::string, std::string>> hostile_inputs() {
  constexpr std::size_t size = std::size_t{2} << 20;
  std::vector<std::pair<std::string, std::string>> inputs;
  const std::string all_a(size, 'a');
  const std::string all_ab = repeated("ab", size / 2);
  for (const std::size_t k : std::initializer_list<std::size_t>{16, 2048, 262144}) {
    inputs.emplace_back(all_ab, repeated("ab", k) + "aa" + repeated("ab", k));
    inputs.emplace_back(all_a, std::string(k, 'a') + "b");
    inputs.emplace_back(all_a, "b" + std::string(k, 'a'));
    inputs.emplace_back(all_a, std::string(k, 'a') + "b" + std::string(k, 'a'));
  }
  // Fibonacci words: every factor nearly repeats, at distances that no single probe tells apart.
  std::string shorter = "a";
  std::string longer = "ab";
  while (longer.size() < size) {
    std::string next = longer + shorter;
    shorter = std::move(longer);
    longer = std::move(next);
  }
  std::string needle = longer.substr(0, 150000);
  needle[100000] = needle[100000] == 'a' ? 'b' : 'a';
  inputs.emplace_back(longer, needle);
  // Two different needles' worth of near misses: the place where a candidate fails keeps changing.
  std::string moving;
  const std::string block(4096, 'a');
  for (std::size_t k = 0; moving.size() < size; ++k) {
    moving += block;
    moving[moving.size() - 1 - k * 37 % 4096] = 'b';
  }
  inputs.emplace_back(moving, std::string(6000, 'a') + "c");
  inputs.emplace_back(moving, std::string(9000, 'a'));
  return inputs;
}

TEST_P(FindLinearTime, InBothDirections) {
  for (const auto& [haystack, needle] : hostile_inputs()) {
    EXPECT_EQ(level_find(kernels, bytes_of(haystack), bytes_of(needle)), std::nullopt);
    EXPECT_EQ(level_rfind(kernels, bytes_of(haystack), bytes_of(needle)), std::nullopt);
    EXPECT_TRUE(level_matches(kernels, bytes_of(haystack), bytes_of(needle), false, 0, 2).empty());
    EXPECT_TRUE(level_matches(kernels, bytes_of(haystack), bytes_of(needle), true, 0, 3).empty());
  }
}

TEST_P(FindLinearTime, ForAllOverlappingMatches) {
  const std::string haystack(std::size_t{1} << 20, 'a');
  const std::string needle(std::size_t{1} << 18, 'a');
  const std::size_t expected = haystack.size() - needle.size() + 1;
  EXPECT_EQ(level_matches(kernels, bytes_of(haystack), bytes_of(needle), false).size(), expected);
  EXPECT_EQ(level_matches(kernels, bytes_of(haystack), bytes_of(needle), true).size(), expected);
  EXPECT_EQ(level_matches(kernels, bytes_of(haystack), bytes_of(needle), false, 0, 2).size(), expected / 2 + 1);
}

TEST(FindLinearTimeSegments, OfOneByteEach) {
  const std::string haystack(std::size_t{1} << 20, 'a');
  for (const bool hit : {false, true}) {
    for (const search_from from : {search_from::front, search_from::back}) {
      std::string needle(std::size_t{1} << 18, 'a');
      if (!hit) needle[needle.size() / 2] = 'b';
      segment_searcher search(
          bytes_of(needle),
          {.overlapping = overlap::yes, .from = from, .at = from == search_from::back ? haystack.size() : 0});
      std::size_t found = 0;
      for (std::size_t k = 0; k < haystack.size(); ++k) {
        search.feed(bytes_of(haystack).subspan(from == search_from::back ? haystack.size() - 1 - k : k, 1));
        while (search.next()) ++found;
      }
      EXPECT_EQ(found, hit ? haystack.size() - needle.size() + 1 : 0U);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, FindLinearTime,
                         ::testing::ValuesIn(available_simd_levels().begin(), available_simd_levels().end()),
                         level_name);

}  // namespace memosaic::find_linear_time_test
