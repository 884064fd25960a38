// SPDX-License-Identifier: Apache-2.0
// Views never change; mutable views pin.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "memosaic/error.hpp"
#include "memosaic/sparse/sparse_memory.hpp"

namespace memosaic::sparse_pinned_test {

using namespace memosaic::literals;

sparse_memory two_blocks() {
  auto memory = sparse_memory::from_bytes("abcdefghijklmnopqrstuvwxyz"_bytes);
  memory.write(100, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"_bytes);
  return memory;
}

TEST(SparsePinned, AViewKeepsItsBytes) {
  auto memory = two_blocks();
  const auto held = memory.view({2, 5});
  memory.write(0, "0123456789"_bytes);
  memory.clear();
  EXPECT_EQ(text_of(held.bytes()), "cde");
}

TEST(SparsePinned, AMutableViewWritesIntoTheMemory) {
  auto memory = two_blocks();
  const auto written = memory.mutable_view({100, 103});
  written.bytes()[1] = std::byte{'!'};
  EXPECT_EQ(memory.peek(101), std::byte{'!'});
  memory.poke(100, std::byte{'?'});
  EXPECT_EQ(text_of(written.bytes()), "?!C");
}

TEST(SparsePinned, WhatWouldRemoveThePieceIsRefusedAndHasNoEffect) {
  auto memory = two_blocks();
  auto written = memory.mutable_view({100, 103});
  const auto before = two_blocks();
  EXPECT_THROW(memory.clear({10, 101}), buffer_pinned);
  EXPECT_THROW(memory.erase({2, 112}), buffer_pinned);
  EXPECT_THROW(memory.crop({0, 50}), buffer_pinned);
  EXPECT_THROW(memory.write(90, std::vector<std::byte>(20)), buffer_pinned);
  EXPECT_THROW(memory.fill({0, 10000}, "x"_bytes), buffer_pinned);
  EXPECT_THROW(memory.set_bounds({{}, 50}), buffer_pinned);
  EXPECT_THROW(memory.write(sparse_memory::from_bytes("xx"_bytes, 105)), buffer_pinned);
  EXPECT_THROW(static_cast<void>(memory.view({100, 110})), buffer_pinned);
  EXPECT_TRUE(memory == before);
  memory.shift(7);  // moves addresses, not bytes
  written.bytes()[0] = std::byte{'#'};
  EXPECT_EQ(memory.peek(107), std::byte{'#'});
  written.release();
  memory.clear({90, 200});
  EXPECT_EQ(memory.block_count(), 1U);
}

TEST(SparsePinned, ASnapshotDoesNotSeeWhatAViewWrites) {
  auto memory = two_blocks();
  const auto written = memory.mutable_view({0, 3});
  const auto snapshot = memory.snapshot();
  written.bytes()[0] = std::byte{'!'};
  EXPECT_EQ(snapshot.peek(0), std::byte{'a'});
  EXPECT_EQ(memory.peek(0), std::byte{'!'});
}

TEST(SparsePinned, AFailedChangeLeavesTheViewOnTheMemory) {
  auto memory = two_blocks();
  memory.set_bounds({0, 126, bounds_policy::clip});
  const auto written = memory.mutable_view({110, 112});
  EXPECT_THROW(memory.insert(0, "xxxxxxxxxxxxxxxxxxxxxxxxx"_bytes), buffer_pinned);
  written.bytes()[0] = std::byte{'!'};
  EXPECT_EQ(memory.peek(110), std::byte{'!'});
}

TEST(SparsePinned, AMutableViewOfASnapshotWritesIntoThatOnly) {
  const auto memory = two_blocks();
  auto copy = memory.snapshot();
  const auto written = copy.mutable_view({0, 26});
  written.bytes()[0] = std::byte{'!'};
  EXPECT_EQ(memory.peek(0), std::byte{'a'});
  EXPECT_EQ(copy.peek(0), std::byte{'!'});
}

}  // namespace memosaic::sparse_pinned_test
