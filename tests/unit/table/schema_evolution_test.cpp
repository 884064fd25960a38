// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <limits>

#include "memosaic/table/schema.hpp"

/// Which types may take the place of others.
namespace memosaic::schema_evolution_test {

template <typename From, typename To>
constexpr bool holds_every_value() {
  if constexpr (std::is_floating_point_v<To>) {
    return std::numeric_limits<From>::digits <= std::numeric_limits<To>::digits;
  } else {
    return std::is_integral_v<From> && std::in_range<To>(std::numeric_limits<From>::max()) &&
           std::in_range<To>(std::numeric_limits<From>::min());
  }
}

template <typename From, typename To>
void compare_pair() {
  const bool expected = [] {
    if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
      return false;
    } else {
      return holds_every_value<From, To>();
    }
  }();
  EXPECT_EQ(widens(field_type(kind_of_number<From>()), field_type(kind_of_number<To>())), expected)
      << name_of(kind_of_number<From>()) << " as " << name_of(kind_of_number<To>());
}

template <typename From, typename... To>
void compare_row() {
  (compare_pair<From, To>(), ...);
}

template <typename... Numbers>
void compare_all() {
  (compare_row<Numbers, Numbers...>(), ...);
}

TEST(SchemaEvolution, NumbersWidenExactlyWhereEveryValueFits) {
  compare_all<std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t, std::uint32_t,
              std::uint64_t, float, double>();
}

TEST(SchemaEvolution, OtherTypes) {
  EXPECT_TRUE(widens(field_type::fixed_text(5), field_type::fixed_text(6)));
  EXPECT_FALSE(widens(field_type::fixed_text(6), field_type::fixed_text(5)));
  EXPECT_TRUE(widens(field_type::fixed_text(6), field_type::text()));
  EXPECT_FALSE(widens(field_type::fixed_text(6), field_type::bytes()));
  EXPECT_FALSE(widens(field_type::text(), field_type::fixed_text(6)));
  EXPECT_FALSE(widens(field_type::boolean(), field_type::int8()));
  EXPECT_FALSE(widens(field_type::int8(), field_type::boolean()));
  EXPECT_TRUE(widens(field_type::int8(), field_type::int8().or_null()));
  EXPECT_FALSE(widens(field_type::int8().or_null(), field_type::int8()));
  EXPECT_TRUE(widens(field_type::list(field_type::int8()), field_type::list(field_type::int64().or_null())));
  EXPECT_FALSE(widens(field_type::list(field_type::int8()), field_type::tuple(field_type::int8())));
  EXPECT_FALSE(widens(field_type::list(field_type::int8()), field_type::any()));
  EXPECT_TRUE(widens(field_type::dict(field_type::text(), field_type::float32()),
                     field_type::dict(field_type::text(), field_type::float64())));
}

TEST(SchemaEvolution, FieldsComeAndGo) {
  const schema old({record_type{"t", {{1, "a", field_type::int8()}, {2, "b", field_type::record(1)}}},
                    record_type{"in", {{1, "x", field_type::int8()}}}});
  const auto with = [](schema_field field) { return schema({record_type{"t", {std::move(field)}}}); };
  EXPECT_NO_THROW(require_readable(old, with({1, "renamed", field_type::int16()})));
  EXPECT_NO_THROW(require_readable(old, with({3, "c", field_type::int8().or_null()})));
  EXPECT_NO_THROW(require_readable(old, with({3, "c", field_type::int8(), true})));
  EXPECT_NO_THROW(require_readable(old, with({3, "c", field_type::int8(), false, 0, value(1)})));
  EXPECT_THROW(require_readable(old, with({3, "c", field_type::int8()})), std::invalid_argument);
  EXPECT_THROW(require_readable(old, with({1, "a", field_type::text()})), std::invalid_argument);
  const schema nested(
      {record_type{"t", {{2, "b", field_type::record(1)}}}, record_type{"in", {{1, "x", field_type::uint8()}}}});
  EXPECT_THROW(require_readable(old, nested), std::invalid_argument);
}

TEST(SchemaEvolution, ALongChainOfTypesIsNoDeepRecursion) {
  std::vector<record_type> types;
  for (std::size_t i = 0; i < 60000; ++i) {
    types.push_back({"t", {{1, "x", field_type::record(std::min<std::size_t>(i + 1, 59999)).or_null()}}});
  }
  const schema chain(types);
  types.back().name = "last";
  EXPECT_NO_THROW(require_readable(chain, schema(types)));
}

}  // namespace memosaic::schema_evolution_test
