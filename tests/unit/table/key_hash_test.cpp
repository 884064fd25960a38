// SPDX-License-Identifier: Apache-2.0
#include "table/key_hash.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>

#include "memosaic/bytes/hash.hpp"

namespace memosaic::key_hash_test {

using namespace memosaic::table_core;

TEST(KeyHash, BytesAreHashedByXxh3) {
  const std::string text(300, 'x');
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const auto key = std::as_bytes(std::span(text)).first(size);
    const auto narrow = hash_key(key, 77, hash_width::bits_64);
    EXPECT_EQ(narrow.place, xxh3_64(key, 77));
    EXPECT_EQ(narrow.spread, narrow.place);
    const auto wide = hash_key(key, 77, hash_width::bits_128);
    EXPECT_EQ((hash128{wide.place, wide.spread}), xxh3_128(key, 77));
  }
}

TEST(KeyHash, IntegersAreMixedAsInSplitMix) {
  // The first outputs of SplitMix64 with seed 0 are the mixed multiples of its increment.
  EXPECT_EQ(mixed(0x9e3779b97f4a7c15), 0xe220a8397b1dcdafU);
  EXPECT_EQ(mixed(0x3c6ef372fe94f82a), 0x6e789e6aa1b965f4U);
  EXPECT_EQ(hash_key(std::uint64_t{5}, 3, hash_width::bits_64).place, mixed(6));
}

TEST(KeyHash, DifferentIntegersHaveDifferentHashes) {
  std::set<std::uint64_t> places;
  std::set<std::uint64_t> spreads;
  for (std::uint64_t key = 0; key < 10'000; ++key) {
    const auto hash = hash_key(key << 40U, 9, hash_width::bits_128);
    places.insert(hash.place);
    spreads.insert(hash.spread);
  }
  EXPECT_EQ(places.size(), 10'000U);
  EXPECT_EQ(spreads.size(), 10'000U);
}

TEST(KeyHash, ManyKeysNeed128Bits) {
  EXPECT_EQ(width_for(0), hash_width::bits_64);
  EXPECT_EQ(width_for(std::uint64_t{1} << 30U), hash_width::bits_64);
  EXPECT_EQ(width_for((std::uint64_t{1} << 30U) + 1), hash_width::bits_128);
}

TEST(KeyHash, TheUpperHalfOfAProductIsAFraction) {
  EXPECT_EQ(upper_product(~std::uint64_t{0}, 10), 9U);
  EXPECT_EQ(upper_product(std::uint64_t{1} << 63U, 10), 5U);
  EXPECT_EQ(upper_product(0, 10), 0U);
}

}  // namespace memosaic::key_hash_test
