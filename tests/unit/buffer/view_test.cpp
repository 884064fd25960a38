// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/view.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

#include "support/test_owner.hpp"

namespace memosaic::view_test {

using namespace memosaic::literals;

view view_of(std::string_view content) {
  auto* const source = new test_owner(content);
  view whole(*source);
  source->drop_reference();
  return whole;
}

TEST(View, KeepsItsOwnerAndPinsIt) {
  auto* const source = new test_owner("abcdef");
  {
    const view whole(*source);
    EXPECT_EQ(source->pins(), 1U);
    EXPECT_EQ(whole.data(), source->data());
    const view copied = whole;
    EXPECT_EQ(source->pins(), 2U);
    EXPECT_EQ(copied.data(), whole.data());
    source->drop_reference();
    EXPECT_EQ(text(copied.bytes()), "abcdef");
  }
  EXPECT_EQ(test_owner::alive, 0);
}

TEST(View, APartDoesNotHoldTheViewItCameFrom) {
  view whole = view_of("abcdef");
  view part = whole.sub(2, 5);
  const view smaller = part.sub(1);
  EXPECT_EQ(smaller.data(), whole.data() + 3);
  whole.release();
  part.release();
  EXPECT_TRUE(whole.empty());
  EXPECT_EQ(text(smaller.bytes()), "de");
  EXPECT_EQ(test_owner::alive, 1);
}

TEST(View, MovesLeaveItEmpty) {
  view whole = view_of("abc");
  view moved = std::move(whole);
  EXPECT_TRUE(whole.empty());
  EXPECT_EQ(whole.data(), nullptr);
  EXPECT_EQ(text(moved.bytes()), "abc");
  whole = std::move(moved);
  whole = *&whole;
  whole = std::move(*&whole);
  EXPECT_EQ(text(whole.bytes()), "abc");
}

TEST(View, RefusesWhatIsNotInside) {
  const view whole = view_of("abcdef");
  EXPECT_THROW((void)whole.sub(7), std::out_of_range);
  EXPECT_THROW((void)whole.sub(4, 3), std::out_of_range);
  EXPECT_THROW((void)whole.sub(0, 7), std::out_of_range);
  EXPECT_THROW((void)whole.sub(npos - 1), std::out_of_range);
  EXPECT_THROW((void)whole.at(6), std::out_of_range);
  EXPECT_EQ(whole.at(5), std::byte{'f'});
  EXPECT_TRUE(whole.sub(6).empty());
  EXPECT_EQ(view().sub(0).data(), nullptr);
}

TEST(View, FindsTheHolderOfABorrowedPart) {
  const view whole = view_of("abcdef");
  const view part = whole.sub(1, 4);
  const view same = whole.sub(part.bytes());
  EXPECT_EQ(same.data(), part.data());
  EXPECT_EQ(same.size(), 3U);
  EXPECT_THROW((void)part.sub(whole.bytes()), std::out_of_range);
  EXPECT_THROW((void)part.sub(whole.bytes().subspan(3, 2)), std::out_of_range);
  EXPECT_THROW((void)whole.sub("abcdef"_bytes), std::out_of_range);
}

TEST(View, OwnerAndBytesMustBelongTogether) {
  auto* const source = new test_owner("abcdef");
  const bytes_view all(source->data(), source->size());
  EXPECT_EQ(text(view(*source, all.subspan(2, 3)).bytes()), "cde");
  EXPECT_THROW(view(*source, bytes_view(source->data() + 1, 6)), std::out_of_range);
  EXPECT_THROW(view(*source, "abc"_bytes), std::out_of_range);
  EXPECT_EQ(source->references(), 1U);
  source->drop_reference();
}

TEST(View, UnownedBytesRetainNothing) {
  const view text_view("static"_bytes, unowned);
  EXPECT_EQ(text_view.retained_bytes(), 0U);
  EXPECT_EQ(text_view.sub(2, 4).data(), text_view.data() + 2);
}

TEST(View, CompactLetsGoOfABigOwner) {
  view whole = view_of("abcdefghijklmnopqrstuvwxyz");
  const view part = whole.sub(3, 6);
  EXPECT_EQ(part.retained_bytes(), 26U);
  EXPECT_EQ(part.compact(23).data(), part.data());
  const view alone = part.compact(22);
  EXPECT_NE(alone.data(), part.data());
  EXPECT_EQ(text(alone.bytes()), "def");
  EXPECT_LE(alone.retained_bytes(), 64U);
  EXPECT_EQ(alone.compact(64).data(), alone.data());
  const view kept = view("lent"_bytes, unowned).compact();
  EXPECT_NE(kept.data(), "lent"_bytes.data());
  EXPECT_EQ(text(kept.bytes()), "lent");
}

}  // namespace memosaic::view_test
