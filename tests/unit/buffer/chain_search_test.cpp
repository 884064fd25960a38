// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "memosaic/buffer/chain.hpp"
#include "support/test_owner.hpp"

namespace memosaic::chain_search_test {

using namespace memosaic::literals;
using positions = std::vector<std::size_t>;

/// A chain over one text, cut at random: segments of one byte are as likely as one that holds all.
chain cut(std::mt19937_64& random, std::string_view whole) {
  chain bytes;
  const auto longest = random() % 3 == 0 ? 1 : 1 + random() % (whole.size() + 1);
  for (std::size_t at = 0; at < whole.size();) {
    const auto size = std::min<std::size_t>(1 + random() % longest, whole.size() - at);
    bytes.append(view(bytes_of(whole.substr(at, size)), unowned));
    at += size;
  }
  return bytes;
}

template <typename Range>
positions listed(const Range& matches) {
  positions result;
  for (auto match = matches.begin(); match != matches.end(); ++match) result.push_back(*match);
  return result;
}

chain parts_of(std::initializer_list<bytes_view> parts) {
  chain bytes;
  for (const auto part : parts) bytes.append(view(part, unowned));
  return bytes;
}

TEST(ChainSearch, FindsAcrossBorders) {
  const chain bytes = parts_of({"ab"_bytes, ""_bytes, "c"_bytes, "dab"_bytes});
  EXPECT_EQ(bytes.find("cda"_bytes), 2U);
  EXPECT_EQ(bytes.find("ab"_bytes), 0U);
  EXPECT_EQ(bytes.rfind("ab"_bytes), 4U);
  EXPECT_EQ(bytes.find("dab"_bytes, {.start = 3}), 3U);
  EXPECT_EQ(bytes.find("abx"_bytes), std::nullopt);
  const chain letters = parts_of({"a"_bytes, "aa"_bytes, "a"_bytes});
  EXPECT_EQ(listed(letters.find_all("aa"_bytes, overlap::yes)), (positions{0, 1, 2}));
  EXPECT_EQ(listed(letters.find_all("aa"_bytes)), (positions{0, 2}));
  EXPECT_EQ(listed(letters.find_all("aa"_bytes, overlap::no, search_from::back)), (positions{2, 0}));
  EXPECT_EQ(letters.count("aa"_bytes), 2U);
  EXPECT_EQ(letters.count("aa"_bytes, overlap::yes), 3U);
}

TEST(ChainSearch, TheEmptyNeedleAndTheEmptyChain) {
  const chain none;
  EXPECT_EQ(none.find(""_bytes), 0U);
  EXPECT_EQ(none.rfind(""_bytes), 0U);
  EXPECT_EQ(none.find("a"_bytes), std::nullopt);
  EXPECT_EQ(none.find(""_bytes, {.start = 1}), std::nullopt);
  const chain bytes = parts_of({"ab"_bytes, "c"_bytes});
  EXPECT_EQ(bytes.find(""_bytes, {.start = 3}), 3U);
  EXPECT_EQ(bytes.find(""_bytes, {.start = 4}), std::nullopt);
  EXPECT_EQ(bytes.rfind(""_bytes, {.step = 2}), 2U);
  EXPECT_EQ(listed(bytes.find_all(""_bytes)), (positions{0, 1, 2, 3}));
}

TEST(ChainSearch, AStepOfZeroIsRefused) {
  const chain bytes = parts_of({"ab"_bytes, "c"_bytes});
  EXPECT_THROW((void)bytes.find("a"_bytes, {.step = 0}), std::invalid_argument);
  EXPECT_THROW((void)bytes.rfind("a"_bytes, {.step = 0}), std::invalid_argument);
  EXPECT_THROW((void)bytes.count("a"_bytes, overlap::no, {.step = 0}), std::invalid_argument);
  EXPECT_THROW((void)bytes.find_all("a"_bytes, overlap::no, search_from::back, {.step = 0}), std::invalid_argument);
}

TEST(ChainSearch, EveryAnswerIsThatOfTheJoinedBytes) {
  std::mt19937_64 random(20262);
  for (int round = 0; round < 30000; ++round) {
    std::string whole(random() % 40, 'a');
    for (char& letter : whole) letter = static_cast<char>('a' + random() % (1 + random() % 3));
    const chain bytes = cut(random, whole);
    const std::string needle =
        random() % 3 == 0 ? std::string(random() % 4, 'a') : whole.substr(random() % (whole.size() + 1), random() % 6);
    search_range where{.start = random() % 12, .step = 1 + random() % 5};
    if (random() % 2 == 0) where.stop = random() % 50;
    if (random() % 2 == 0) where.origin = random() % 60;
    const auto overlapping = random() % 2 == 0 ? overlap::yes : overlap::no;
    const auto from = random() % 2 == 0 ? search_from::front : search_from::back;
    ASSERT_EQ(bytes.find(bytes_of(needle), where), find(bytes_of(whole), bytes_of(needle), where)) << whole;
    ASSERT_EQ(bytes.rfind(bytes_of(needle), where), rfind(bytes_of(whole), bytes_of(needle), where)) << whole;
    ASSERT_EQ(bytes.count(bytes_of(needle), overlapping, where),
              count(bytes_of(whole), bytes_of(needle), overlapping, where));
    ASSERT_EQ(listed(bytes.find_all(bytes_of(needle), overlapping, from, where)),
              listed(find_all(bytes_of(whole), bytes_of(needle), overlapping, from, where)))
        << whole << " " << needle;
  }
}

}  // namespace memosaic::chain_search_test
