// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/chunks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

#include "memosaic/sparse/near_blocks.hpp"
#include "support/random_memory.hpp"

namespace memosaic::chunks_test {

using namespace memosaic::literals;

std::int64_t floor_to(std::int64_t at, std::int64_t width) { return at - ((at % width) + width) % width; }

std::vector<address_range> all_of(const memory_chunks& chunks) {
  std::vector<address_range> found;
  for (const auto& chunk : chunks) found.push_back(chunk);
  return found;
}

/// Byte by byte: a chunk ends at a hole, when it is full, or in front of a multiple.
std::vector<address_range> chopped(const byte_map& bytes, std::int64_t width, bool at_multiples, address_range where) {
  std::vector<address_range> found;
  for (const auto& [at, byte] : bytes) {
    if (!where.contains(at)) continue;
    const bool goes_on = !found.empty() && found.back().stop == at &&
                         (at_multiples ? floor_to(at, width) != at : at - found.back().start < width);
    if (goes_on) {
      ++found.back().stop;
    } else {
      found.push_back({at, at + 1});
    }
  }
  return found;
}

TEST(SparseChunks, AreCutAtBlocksAtMultiplesAndIntoPages) {
  std::mt19937_64 numbers(3);
  for (int round = 0; round < 200; ++round) {
    auto memory = random_memory(numbers, 200);
    memory.shift(static_cast<std::int64_t>(numbers() % 4000) - 3000);
    const auto bytes = map_of(memory);
    const auto width = static_cast<std::int64_t>(1 + numbers() % 40);
    const auto start = static_cast<std::int64_t>(numbers() % 1000) - 500;
    const address_range where = round % 2 == 0 ? sparse_memory::everywhere : address_range{start, start + 600};
    for (const auto cut : {chop_at::blocks, chop_at::multiples}) {
      const auto expected = chopped(bytes, width, cut == chop_at::multiples, where);
      ASSERT_EQ(all_of(chop(memory, static_cast<std::uint64_t>(width), cut, where)), expected);
      std::vector<address_range> visited;
      visit_chunks(memory, static_cast<std::uint64_t>(width), cut, where, [&](std::int64_t at, bytes_view shown) {
        visited.push_back({at, at + static_cast<std::int64_t>(shown.size())});
        for (const std::byte byte : shown) ASSERT_EQ(byte, bytes.at(at++));
      });
      ASSERT_EQ(visited, expected);
    }
    std::vector<address_range> expected;
    for (const auto& [at, byte] : bytes) {
      const auto page = floor_to(at, width);
      const auto clipped = intersection(where, {page, page + width});
      if (where.contains(at) && (expected.empty() || expected.back() != clipped)) expected.push_back(clipped);
    }
    ASSERT_EQ(all_of(pages(memory, static_cast<std::uint64_t>(width), where)), expected);
  }
}

TEST(SparseChunks, ReachTheEndsOfAddresses) {
  sparse_memory memory;
  constexpr auto low = lowest_address<std::int64_t>;
  constexpr auto high = highest_stop<std::int64_t>;
  memory.write(low, "abc"_bytes);
  memory.write(high - 3, "xyz"_bytes);
  const std::vector<address_range> pairs{{low, low + 2}, {low + 2, low + 3}, {high - 3, high - 1}, {high - 1, high}};
  EXPECT_EQ(all_of(chop(memory, 2)), pairs);
  const std::vector<address_range> aligned{{low, low + 3}, {high - 3, high}};
  EXPECT_EQ(all_of(chop(memory, 16, chop_at::multiples)), aligned);
  const std::vector<address_range> whole{{low, low + 16}, {high - 15, high}};
  EXPECT_EQ(all_of(pages(memory, 16)), whole);
  EXPECT_EQ(all_of(pages(memory, ~std::uint64_t{0})), (std::vector<address_range>{{low, 0}, {0, high}}));
}

TEST(SparseChunks, ARunOfAnyLengthIsNotWalkedByPieces) {
  sparse_memory memory;
  memory.fill({0, std::int64_t{1} << 62}, "x"_bytes);
  EXPECT_EQ(all_of(chop(memory, std::uint64_t{1} << 61)).size(), 2U);
}

TEST(SparseChunks, AChangeWhileWalkingIsNoticed) {
  auto memory = sparse_memory::from_bytes("abcdef"_bytes);
  const auto chunks = chop(memory, 2);
  auto at = chunks.begin();
  memory.poke(3, std::byte{'x'});
  EXPECT_THROW(++at, std::logic_error);
  EXPECT_THROW(static_cast<void>(chop(memory, 0)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(pages(memory, 0)), std::invalid_argument);
}

TEST(SparseChunks, NearBlocksCountAsOne) {
  sparse_memory memory;
  for (const std::int64_t at : {0, 4, 5, 9}) memory.poke(at, std::byte{'x'});
  using ranges = std::vector<address_range>;
  EXPECT_EQ(near_blocks(memory, 0), (ranges{{0, 1}, {4, 6}, {9, 10}}));
  EXPECT_EQ(near_blocks(memory, 3), (ranges{{0, 1}, {4, 6}, {9, 10}}));
  EXPECT_EQ(near_blocks(memory, 4), (ranges{{0, 10}}));
  EXPECT_EQ(near_blocks(memory, 4, {5, 20}), (ranges{{5, 10}}));
}

}  // namespace memosaic::chunks_test
