// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/align.hpp"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

#include "memosaic/sparse/alignment.hpp"
#include "support/random_memory.hpp"
#include "support/sparse_tree_check.hpp"

namespace memosaic::align_test {

using namespace memosaic::literals;

std::int64_t floor_to(std::int64_t at, std::int64_t width) { return at - ((at % width) + width) % width; }

/// Every hole of a page with content is filled, inside the range.
byte_map aligned(const byte_map& bytes, std::int64_t width, bytes_view pattern, address_range where) {
  byte_map made = bytes;
  for (const auto& [at, byte] : bytes) {
    if (!where.contains(at)) continue;
    const auto page = floor_to(at, width);
    for (std::int64_t i = 0; i < width; ++i) {
      if (where.contains(page + i)) made.emplace(page + i, pattern[static_cast<std::size_t>(i) % pattern.size()]);
    }
  }
  return made;
}

TEST(SparseAlign, FillsThePagesThatHoldContent) {
  std::mt19937_64 numbers(5);
  for (int round = 0; round < 60; ++round) {
    auto memory = random_memory(numbers, 200);
    memory.shift(static_cast<std::int64_t>(numbers() % 4000) - 3000);
    const auto bytes = map_of(memory);
    const auto width = static_cast<std::int64_t>(1 + numbers() % 50);
    const auto start = static_cast<std::int64_t>(numbers() % 1000) - 500;
    const address_range where = round % 2 == 0 ? sparse_memory::everywhere : address_range{start, start + 600};
    const auto expected = aligned(bytes, width, "xyz"_bytes, where);
    std::uint64_t missing = 0;
    for (const auto& hole : padding(memory, static_cast<std::uint64_t>(width), where)) missing += hole.size();
    ASSERT_EQ(missing, expected.size() - bytes.size());
    align(memory, static_cast<std::uint64_t>(width), "xyz"_bytes, where);
    ASSERT_EQ(map_of(memory), expected);
    ASSERT_EQ(sparse_tree_check<std::int64_t>::problem(memory), "");
    ASSERT_TRUE(padding(memory, static_cast<std::uint64_t>(width), where).empty());
  }
}

TEST(SparseAlign, BoundsAreKept) {
  auto memory = sparse_memory::from_bytes("abcd"_bytes, 6);
  memory.set_bounds({4, 12, bounds_policy::error});
  const auto before = memory.snapshot();
  EXPECT_THROW(align(memory, 8, "."_bytes), std::out_of_range);
  EXPECT_EQ(memory, before);
  align(memory, 2, "."_bytes);
  EXPECT_EQ(memory.content_range(), (address_range{6, 10}));
  memory.set_bounds({4, 12, bounds_policy::clip});
  align(memory, 8, "01234567"_bytes);
  EXPECT_EQ(text_of(memory.to_bytes({4, 12})), "45abcd23");
}

TEST(SparseAlign, AMultipleThatIsNoAddressIsAnError) {
  constexpr auto high = highest_stop<std::int64_t>;
  constexpr auto low = lowest_address<std::int64_t>;
  auto memory = sparse_memory::from_bytes("a"_bytes, high - 3);
  EXPECT_THROW(align(memory, 16, "."_bytes), std::out_of_range);
  align(memory, 16, "."_bytes, {low, high - 1});
  EXPECT_EQ(memory.content_range(), (address_range{high - 15, high - 1}));
  memory = sparse_memory::from_bytes("a"_bytes, low + 1);
  EXPECT_THROW(align(memory, 3, "."_bytes), std::out_of_range);
  EXPECT_THROW(align(memory, 0, "."_bytes), std::invalid_argument);
  EXPECT_THROW(align(memory, 2, {}), std::invalid_argument);
}

TEST(SparseAlign, ThePatternMayLieInTheMemory) {
  auto memory = sparse_memory::from_bytes("0123456789abcdefXYZ"_bytes, 3);
  align(memory, 32, memory.segments().begin()->bytes.first(5));
  EXPECT_EQ(text_of(memory.to_bytes({0, 8})), "01201234");
}

TEST(SparseAlign, MultiplesAreCountedFromZeroInBothDirections) {
  EXPECT_EQ(aligned_down<std::int64_t>(-1, 16), -16);
  EXPECT_EQ(aligned_down<std::int64_t>(-16, 16), -16);
  EXPECT_EQ(aligned_up<std::int64_t>(-15, 16), 0);
  EXPECT_EQ(aligned_up<std::int64_t>(16, 16), 16);
  EXPECT_EQ(next_multiple<std::int64_t>(16, 16), 32);
  EXPECT_EQ(aligned_down<int128>((int128{1} << 64) + 5, 16), int128{1} << 64);
  EXPECT_EQ(aligned_down<std::int64_t>(lowest_address<std::int64_t>, 3), std::nullopt);
  EXPECT_EQ(aligned_up<std::int64_t>(highest_stop<std::int64_t>, 2), std::nullopt);
}

}  // namespace memosaic::align_test
