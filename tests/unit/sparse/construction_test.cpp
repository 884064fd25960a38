// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/construction.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <stdexcept>
#include <vector>

#include "memosaic/sparse/update.hpp"

namespace memosaic::construction_test {

using namespace memosaic::literals;

TEST(SparseConstruction, BlocksThatAreApartOrOverlaid) {
  const std::array apart{byte_block{-5, "abc"_bytes}, byte_block{-2, "def"_bytes}, byte_block{9, {}}};
  const auto memory = from_blocks(apart);
  EXPECT_EQ(memory.block_count(), 1U);
  EXPECT_EQ(text_of(memory.to_bytes({-5, 1})), "abcdef");
  const std::array mixed{byte_block{4, "abcd"_bytes}, byte_block{2, "xyz"_bytes}};
  EXPECT_THROW(static_cast<void>(from_blocks(mixed)), std::invalid_argument);
  EXPECT_EQ(text_of(from_blocks(mixed, block_order::overlaid).to_bytes({2, 8})), "xyzbcd");
  const std::array end{byte_block{highest_stop<std::int64_t> - 2, "abc"_bytes}};
  EXPECT_THROW(static_cast<void>(from_blocks(end)), std::out_of_range);
}

TEST(SparseConstruction, ItemsOfAMapAndOfPairs) {
  const std::map<int, std::byte> map{{3, std::byte{'c'}}, {-1, std::byte{'a'}}};
  auto memory = from_items(map);
  EXPECT_EQ(memory.content_range(), (address_range{-1, 4}));
  const std::vector<std::pair<std::int64_t, std::optional<std::byte>>> pairs{
      {7, std::byte{'x'}}, {7, std::byte{'y'}}, {8, std::byte{'z'}}, {8, std::nullopt}};
  memory = from_items(pairs);
  EXPECT_EQ(memory, sparse_memory::from_bytes("y"_bytes, 7));
  EXPECT_EQ(from_items<int128>(map).content_size(), 2U);
}

TEST(SparseConstruction, ValuesUpToTheLastAddress) {
  const std::array values{std::optional(std::byte{'a'}), std::optional<std::byte>(), std::optional(std::byte{'c'})};
  const auto memory = from_values(values, 5);
  EXPECT_EQ(memory.block_count(), 2U);
  EXPECT_EQ(memory.peek(7), std::byte{'c'});
  EXPECT_EQ(from_values(values, highest_stop<std::int64_t> - 3).content_size(), 2U);
  EXPECT_THROW(static_cast<void>(from_values(values, highest_stop<std::int64_t> - 2)), std::out_of_range);
  EXPECT_EQ(from_values("abc"_bytes, 1), sparse_memory::from_bytes("abc"_bytes, 1));
}

TEST(SparseConstruction, AnotherMemoryAtOtherAddresses) {
  auto memory = sparse_memory::from_bytes("abc"_bytes, 5);
  memory.set_bounds({5, 8, bounds_policy::error});
  const auto moved = shifted(memory, -7);
  EXPECT_EQ(moved, sparse_memory::from_bytes("abc"_bytes, -2));
  EXPECT_EQ(moved.bounds(), memory_bounds());
}

TEST(SparseUpdate, WritesAndClearsAllOrNothing) {
  auto memory = sparse_memory::from_bytes("abcdef"_bytes);
  memory.set_bounds({0, 10, bounds_policy::error});
  const auto before = memory.snapshot();
  using item = std::pair<std::int64_t, std::optional<std::byte>>;
  EXPECT_THROW(update(memory, std::vector<item>{{1, std::nullopt}, {10, std::byte{'x'}}}), std::out_of_range);
  EXPECT_EQ(memory, before);
  update(memory, std::vector<item>{{1, std::nullopt}, {9, std::byte{'x'}}, {2, std::byte{'y'}}, {2, std::nullopt}});
  EXPECT_EQ(memory.block_count(), 3U);
  EXPECT_FALSE(memory.contains(1) || memory.contains(2));
}

TEST(SparseUpdate, OverwritingBringsTheHolesToo) {
  auto memory = sparse_memory::from_bytes("0123456789"_bytes);
  auto source = sparse_memory::from_bytes("x"_bytes, 2);
  source.write(4, "y"_bytes);
  source.set_bounds({1, 6, bounds_policy::error});
  overwrite(memory, source, 1);
  EXPECT_EQ(memory.gaps(), (std::vector<address_range>{{2, 3}, {4, 5}, {6, 7}}));
  EXPECT_EQ(memory.peek(5), std::byte{'y'});
  overwrite(memory, memory, 0);
  EXPECT_EQ(memory.block_count(), 4U);
}

}  // namespace memosaic::construction_test
