// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "support/key_sections.hpp"

/// Keys that somebody chose who knew the seed: the builder is told so before it has lost time, and another seed helps.
namespace memosaic::hostile_keys_test {

using namespace memosaic::table_core;

/// The integer whose hash under a seed has this place: the inverse of mixing.
std::uint64_t key_with_place(std::uint64_t place, std::uint64_t seed) {
  place ^= place >> 31U ^ place >> 62U;
  place *= 0x3196'42b2'd24d'8ec3;
  place ^= place >> 27U ^ place >> 54U;
  place *= 0x96de'1b17'3f11'9089;
  place ^= place >> 30U ^ place >> 60U;
  return place ^ seed;
}

std::vector<key_hash> hashes_under(const std::vector<std::uint64_t>& keys, std::uint64_t seed) {
  std::vector<key_hash> hashes;
  for (const std::uint64_t key : keys) hashes.push_back(hash_key(key, seed, hash_width::bits_64));
  return hashes;
}

std::vector<std::uint64_t> keys_with_places(std::size_t count, std::uint64_t first, std::uint64_t step) {
  std::vector<std::uint64_t> keys;
  for (std::size_t i = 0; i < count; ++i) keys.push_back(key_with_place(first + i * step, 5));
  return keys;
}

TEST(HostileKeys, TheInverseIsRight) {
  for (const std::uint64_t place : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{0x0123'4567'89ab'cdef}}) {
    EXPECT_EQ(hash_key(key_with_place(place, 5), 5, hash_width::bits_64).place, place);
  }
}

TEST(HostileKeys, KeysOfOneBucketAreRefusedAndHelpedByAnotherSeed) {
  const auto keys = keys_with_places(10'000, std::uint64_t{1} << 60U, 1);
  EXPECT_FALSE(test::perfect_sections(hashes_under(keys, 5), {.seed = 5}));
  EXPECT_TRUE(test::perfect_sections(hashes_under(keys, 6), {.seed = 6}));
}

TEST(HostileKeys, KeysOfOnePartitionAreRefusedAndHelpedByAnotherSeed) {
  const auto keys = keys_with_places(70'000, 0, std::uint64_t{1} << 40U);
  EXPECT_FALSE(test::perfect_sections(hashes_under(keys, 5), {.seed = 5}));
  EXPECT_TRUE(test::perfect_sections(hashes_under(keys, 6), {.seed = 6}));
}

TEST(HostileKeys, AFewBigBucketsOnlyTakeAnotherPilot) {
  std::vector<std::uint64_t> keys;
  for (std::uint64_t i = 0; i < 20'000; ++i) keys.push_back(i);
  for (std::uint64_t i = 0; i < 60; ++i) keys.push_back(key_with_place((std::uint64_t{1} << 62U) + i, 5));
  const auto sections = test::perfect_sections(hashes_under(keys, 5), {.seed = 5});
  ASSERT_TRUE(sections);
  const key_index index = sections->open();
  for (std::size_t i = 0; i < keys.size(); ++i) ASSERT_EQ(index.slot_of(keys[i]), sections->slots[i]);
}

TEST(HostileKeys, EqualHashesAreFound) {
  std::vector<key_hash> hashes = hashes_under({1, 2, 3, 4, 5, 6, 7}, 5);
  hashes.push_back(hashes[3]);
  hashes.push_back(hashes[0]);
  hashes.push_back(hashes[3]);
  key_groups groups;
  groups.arrange(hashes, 1);
  ASSERT_EQ(groups.size(), 7U);
  std::size_t records = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i != 0) {
      EXPECT_LT(groups.hashes()[i - 1], groups.hashes()[i]);
    }
    std::vector<std::uint32_t> expected;
    for (std::uint32_t k = 0; k < hashes.size(); ++k) {
      if (hashes[k] == groups.hashes()[i]) expected.push_back(k);
    }
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), groups.records(i).begin(), groups.records(i).end()));
    records += expected.size();
  }
  EXPECT_EQ(records, hashes.size());
}

TEST(HostileKeys, ManyRecordsOfOneKeyAreOneGroup) {
  const std::vector<key_hash> hashes(10'000, key_hash{123, 456});
  key_groups groups;
  groups.arrange(hashes, 16);
  ASSERT_EQ(groups.size(), 1U);
  ASSERT_EQ(groups.records(0).size(), 10'000U);
  for (std::uint32_t i = 0; i < 10'000; ++i) ASSERT_EQ(groups.records(0)[i], i);
  groups.arrange({}, 16);
  EXPECT_EQ(groups.size(), 0U);
}

}  // namespace memosaic::hostile_keys_test
