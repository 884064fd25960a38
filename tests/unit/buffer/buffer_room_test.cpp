// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>

#include "memosaic/buffer/buffer.hpp"
#include "support/test_owner.hpp"

namespace memosaic::buffer_room_test {

using namespace memosaic::literals;

bool aligned(const std::byte* data) { return reinterpret_cast<std::uintptr_t>(data) % 64 == 0; }

TEST(BufferRoom, BytesBeginOnACacheLine) {
  for (std::size_t size = 1; size < 200; ++size) {
    EXPECT_TRUE(aligned(buffer(size).data()));
    EXPECT_TRUE(aligned(buffer::uninitialized(size, size).data()));
  }
  buffer grown;
  for (int step = 0; step < 300; ++step) {
    grown.append("0123456789"_bytes);
    ASSERT_TRUE(aligned(grown.data()));
  }
}

TEST(BufferRoom, AHeaderIsPutBeforeTheBytesWithoutMovingThem) {
  buffer message = buffer::uninitialized(0, 16, 100);
  message.append("payload"_bytes);
  const auto* const payload = message.data();
  EXPECT_GE(message.headroom(), 16U);
  message.prepend("header: "_bytes);
  EXPECT_EQ(message.data() + 8, payload);
  EXPECT_EQ(text(message.bytes()), "header: payload");
}

TEST(BufferRoom, GrowthInsideTheCapacityDoesNotMove) {
  buffer bytes;
  bytes.reserve(1000, 10);
  EXPECT_GE(bytes.capacity(), 1000U);
  bytes.append("x"_bytes);
  const auto* const place = bytes.data();
  bytes.resize(1000);
  EXPECT_EQ(bytes.data(), place);
  bytes.resize(100000);
  EXPECT_GE(bytes.headroom(), 10U);
}

/// How often the bytes move while 100000 bytes are put in one by one.
template <typename Grow>
int moves(buffer& bytes, Grow grow) {
  int count = 0;
  for (int step = 0; step < 100000; ++step) {
    const auto* const end = bytes.data() + bytes.size();
    const auto* const start = bytes.data();
    grow(bytes);
    if (bytes.data() != start && bytes.data() + bytes.size() != end) ++count;
  }
  return count;
}

TEST(BufferRoom, GrowthIsGeometricAtBothEnds) {
  buffer back;
  EXPECT_LT(moves(back, [](buffer& bytes) { bytes.append("x"_bytes); }), 40);
  buffer front;
  EXPECT_LT(moves(front, [](buffer& bytes) { bytes.prepend("x"_bytes); }), 40);
}

TEST(BufferRoom, AQueueStaysInItsPlace) {
  buffer queue;
  queue.append("0123456789"_bytes);
  std::size_t footprint = 0;
  for (int step = 0; step < 10000; ++step) {
    queue.append("0123456789"_bytes);
    queue.erase(0, 10);
    footprint = std::max(footprint, queue.view().retained_bytes());
  }
  EXPECT_LE(footprint, 512U);
  EXPECT_EQ(text(queue.bytes()), "0123456789");
}

TEST(BufferRoom, AQueueFilledAtTheFrontDoesNotKeepWhatItGaveAway) {
  buffer queue;
  for (int step = 0; step < 10000; ++step) {
    queue.prepend("12345678"_bytes);
    if (queue.size() > 64) queue.erase(64);
    ASSERT_LE(queue.view().retained_bytes(), 1024U) << step;
  }
}

TEST(BufferRoom, WhatWasReservedStaysWhenTheFrontMovesTheBytes) {
  buffer reserved;
  reserved.reserve(10000);
  buffer made = buffer::uninitialized(0, 0, 10000);
  for (int step = 0; step < 1000; ++step) {
    reserved.prepend("12345678"_bytes);
    made.prepend("12345678"_bytes);
    ASSERT_GE(reserved.capacity(), 10000U);
    ASSERT_GE(made.capacity(), 10000U);
  }
  reserved.shrink_to_fit();
  for (int step = 0; step < 1000; ++step) reserved.prepend("12345678"_bytes);
  EXPECT_LE(reserved.capacity(), 2 * reserved.size());
}

TEST(BufferRoom, ShrinkingGivesTheRestBack) {
  buffer bytes = buffer::uninitialized(10, 1000, 1000);
  bytes.shrink_to_fit();
  EXPECT_LE(bytes.view().retained_bytes(), 64U);
  bytes.clear();
  bytes.shrink_to_fit();
  EXPECT_EQ(bytes.capacity(), 0U);
  buffer().shrink_to_fit();
}

}  // namespace memosaic::buffer_room_test
