// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/slice.hpp"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>
#include <utility>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/error.hpp"
#include "support/test_owner.hpp"

namespace memosaic::slice_test {

using namespace memosaic::literals;

TEST(Slice, FollowsItsOwnerThroughEveryResize) {
  buffer base("0123456789"_bytes);
  const slice window = base.slice(4, 8);
  const slice part = window.sub(1, 100);
  EXPECT_EQ(part.start(), 5U);
  EXPECT_EQ(part.stop(), 8U);
  base.resize(6);
  EXPECT_EQ(window.size(), 2U);
  EXPECT_EQ(part.size(), 1U);
  base.resize(3);
  EXPECT_TRUE(window.empty());
  EXPECT_TRUE(part.bytes().empty());
  base.resize(20, "xyz"_bytes);
  EXPECT_EQ(text(window.bytes()), "yzxy");
  EXPECT_EQ(text(part.bytes()), "zxy");
  EXPECT_EQ(window.start(), 4U);
  EXPECT_EQ(window.stop(), 8U);
}

TEST(Slice, DoesNotPinButItsViewDoes) {
  buffer base("abcdef"_bytes);
  const slice window = base.slice(2, 4);
  EXPECT_EQ(base.pins(), 0U);
  view pinned = window.view();
  EXPECT_THROW(base.append("g"_bytes), buffer_pinned);
  EXPECT_EQ(text(pinned.bytes()), "cd");
  pinned.release();
  base.prepend("__"_bytes);
  EXPECT_EQ(text(window.bytes()), "ab");
}

TEST(Slice, WithoutAStopItFollowsTheEnd) {
  buffer base;
  const slice all = base.slice();
  const slice tail = base.slice(2);
  base.append("abcd"_bytes);
  EXPECT_EQ(text(all.bytes()), "abcd");
  EXPECT_EQ(text(tail.bytes()), "cd");
  EXPECT_EQ(text(tail.sub(1).bytes()), "d");
  base.append("ef"_bytes);
  EXPECT_EQ(text(tail.sub(1).bytes()), "def");
  EXPECT_EQ(tail.sub(1).stop(), npos);
}

TEST(Slice, PartsClampAsSliceNotationDoes) {
  buffer base("0123456789"_bytes);
  const slice window = base.slice(2, 8);
  std::mt19937_64 random(7);
  for (int round = 0; round < 1000; ++round) {
    const std::size_t start = random() % 9 == 0 ? npos - random() % 3 : random() % 9;
    const std::size_t stop = random() % 9 == 0 ? npos - random() % 3 : random() % 9;
    const auto first = std::min<std::size_t>(start, 6);
    const auto last = std::max(first, std::min<std::size_t>(stop, 6));
    EXPECT_EQ(text(window.sub(start, stop).bytes()), text(window.bytes().subspan(first, last - first)));
  }
  EXPECT_TRUE(base.slice(8, 2).empty());
  EXPECT_TRUE(base.slice(100, npos).empty());
  EXPECT_EQ(base.slice(npos, npos).sub(npos, npos).size(), 0U);
}

TEST(Slice, WritesInPlaceWhereItsSourceMay) {
  buffer base("abcdef"_bytes);
  base.slice(1, 3).mutable_bytes()[0] = std::byte{'X'};
  slice(base.mutable_view(4, 6)).mutable_bytes()[1] = std::byte{'Y'};
  EXPECT_EQ(text(base.bytes()), "aXcdeY");
  const slice read_only(base.view(1, 3));
  EXPECT_EQ(base.pins(), 0U);
  EXPECT_FALSE(read_only.writable());
  EXPECT_THROW((void)read_only.mutable_bytes(), std::invalid_argument);
  EXPECT_THROW((void)read_only.sub(1).mutable_view(), std::invalid_argument);
  EXPECT_EQ(text(read_only.bytes()), "Xc");
}

TEST(Slice, KeepsItsOwnerAlive) {
  slice kept;
  {
    auto* const source = new test_owner("abcdef");
    kept = slice(*source, 2, 4);
    source->drop_reference();
  }
  EXPECT_EQ(test_owner::alive, 1);
  EXPECT_EQ(text(kept.bytes()), "cd");
  slice moved = std::move(kept);
  EXPECT_TRUE(kept.empty());
  moved = moved.sub(1);
  EXPECT_EQ(text(moved.bytes()), "d");
  moved = slice();
  EXPECT_EQ(test_owner::alive, 0);
}

TEST(Slice, CanBeTakenOfUnownedBytes) {
  const slice lent(view("abcdef"_bytes, unowned).sub(1, 3));
  EXPECT_EQ(text(lent.bytes()), "bc");
  EXPECT_EQ(lent.view().retained_bytes(), 0U);
  EXPECT_THROW((void)lent.mutable_bytes(), std::invalid_argument);
}

TEST(Slice, ResizesItsOwnerIfItFollowsTheEnd) {
  buffer base("header"_bytes);
  const slice body = base.slice(6);
  body.resize(5, "ab"_bytes);
  EXPECT_EQ(text(base.bytes()), "headerababa");
  body.resize(1, {});
  EXPECT_EQ(text(base.bytes()), "headera");
  EXPECT_THROW(base.slice(0, 3).resize(4, "x"_bytes), std::invalid_argument);
  EXPECT_THROW(base.slice(8).resize(1, "x"_bytes), std::out_of_range);
  EXPECT_THROW(body.resize(npos, "x"_bytes), std::length_error);
  EXPECT_THROW(slice().resize(1, "x"_bytes), std::invalid_argument);
  const view pinned = base.view();
  EXPECT_THROW(body.resize(2, "x"_bytes), buffer_pinned);
  auto* const fixed = new test_owner("abc");
  EXPECT_THROW(slice(*fixed).resize(4, "x"_bytes), std::invalid_argument);
  fixed->drop_reference();
}

}  // namespace memosaic::slice_test
