// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/error.hpp"
#include "support/test_owner.hpp"

namespace memosaic::buffer_pinned_test {

using namespace memosaic::literals;

TEST(BufferPinned, ResizeIsRefusedWithTheNumberOfHolders) {
  buffer bytes("abc"_bytes);
  view tail = bytes.view(1);
  try {
    bytes.resize(8);
    FAIL();
  } catch (const buffer_pinned& refused) {
    EXPECT_EQ(refused.pins(), 1U);
    EXPECT_NE(std::string(refused.what()).find("resize refused: 1 view "), std::string::npos);
  }
  bytes.resize(3);
  bytes.replace(0, 2, "zz"_bytes);
  EXPECT_EQ(text(tail.bytes()), "zc");
  view child = tail.sub(0, 1);
  tail.release();
  EXPECT_THROW(bytes.resize(8), buffer_pinned);
  child.release();
  bytes.resize(8, "XY"_bytes);
  EXPECT_EQ(text(bytes.bytes()), "zzcXYXYX");
}

TEST(BufferPinned, WhatMovesOrResizesIsRefusedAndChangesNothing) {
  buffer bytes = buffer::uninitialized(0, 64, 64);
  bytes.append("abcdef"_bytes);
  const view reader = bytes.view();
  const mutable_view writer = bytes.mutable_view(0, 0);
  EXPECT_EQ(bytes.pins(), 2U);
  EXPECT_THROW(bytes.append("x"_bytes), buffer_pinned);
  EXPECT_THROW(bytes.prepend("x"_bytes), buffer_pinned);
  EXPECT_THROW(bytes.insert(3, "x"_bytes), buffer_pinned);
  EXPECT_THROW(bytes.erase(2, 3), buffer_pinned);
  EXPECT_THROW(bytes.erase(0, 1), buffer_pinned);
  EXPECT_THROW(bytes.replace(0, 1, "xx"_bytes), buffer_pinned);
  EXPECT_THROW(bytes.replace(0, 2, "x"_bytes), buffer_pinned);
  EXPECT_THROW(bytes.resize(5), buffer_pinned);
  EXPECT_THROW(bytes.resize_uninitialized(7), buffer_pinned);
  EXPECT_THROW(bytes.reserve(1000), buffer_pinned);
  EXPECT_THROW(bytes.reserve(6, 1000), buffer_pinned);
  EXPECT_THROW(bytes.shrink_to_fit(), buffer_pinned);
  EXPECT_THROW(bytes.clear(), buffer_pinned);
  EXPECT_THROW(bytes.repeat(2), buffer_pinned);
  EXPECT_EQ(text(bytes.bytes()), "abcdef");
  EXPECT_EQ(reader.data(), bytes.data());
}

TEST(BufferPinned, WhatChangesNeitherIsAllowed) {
  buffer bytes("abcdef"_bytes);
  const view reader = bytes.view();
  bytes.append({});
  bytes.prepend({});
  bytes.insert(6, {});
  bytes.erase(3, 3);
  bytes.repeat(1);
  bytes.reserve(6);
  bytes.resize_uninitialized(6);
  bytes.replace(0, 3, bytes.bytes().subspan(1, 3));
  EXPECT_EQ(text(reader.bytes()), "bcddef");
}

TEST(BufferPinned, ViewsOutliveTheBuffer) {
  view kept;
  {
    buffer bytes("abcdef"_bytes);
    kept = bytes.view(2, 4);
    buffer other = std::move(bytes);
    EXPECT_TRUE(bytes.empty());
    EXPECT_EQ(bytes.pins(), 0U);
    bytes.append("new"_bytes);
    EXPECT_THROW(other.clear(), buffer_pinned);
  }
  EXPECT_EQ(text(kept.bytes()), "cd");
}

}  // namespace memosaic::buffer_pinned_test
