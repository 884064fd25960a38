// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/buffer/chain.hpp"
#include "memosaic/error.hpp"
#include "support/test_owner.hpp"

namespace memosaic::buffer_freeze_test {

using namespace memosaic::literals;

TEST(BufferFreeze, IsRefusedWhileMutableViewsAreOut) {
  buffer bytes("abc"_bytes);
  const view reader = bytes.view();
  mutable_view writer = bytes.mutable_view();
  const mutable_view second = writer.sub(1);
  try {
    (void)bytes.freeze();
    FAIL();
  } catch (const buffer_pinned& refused) {
    EXPECT_EQ(refused.pins(), 2U);
  }
  EXPECT_EQ(text(bytes.bytes()), "abc");
  writer.release();
  EXPECT_THROW((void)bytes.freeze(), buffer_pinned);
}

TEST(BufferFreeze, NobodyCanWriteFrozenBytes) {
  buffer bytes("abc"_bytes);
  const auto* const place = bytes.data();
  const slice piece = bytes.slice();
  const view reader = bytes.view(1);
  const view frozen = bytes.freeze();
  EXPECT_TRUE(bytes.empty());
  bytes.append("other"_bytes);
  EXPECT_EQ(frozen.data(), place);
  EXPECT_EQ(text(reader.bytes()), "bc");
  EXPECT_EQ(text(piece.bytes()), "abc");
  EXPECT_FALSE(piece.writable());
  EXPECT_THROW((void)piece.mutable_bytes(), std::invalid_argument);
  EXPECT_THROW((void)piece.mutable_view(), std::invalid_argument);
  EXPECT_THROW(piece.resize(5, "x"_bytes), std::invalid_argument);
  EXPECT_TRUE(buffer().freeze().empty());
}

TEST(BufferFreeze, TheUniqueHolderThawsWithoutACopy) {
  buffer bytes("abc"_bytes);
  const auto* const place = bytes.data();
  view frozen = bytes.freeze();
  std::optional<buffer> thawed = buffer::try_thaw(std::move(frozen));
  ASSERT_TRUE(thawed);
  EXPECT_TRUE(frozen.empty());
  EXPECT_EQ(thawed->data(), place);
  EXPECT_EQ(thawed->pins(), 0U);
  thawed->append("d"_bytes);
  (*thawed)[0] = std::byte{'A'};
  EXPECT_EQ(text(thawed->bytes()), "Abcd");
  EXPECT_TRUE(thawed->slice().writable());
}

TEST(BufferFreeze, ThawingFailsWhileOthersHoldOrSeeLess) {
  buffer bytes("abc"_bytes);
  slice piece = bytes.slice();
  view frozen = bytes.freeze();
  view second = frozen;
  EXPECT_FALSE(buffer::try_thaw(std::move(frozen)));
  EXPECT_EQ(text(frozen.bytes()), "abc");
  second.release();
  EXPECT_FALSE(buffer::try_thaw(std::move(frozen)));  // the slice
  piece = slice();
  view part = frozen.sub(1);
  frozen.release();
  EXPECT_FALSE(buffer::try_thaw(std::move(part)));  // not all of it
  EXPECT_EQ(text(part.bytes()), "bc");
}

TEST(BufferFreeze, OnlyHeapBytesThaw) {
  auto* const source = new test_owner("abc");
  view foreign(*source);
  source->drop_reference();
  EXPECT_FALSE(buffer::try_thaw(std::move(foreign)));
  EXPECT_FALSE(buffer::try_thaw(view("lent"_bytes, unowned)));
  EXPECT_TRUE(buffer::try_thaw(view()));
  buffer bytes("abc"_bytes);
  view alive = bytes.view();
  EXPECT_FALSE(buffer::try_thaw(std::move(alive)));  // the buffer holds it too
  bytes = buffer();
  EXPECT_TRUE(buffer::try_thaw(std::move(alive)));
  EXPECT_TRUE(buffer::try_thaw(chain({view("a"_bytes, unowned), view("b"_bytes, unowned)}).coalesce()));
}

}  // namespace memosaic::buffer_freeze_test
