// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/combine.hpp"

#include <gtest/gtest.h>

#include <random>

#include "support/random_memory.hpp"
#include "support/sparse_tree_check.hpp"

namespace memosaic::combine_test {

TEST(SparseCombine, IsWhatItIsForSets) {
  std::mt19937_64 numbers(1);
  for (int round = 0; round < 100; ++round) {
    const auto a = random_memory(numbers, 400);
    const auto b = random_memory(numbers, 400);
    const auto left = map_of(a);
    const auto right = map_of(b);
    auto united = right;
    united.insert(left.begin(), left.end());
    byte_map common;
    byte_map rest;
    for (const auto& item : left) (right.contains(item.first) ? common : rest).insert(item);
    const auto made = unite(a, b);
    ASSERT_EQ(map_of(made), united);
    ASSERT_EQ(sparse_tree_check<std::int64_t>::problem(made), "");
    ASSERT_EQ(map_of(intersect(a, b)), common);
    ASSERT_EQ(map_of(subtract(a, b)), rest);
    ASSERT_TRUE(map_of(a) == left && map_of(b) == right);
  }
}

TEST(SparseCombine, ResultsShareUntilOneSideIsWritten) {
  auto a = sparse_memory::from_bytes(std::vector<std::byte>(100'000, std::byte{'a'}));
  const auto b = sparse_memory::from_bytes(std::vector<std::byte>(100, std::byte{'b'}), 50'000);
  const auto made = unite(a, b);
  EXPECT_EQ(made.view({0, 10}).data(), a.view({0, 10}).data());
  a.poke(3, std::byte{'X'});
  EXPECT_EQ(made.peek(3), std::byte{'a'});
}

TEST(SparseCombine, ManyPiecesMakeADeepTree) {
  sparse_memory even;
  sparse_memory odd;
  for (std::int64_t i = 0; i < 20'000; ++i) (i % 2 == 0 ? even : odd).poke(i * 3, std::byte{1});
  const auto both = unite(even, odd);
  EXPECT_EQ(both.block_count(), 20'000U);
  EXPECT_EQ(both.block(12'345).start, 12'345 * 3);
  EXPECT_EQ(sparse_tree_check<std::int64_t>::problem(both), "");
  EXPECT_TRUE(subtract(both, odd) == even);
}

}  // namespace memosaic::combine_test
