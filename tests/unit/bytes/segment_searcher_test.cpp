// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/segment_searcher.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <stdexcept>

#include "support/naive_search.hpp"

namespace memosaic::segment_searcher_test {

using namespace memosaic::testing;
using namespace memosaic::literals;
using positions = std::vector<std::uint64_t>;

positions searched(std::vector<bytes_view> parts, bytes_view needle, segment_search how = {}) {
  if (how.from == search_from::back) std::reverse(parts.begin(), parts.end());
  segment_searcher search(needle, how);
  positions found;
  for (const bytes_view part : parts) {
    search.feed(part);
    while (const auto at = search.next()) found.push_back(*at);
  }
  return found;
}

TEST(SegmentSearcher, FindsMatchesAcrossBorders) {
  const std::vector<bytes_view> parts{"ab"_bytes, {}, "c"_bytes, "dab"_bytes};
  EXPECT_EQ(searched(parts, "cda"_bytes), positions{2});
  EXPECT_EQ(searched(parts, "ab"_bytes), (positions{0, 4}));
  EXPECT_EQ(searched(parts, "ab"_bytes, {.from = search_from::back, .at = 6}), (positions{4, 0}));
}

TEST(SegmentSearcher, TakesOverlappingMatchesOnlyIfAsked) {
  const std::vector<bytes_view> parts{"a"_bytes, "aa"_bytes, "a"_bytes};
  EXPECT_EQ(searched(parts, "aa"_bytes, {.overlapping = overlap::yes}), (positions{0, 1, 2}));
  EXPECT_EQ(searched(parts, "aa"_bytes), (positions{0, 2}));
  EXPECT_EQ(searched(parts, "aa"_bytes, {.from = search_from::back, .at = 4}), (positions{2, 0}));
  const std::vector<bytes_view> five{"a"_bytes, "aa"_bytes, "aa"_bytes};
  EXPECT_EQ(searched(five, "aa"_bytes, {.from = search_from::back, .at = 5}), (positions{3, 1}));
}

TEST(SegmentSearcher, RefusesWhatCanNeverBeRight) {
  EXPECT_THROW(segment_searcher({}), std::invalid_argument);
  EXPECT_THROW(segment_searcher("a"_bytes, {.step = 0}), std::invalid_argument);
  segment_searcher low("a"_bytes, {.from = search_from::back, .at = 2});
  EXPECT_THROW(low.feed("abc"_bytes), std::length_error);
  low.feed("aa"_bytes);
  EXPECT_EQ(low.next(), std::optional<std::uint64_t>(1));
  EXPECT_THROW(low.skip(1), std::length_error);
  segment_searcher high("a"_bytes, {.at = npos - 1});
  EXPECT_THROW(high.feed("abc"_bytes), std::length_error);
  EXPECT_EQ(high.fed(), 0U);
}

TEST(SegmentSearcher, FindsNothingAcrossAHole) {
  segment_searcher search("ab"_bytes, {.at = 100});
  search.feed("xa"_bytes);
  EXPECT_EQ(search.next(), std::nullopt);
  search.skip(10);
  search.feed("bab"_bytes);
  EXPECT_EQ(search.next(), std::optional<std::uint64_t>(113));
  EXPECT_EQ(search.next(), std::nullopt);
  EXPECT_EQ(search.fed(), 15U);
}

TEST(SegmentSearcher, PassesOverMatchesThatWereNotTaken) {
  segment_searcher search("aa"_bytes);
  search.feed("aaaaa"_bytes);
  search.feed("a"_bytes);
  EXPECT_EQ(search.next(), std::optional<std::uint64_t>(4));
}

TEST(SegmentSearcher, CanBeCopiedAndMovedInMidStream) {
  auto search = std::make_unique<segment_searcher>("abab"_bytes, segment_search{.overlapping = overlap::yes});
  search->feed("xxaba"_bytes);
  EXPECT_EQ(search->next(), std::nullopt);
  segment_searcher copy = *search;
  segment_searcher moved = std::move(*search);
  search.reset();
  for (segment_searcher* each : {&copy, &moved}) {
    each->feed("bababab"_bytes);
    positions found;
    while (const auto at = each->next()) found.push_back(*at);
    EXPECT_EQ(found, (positions{2, 4, 6, 8}));
  }
}

TEST(SegmentSearcher, AgreesWithTheNaiveSearchHoweverTheBytesAreCut) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 20000; ++round) {
    const std::string run = random_letters(random, random() % 400, 1 + random() % 3);
    const std::string needle = random_letters(random, 1 + random() % (round % 10 == 0 ? 40 : 6), 1 + random() % 2);
    std::vector<bytes_view> parts;
    const std::size_t longest = 1 + random() % (round % 3 == 0 ? 200 : 5);
    for (bytes_view rest = bytes_of(run); !rest.empty();) {
      const std::size_t size = std::min(rest.size(), static_cast<std::size_t>(random() % (longest + 1)));
      parts.push_back(rest.first(size));
      rest = rest.subspan(size);
    }
    segment_search how;
    how.overlapping = random() % 2 == 0 ? overlap::no : overlap::yes;
    how.from = random() % 2 == 0 ? search_from::front : search_from::back;
    how.step = random() % 2 == 0 ? 1 : 1 + random() % 9;
    how.origin = random() % 500;
    const std::uint64_t base = random() % 2 == 0 ? 0 : random() % 1000;
    how.at = how.from == search_from::back ? base + run.size() : base;
    positions expected;
    // The same question on the joined bytes, behind `base` bytes that never match.
    const std::string joined = std::string(base, '.') + run;
    for (const std::size_t at : naive_find_all(bytes_of(joined), bytes_of(needle), how.overlapping, how.from,
                                               {.step = how.step, .origin = how.origin})) {
      expected.push_back(at);
    }
    ASSERT_EQ(searched(parts, bytes_of(needle), how), expected) << run << " / " << needle;
  }
}

}  // namespace memosaic::segment_searcher_test
