// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/mutable_view.hpp"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <utility>

#include "support/test_owner.hpp"

namespace memosaic::mutable_view_test {

TEST(MutableView, WritesShowInTheOwnerAndInEveryView) {
  auto* const source = new test_owner("abcdef");
  const view before(*source);
  mutable_view writer(*source);
  const mutable_view shared = writer;
  const view after = writer;
  writer[0] = std::byte{'X'};
  shared.sub(4).at(1) = std::byte{'Y'};
  EXPECT_EQ(text(before.bytes()), "XbcdeY");
  EXPECT_EQ(text(after.bytes()), "XbcdeY");
  EXPECT_EQ(source->data(), writer.data());
  source->drop_reference();
}

TEST(MutableView, IsCountedAsWriterUntilTheLastCopyGoes) {
  auto* const source = new test_owner("abc");
  mutable_view first(*source);
  mutable_view second = first;
  mutable_view moved = std::move(first);
  EXPECT_TRUE(first.empty());
  EXPECT_EQ(source->writers(), 2U);
  EXPECT_EQ(source->pins(), 2U);
  second = moved;
  EXPECT_EQ(source->writers(), 2U);
  second.release();
  const view reader = moved;
  moved.release();
  EXPECT_EQ(source->writers(), 0U);
  EXPECT_EQ(source->pins(), 1U);
  source->drop_reference();
}

TEST(MutableView, RefusesWhatCannotBeWritten) {
  auto* const source = new test_owner("abc", false);
  EXPECT_THROW(mutable_view{*source}, std::invalid_argument);
  EXPECT_THROW(mutable_view(*source, {source->data(), 1}), std::invalid_argument);
  EXPECT_EQ(source->references(), 1U);
  source->drop_reference();
  EXPECT_EQ(test_owner::alive, 0);
}

TEST(MutableView, RefusesWhatIsNotInside) {
  auto* const source = new test_owner("abcdef");
  const mutable_view part(*source, {source->data() + 1, 4});
  EXPECT_EQ(text(part.bytes()), "bcde");
  EXPECT_THROW(mutable_view(*source, {source->data() + 1, 6}), std::out_of_range);
  EXPECT_THROW((void)part.sub(0, 5), std::out_of_range);
  EXPECT_THROW((void)part.at(4), std::out_of_range);
  source->drop_reference();
}

TEST(MutableView, UnownedBytesAreWrittenInPlace) {
  std::array<std::byte, 4> target{};
  const mutable_view all(target, unowned);
  all.sub(1, 3)[0] = std::byte{7};
  EXPECT_EQ(target[1], std::byte{7});
}

}  // namespace memosaic::mutable_view_test
