// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/shard_of.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

#include "memosaic/bytes/hash.hpp"

namespace memosaic::shard_of_test {

using namespace memosaic::literals;

/// What other programs have stored by these numbers: they never change.
TEST(ShardOf, AnswersAreFrozen) {
  EXPECT_EQ(shard_of("", 1000), 18U);
  EXPECT_EQ(shard_of("a", 1000), 204U);
  EXPECT_EQ(shard_of("u0000000000000000042", 1000), 802U);
  EXPECT_EQ(shard_of(std::uint64_t{42}, 1000), 587U);
}

TEST(ShardOf, TheFormulaIsTheUpperHalfOfAProduct) {
  for (const std::uint32_t shards : {1U, 2U, 3U, 1000U, 0xffff'ffffU}) {
    for (int number = 0; number < 100; ++number) {
      const std::string key = "key " + std::to_string(number);
      const std::uint64_t hash = xxh3_64(std::as_bytes(std::span(key)), 0x6d656d6f73616963);
      // By hand, in halves of 32 bits.
      const std::uint64_t low = (hash & 0xffff'ffffU) * shards;
      const auto expected = static_cast<std::uint32_t>(((hash >> 32U) * shards + (low >> 32U)) >> 32U);
      EXPECT_EQ(shard_of(key, shards), expected);
      EXPECT_LT(expected, shards);
    }
  }
}

TEST(ShardOf, IntegersAreTheirLittleEndianBytes) {
  EXPECT_EQ(shard_of(std::uint64_t{0x0102030405060708}, 997), shard_of("\x08\x07\x06\x05\x04\x03\x02\x01"_bytes, 997));
  EXPECT_EQ(shard_of(static_cast<std::uint64_t>(std::int64_t{-1}), 997),
            shard_of("\xff\xff\xff\xff\xff\xff\xff\xff"_bytes, 997));
}

TEST(ShardOf, ShardsGetEqualParts) {
  std::array<int, 16> counts{};
  for (std::uint64_t key = 0; key < 16'000; ++key) ++counts[shard_of(key, 16)];
  for (const int count : counts) EXPECT_NEAR(count, 1000, 200);
}

TEST(ShardOf, NoShardsAreRefused) {
  EXPECT_THROW(static_cast<void>(shard_of("a", 0)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(shard_of(std::uint64_t{1}, 0)), std::invalid_argument);
}

}  // namespace memosaic::shard_of_test
