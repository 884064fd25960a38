// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/matches.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "memosaic/error.hpp"
#include "memosaic/sparse/items.hpp"
#include "memosaic/sparse/pop.hpp"

namespace memosaic::matches_test {

using namespace memosaic::literals;

TEST(SparseMatches, AnIndexIsThereOrAnError) {
  const auto memory = sparse_memory::from_bytes("abab"_bytes, -2);
  EXPECT_EQ(index(memory, "ab"_bytes), -2);
  EXPECT_EQ(rindex(memory, "ab"_bytes), 0);
  EXPECT_THROW(static_cast<void>(index(memory, "ba"_bytes, {0, 2})), std::out_of_range);
  EXPECT_THROW(static_cast<void>(rindex(memory, {})), std::out_of_range);
}

TEST(SparseMatches, AllThatDoNotOverlapAreRemoved) {
  auto memory = sparse_memory::from_bytes("aaa-baab"_bytes);
  memory.write(10, "aa"_bytes);
  EXPECT_EQ(remove_all(memory, "aa"_bytes), 3U);
  EXPECT_EQ(text_of(memory.to_bytes(memory.block(0))), "a-bb");
  EXPECT_EQ(memory.block_count(), 1U);
  EXPECT_EQ(remove_all(memory, "aa"_bytes), 0U);
  EXPECT_THROW(remove_all(memory, {}), std::invalid_argument);
}

TEST(SparseMatches, RemovingIsWhole) {
  auto memory = sparse_memory::from_bytes("match, and another match"_bytes);
  const auto before = memory.snapshot();
  const auto pinned = memory.mutable_view({0, 2});
  EXPECT_THROW(remove_all(memory, "match"_bytes), buffer_pinned);
  EXPECT_EQ(memory, before);
}

TEST(SparsePop, SaysWhatItTook) {
  auto memory = sparse_memory::from_bytes("abc"_bytes, 5);
  memory.poke(10, std::byte{'z'});
  memory.set_bounds({std::nullopt, 20, bounds_policy::error});
  EXPECT_EQ(pop_last(memory), (memory_item{10, std::byte{'z'}}));
  EXPECT_EQ(pop(memory, 5), std::byte{'a'});
  EXPECT_EQ(pop(memory, 3), std::nullopt);  // an address all the same: what follows moves
  EXPECT_EQ(memory, sparse_memory::from_bytes("bc"_bytes, 4));
  EXPECT_EQ(pop_last(memory), (memory_item{5, std::byte{'c'}}));
  EXPECT_EQ(pop_last(memory), (memory_item{4, std::byte{'b'}}));
  EXPECT_EQ(pop_last(memory), std::nullopt);
}

TEST(SparseItems, AChangeWhileWalkingIsNoticed) {
  auto memory = sparse_memory::from_bytes("abc"_bytes);
  const auto walk = places(memory);
  auto at = walk.begin();
  EXPECT_EQ(*at, (memory_place{0, std::byte{'a'}}));
  memory.poke(1, std::byte{'x'});
  EXPECT_THROW(++at, std::logic_error);
}

TEST(SparseItems, LongHolesAreNotWalkedByWhoWantsContent) {
  sparse_memory memory;
  memory.poke(lowest_address<std::int64_t>, std::byte{'l'});
  memory.poke(highest_stop<std::int64_t> - 1, std::byte{'h'});
  for (const auto order : {walk_order::up, walk_order::down}) {
    std::vector<std::int64_t> found;
    for (const auto& [at, value] : items(memory, sparse_memory::everywhere, order)) found.push_back(at);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0] < found[1], order == walk_order::up);
  }
}

}  // namespace memosaic::matches_test
