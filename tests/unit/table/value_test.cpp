// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "memosaic/table/value.hpp"

/// Equality of values and of keys.
namespace memosaic::value_test {

TEST(Value, KindsStayApart) {
  EXPECT_FALSE(value(1) == value(1.0));
  EXPECT_FALSE(value(1) == value(true));
  EXPECT_FALSE(value::list({1}) == value::tuple({1}));
  EXPECT_FALSE(value("a") == value::bytes(bytes_of(std::string_view("a"))));
  EXPECT_EQ(value(std::uint64_t{5}), value(5));
  EXPECT_EQ(value(UINT64_MAX).kind(), value_kind::uint64);
  EXPECT_THROW(static_cast<void>(value(1).as_text()), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(value(-1).as_uint64()), std::out_of_range);
  EXPECT_THROW(static_cast<void>(value(UINT64_MAX).as_int64()), std::out_of_range);
}

TEST(Value, SetsAndDictsAreEqualInAnyOrder) {
  EXPECT_EQ(value::set({1, "a", true}), value::set({true, 1, "a"}));
  EXPECT_FALSE(value::set({1, 2}) == value::set({1, 3}));
  EXPECT_EQ(value::dict({{1, "x"}, {"k", 2}}), value::dict({{"k", 2}, {1, "x"}}));
  EXPECT_FALSE(value::dict({{1, "x"}}) == value::dict({{1, "y"}}));
}

TEST(Value, NumbersAreOneKeyIfTheyAreEqual) {
  const double two_to_63 = 9223372036854775808.0;
  EXPECT_TRUE(same_key(1, 1.0));
  EXPECT_TRUE(same_key(0, -0.0));
  EXPECT_TRUE(same_key(std::uint64_t{1} << 63, two_to_63));
  EXPECT_TRUE(same_key(std::numeric_limits<std::int64_t>::min(), -two_to_63));
  EXPECT_FALSE(same_key(std::numeric_limits<std::int64_t>::max(), two_to_63));
  EXPECT_TRUE(same_key(std::nan("1"), -std::nan("2")));
  EXPECT_FALSE(same_key(1, true));
  EXPECT_FALSE(same_key(0, value()));
  EXPECT_FALSE(same_key("1", 1));
  EXPECT_TRUE(same_key(datetime{5, 0, true, false}, datetime{5, 3600, true, true}));
  EXPECT_FALSE(same_key(datetime{5, 0, true, false}, datetime{5, 0, false, false}));
  EXPECT_EQ(hash_of_key(1), hash_of_key(1.0));
  EXPECT_THROW(static_cast<void>(hash_of_key(value::dict({}))), std::invalid_argument);
}

TEST(Value, CopiesShareAndMessagesEnd) {
  const value list = value::list({1, "two", 2.5});
  const value copy = list;
  copy.items().push_back(list);
  EXPECT_EQ(list.items().size(), 4U);
  EXPECT_EQ(list.holders(), 3U);
  EXPECT_TRUE(list.to_text().starts_with("[1, 'two', 2.5, [1, 'two', 2.5, ["));
  const value other = value::list({1, "two", 2.5});
  other.items().push_back(other);
  EXPECT_EQ(list, other);
  list.dismantle();
  other.dismantle();
}

}  // namespace memosaic::value_test
