// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "memosaic/buffer/buffer.hpp"
#include "support/test_owner.hpp"

namespace memosaic::buffer_construction_test {

using namespace memosaic::literals;

static_assert(!std::is_copy_constructible_v<buffer> && !std::is_copy_assignable_v<buffer>);
static_assert(std::is_nothrow_move_constructible_v<buffer> && std::is_nothrow_move_assignable_v<buffer>);

TEST(BufferConstruction, RepeatsAPattern) {
  EXPECT_EQ(text(buffer(5, "ab"_bytes).bytes()), "ababa");
  EXPECT_EQ(text(buffer(3).bytes()), std::string_view("\0\0\0", 3));
  EXPECT_EQ(buffer(0).size(), 0U);
  EXPECT_EQ(buffer(0, {}).size(), 0U);
  EXPECT_THROW(buffer(1, {}), std::invalid_argument);
}

TEST(BufferConstruction, JoinsPartsInOneAllocation) {
  EXPECT_EQ(text(buffer::join({"ab"_bytes, ""_bytes, "c"_bytes}).bytes()), "abc");
  EXPECT_EQ(text(buffer::join({"ab"_bytes, ""_bytes, "c"_bytes}, ", "_bytes).bytes()), "ab, , c");
  EXPECT_EQ(text(buffer::join({"ab"_bytes}, ", "_bytes).bytes()), "ab");
  EXPECT_TRUE(buffer::join(std::vector<bytes_view>(), ", "_bytes).empty());
  const buffer whole("abcdef"_bytes);
  const std::vector<view> parts{whole.view(3), whole.view(0, 3)};
  EXPECT_EQ(text(buffer::join(parts).bytes()), "defabc");
}

TEST(BufferConstruction, CopiesOnlyWhenAsked) {
  buffer first("abc"_bytes);
  const buffer second = first.copy();
  EXPECT_NE(first.data(), second.data());
  EXPECT_EQ(first, second);
  first[0] = std::byte{'z'};
  EXPECT_GT(first, second);
  EXPECT_LT(buffer("ab"_bytes), second);
  EXPECT_GT(buffer("\x80"_bytes), buffer("\x7f"_bytes));
}

TEST(BufferConstruction, MovesLeaveItEmptyAndUsable) {
  buffer first("abc"_bytes);
  buffer second = std::move(first);
  EXPECT_TRUE(first.empty());
  EXPECT_EQ(first.data(), nullptr);
  EXPECT_TRUE(first.bytes().empty());
  first.append("new"_bytes);
  second = std::move(first);
  EXPECT_EQ(text(second.bytes()), "new");
  second = std::move(*&second);
  EXPECT_EQ(text(second.bytes()), "new");
}

TEST(BufferConstruction, AnEmptyBufferAnswersEverything) {
  buffer none;
  EXPECT_EQ(none.begin(), none.end());
  EXPECT_EQ(none.capacity(), 0U);
  EXPECT_EQ(none.headroom(), 0U);
  EXPECT_TRUE(none.view().empty());
  EXPECT_TRUE(none.mutable_view().empty());
  EXPECT_TRUE(none.copy().empty());
  none.clear();
  none.erase(0);
  none.replace(0, 0, {});
  none.resize(0);
  EXPECT_EQ(none, buffer());
}

}  // namespace memosaic::buffer_construction_test
