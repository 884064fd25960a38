// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/join.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "memosaic/error.hpp"

namespace memosaic::join_test {

using namespace memosaic::literals;

TEST(SparseJoin, NothingIsCopied) {
  const auto big = sparse_memory::from_bytes(std::vector<std::byte>(100'000, std::byte{'b'}), 77);
  const auto made = concatenated(sparse_memory::from_bytes("ab"_bytes), big);
  EXPECT_EQ(made.content_range(), (address_range{0, 100'002}));
  EXPECT_EQ(made.view({2, 9}).data(), big.view({77, 84}).data());
}

TEST(SparseJoin, TheSpanCountsWithItsHoles) {
  auto source = sparse_memory::from_bytes("xy"_bytes, 5);
  source.set_bounds({3, 9, bounds_policy::error});
  auto memory = sparse_memory::from_bytes("abcd"_bytes, 10);
  append(memory, source, 1);
  EXPECT_EQ(memory.content_range(), (address_range{10, 19}));
  memory.clear({14, 100});
  insert(memory, 12, source);
  EXPECT_EQ(memory.gaps(), (std::vector<address_range>{{12, 14}, {16, 18}}));
  EXPECT_EQ(text_of(memory.to_bytes({18, 20})), "cd");
  replace(memory, {12, 18}, sparse_memory::from_bytes("-"_bytes, 1000));
  EXPECT_EQ(text_of(memory.to_bytes({10, 15})), "ab-cd");
}

TEST(SparseJoin, AcrossTheWholeAddressSpace) {
  constexpr auto low = lowest_address<std::int64_t>;
  constexpr auto high = highest_stop<std::int64_t>;
  auto memory = sparse_memory::from_bytes("a"_bytes, high - 3);
  append(memory, sparse_memory::from_bytes("bc"_bytes, low));
  EXPECT_EQ(text_of(memory.to_bytes({high - 3, high})), "abc");
  EXPECT_THROW(append(memory, sparse_memory::from_bytes("d"_bytes)), std::out_of_range);
  EXPECT_THROW(insert(memory, 0, sparse_memory::from_bytes("d"_bytes)), std::out_of_range);
  EXPECT_EQ(memory.content_size(), 3U);
}

TEST(SparseJoin, RepeatsHolesToo) {
  auto unit = sparse_memory::from_bytes("ab"_bytes, 4);
  unit.set_bounds({3, 7, bounds_policy::error});
  const auto made = repeated(unit, 3);
  EXPECT_EQ(made.content_range(), (address_range{4, 14}));
  EXPECT_EQ(made.block_count(), 3U);
  EXPECT_TRUE(repeated(unit, 0).empty());
  EXPECT_EQ(repeated(unit, 1), unit);
  EXPECT_THROW(static_cast<void>(repeated(unit, std::uint64_t{1} << 62)), std::out_of_range);
  EXPECT_EQ(repeated(unit, 1 << 14).block_count(), std::uint64_t{1} << 14);
}

TEST(SparseJoin, AMutableViewIsNotReplaced) {
  auto memory = sparse_memory::from_bytes("a block that is not small"_bytes);
  const auto before = memory.snapshot();
  const auto pinned = memory.mutable_view({2, 4});
  EXPECT_THROW(replace(memory, {0, 10}, sparse_memory::from_bytes("x"_bytes)), buffer_pinned);
  append(memory, sparse_memory::from_bytes("!"_bytes));
  EXPECT_EQ(memory.extract({0, 25}), before);
}

}  // namespace memosaic::join_test
