// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "support/table_building.hpp"

/// Keys of every kind that can be one are found by what is the same key, and by nothing else.
namespace memosaic::table_key_kinds_test {

void round_trip(const field_type& type, const std::vector<value>& keys, const std::vector<value>& others) {
  for (const bool varying : {false, true}) {
    table_builder builder(test::keyed_schema(type, varying));
    for (std::size_t i = 0; i < keys.size(); ++i) {
      builder.add(test::keyed_record(keys[i], static_cast<std::int64_t>(i), varying));
    }
    const auto bytes = test::finished(builder);
    const table found = test::opened(bytes);
    ASSERT_EQ(found.size(), keys.size()) << type.to_text();
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto row = found.get(keys[i]);
      ASSERT_TRUE(row) << type.to_text() << " " << keys[i].to_text();
      ASSERT_EQ((*row)["n"].as_int64(), static_cast<std::int64_t>(i));
      ASSERT_EQ(found.equal_range(keys[i]).size(), 1U);
    }
    for (const value& other : others) ASSERT_FALSE(found.contains(other)) << type.to_text() << " " << other.to_text();
  }
}

template <typename Integer>
void round_trip_integers(const field_type& type) {
  using limits = std::numeric_limits<Integer>;
  std::mt19937_64 random(sizeof(Integer));
  std::vector<value> keys{limits::min(), limits::max(), Integer{1}, Integer{7}};
  for (int i = 0; i < 30; ++i) keys.emplace_back(static_cast<Integer>(20 + i));
  std::vector<value> others{value("1"), value(true), value(1.5), value(), value(Integer{9}), value(1e300)};
  if (limits::is_signed) others.emplace_back(std::numeric_limits<std::uint64_t>::max());
  if (!limits::is_signed) others.emplace_back(-1);
  round_trip(type, keys, others);
  for (int i = 0; i < 1000 && sizeof(Integer) > 2; ++i) {
    keys.emplace_back(static_cast<Integer>(static_cast<Integer>(random() % 100'000'000) * 20 + Integer{60}));
  }
  std::sort(keys.begin() + 34, keys.end(), [](const value& a, const value& b) {
    return a.kind() == b.kind() && a.kind() == value_kind::int64 && a.as_int64() < b.as_int64();
  });
  keys.erase(std::unique(keys.begin() + 34, keys.end()), keys.end());
  round_trip(type, keys, others);
}

TEST(TableKeyKinds, Integers) {
  round_trip_integers<std::int8_t>(field_type::int8());
  round_trip_integers<std::int16_t>(field_type::int16());
  round_trip_integers<std::int64_t>(field_type::int64());
  round_trip_integers<std::uint8_t>(field_type::uint8());
  round_trip_integers<std::uint16_t>(field_type::uint16());
  round_trip_integers<std::uint32_t>(field_type::uint32());
  round_trip_integers<std::uint64_t>(field_type::uint64());
}

TEST(TableKeyKinds, IntegersByTheirOwnType) {
  table_builder builder(test::keyed_schema(field_type::int64()));
  builder.add(test::keyed_record(-1, 5));
  builder.add(test::keyed_record(300, 6));
  const auto bytes = test::finished(builder);
  const table found = test::opened(bytes);
  EXPECT_TRUE(found.contains(-1));
  EXPECT_TRUE(found.contains(std::int8_t{-1}));
  EXPECT_FALSE(found.contains(~std::uint64_t{0}));
  EXPECT_TRUE(found.contains(std::uint16_t{300}));
  EXPECT_TRUE(found.contains(value(300.0)));
  EXPECT_FALSE(found.contains(44));
  const std::vector<std::uint64_t> keys{~std::uint64_t{0}, 300, 44};
  std::vector<std::optional<record>> rows(3);
  found.get_many(keys, rows);
  EXPECT_FALSE(rows[0]);
  EXPECT_TRUE(rows[1]);
  EXPECT_FALSE(rows[2]);
}

TEST(TableKeyKinds, TextAndBytes) {
  std::vector<value> texts{"", "a", std::string_view("a\0b", 3), "\xC3\xA4", std::string(20, 'x')};
  std::vector<value> bytes;
  for (const value& text : texts) bytes.push_back(value::bytes(bytes_of(text.as_text())));
  round_trip(field_type::fixed_text(20), texts, bytes);
  round_trip(field_type::fixed_bytes(20), bytes, texts);
  texts.emplace_back(std::string(300, 'y'));
  bytes.push_back(value::bytes(std::vector<std::byte>(70000, std::byte{1})));
  round_trip(field_type::text(), texts, bytes);
  round_trip(field_type::bytes(), bytes, texts);
  round_trip(field_type::fixed_text(400), texts, bytes);
}

TEST(TableKeyKinds, TheOthers) {
  const double not_a_number = std::nan("");
  round_trip(field_type::boolean(), {value(true), value(false)}, {value(1), value(0.0)});
  round_trip(field_type::float64(), {value(0.0), value(1.5), value(not_a_number), value(-1e300)},
             {value(2), value("0"), value(false)});
  round_trip(field_type::float32(), {value(0.25), value(-1.0)}, {value(0.1), value(1)});
  round_trip(field_type::date(), {value(date{-5}), value(date{0}), value(date{20000})}, {value(0), value(date{1})});
  round_trip(field_type::datetime(), {value(datetime{5, 0, true, false}), value(datetime{5, 0, false, false})},
             {value(datetime{6, 0, true, false}), value(5)});
  std::vector<value> many;
  for (int i = 0; i < 200; ++i) many.push_back(value::tuple({value(i), value("t")}));
  round_trip(field_type::tuple(field_type::any()), many, {value::tuple({value(0)}), value::tuple(), value(0)});
  round_trip(field_type::set(field_type::int32()), {value::set({value(1), value(2)}), value::set()},
             {value::set({value(1)}), value::tuple()});
  round_trip(field_type::any(), {value(1), value("1"), value(true), value(), value(2.5), value::tuple({value(1)})},
             {value(false), value(2), value::bytes(bytes_of(std::string_view("1")))});
}

TEST(TableKeyKinds, EqualNumbersAreOneKey) {
  table_builder builder(test::keyed_schema(field_type::float64()));
  builder.add(test::keyed_record(-0.0, 1));
  builder.add(test::keyed_record(3.0, 2));
  const auto bytes = test::finished(builder);
  const table found = test::opened(bytes);
  EXPECT_TRUE(found.contains(value(0.0)));
  EXPECT_TRUE(found.contains(value(0)));
  EXPECT_TRUE(found.contains(value(3)));
  EXPECT_FALSE(found.contains(value(std::int64_t{9007199254740993})));
}

}  // namespace memosaic::table_key_kinds_test
