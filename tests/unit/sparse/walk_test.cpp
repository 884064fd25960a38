// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/walk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "memosaic/sparse/sparse_memory.hpp"

namespace memosaic::walk_test {

using namespace memosaic::literals;

sparse_memory three_blocks() {
  sparse_memory memory;
  memory.write(-5, "abc"_bytes);
  memory.write(10, "0123456789abcdefghij"_bytes);
  memory.insert(20, "XX"_bytes);
  memory.write(40, "z"_bytes);
  return memory;
}

TEST(Walk, BlocksAreMaximalAndClipped) {
  const auto memory = three_blocks();
  std::vector<address_range> found;
  for (const auto& block : memory.blocks()) found.push_back(block);
  EXPECT_EQ(found, (std::vector<address_range>{{-5, -2}, {10, 32}, {40, 41}}));
  found.clear();
  for (const auto& block : memory.blocks({-4, 12})) found.push_back(block);
  EXPECT_EQ(found, (std::vector<address_range>{{-4, -2}, {10, 12}}));
}

TEST(Walk, SegmentsGiveTheBytesWhereTheyLie) {
  const auto memory = three_blocks();
  std::string text;
  for (const auto& part : memory.segments()) text += text_of(part.bytes);
  EXPECT_EQ(text, "abc0123456789XXabcdefghijz");
}

TEST(Walk, ARunShowsOnePeriodBegunAtItsStart) {
  sparse_memory memory;
  memory.fill({0, 100'000}, "abc"_bytes);
  for (const auto& part : memory.segments({50'000, 60'000})) {
    EXPECT_TRUE(part.repeats);
    EXPECT_EQ(text_of(part.bytes), "cab");
    EXPECT_EQ(part.at(50'001), std::byte{'a'});
  }
}

TEST(Walk, GapsLieBetweenBlocksAndInsideTheRange) {
  const auto memory = three_blocks();
  EXPECT_EQ(memory.gaps(), (std::vector<address_range>{{-2, 10}, {32, 40}}));
  EXPECT_EQ(memory.gaps({0, 50}), (std::vector<address_range>{{0, 10}, {32, 40}, {41, 50}}));
  EXPECT_EQ(sparse_memory().gaps({3, 8}), (std::vector<address_range>{{3, 8}}));
}

TEST(Walk, AChangeOnTheWayIsDetected) {
  auto memory = three_blocks();
  const auto walk = memory.blocks();
  auto at = walk.begin();
  memory.poke(100, std::byte{1});
  EXPECT_THROW(++at, std::logic_error);
}

TEST(Walk, ASnapshotIsWalkedWhileTheMemoryChanges) {
  auto memory = three_blocks();
  const auto before = memory.snapshot();
  for (const auto& block : before.blocks()) memory.clear(block);
  EXPECT_TRUE(memory.empty());
}

}  // namespace memosaic::walk_test
