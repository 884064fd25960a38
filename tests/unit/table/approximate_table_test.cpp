// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "support/table_building.hpp"

/// Tables that hash keys and do not keep them: all that was added is found, and little else, at the chosen rate.
namespace memosaic::approximate_table_test {

using numbers = std::vector<std::int64_t>;

numbers found(const table& read, const auto& key) {
  numbers all;
  for (const record each : read.equal_range(key)) all.push_back(each["n"].as_int64());
  return all;
}

std::string key_of(std::uint64_t number) {
  return "k" + std::to_string(number * 0x9e3779b9 % 1'000'003) + std::to_string(number);
}

/// Passes of absent keys lie within five standard deviations of the rate: one run in 1.7 million does not, and the
/// seed is fixed.
void expect_rate(std::size_t passes, std::size_t tries, unsigned bits) {
  const double rate = std::ldexp(1.0, -static_cast<int>(bits));
  const double expected = static_cast<double>(tries) * rate;
  EXPECT_NEAR(static_cast<double>(passes), expected, 5 * std::sqrt(expected * (1 - rate)) + 1) << bits;
}

TEST(ApproximateTable, FindsAllThatWasAddedAndOthersAtTheChosenRate) {
  std::mt19937_64 random(1);
  for (const unsigned bits : {1U, 3U, 7U, 8U, 9U, 13U, 32U}) {
    for (const bool varying : {false, true}) {
      const auto types = test::keyed_schema(field_type::text(), varying);
      table_builder builder(types, {.duplicates = duplicate_policy::multi,
                                    .memory_limit = varying ? std::uint64_t{1} : std::uint64_t{1} << 28U,
                                    .threads = 2,
                                    .seed = bits,
                                    .insertion_order = true,
                                    .approximate_bits = bits});
      std::map<std::string, numbers> model;
      for (std::int64_t n = 0; n < 4000; ++n) {
        const std::string key = key_of(random() % 2500);
        model[key].push_back(n);
        builder.add(test::keyed_record(key, n, varying));
      }
      const auto bytes = test::finished(builder);
      const table read = test::opened(bytes);
      EXPECT_EQ(read.kind(), table_kind::approximate_multimap);
      EXPECT_EQ(read.key_count(), model.size());
      EXPECT_EQ(read.schema().root().fields.size(), varying ? 2U : 1U);
      for (const auto& [key, all] : model) {
        ASSERT_EQ(found(read, std::string_view(key)), all);
        ASSERT_EQ((*read.get(key))["n"].as_int64(), all.front());
        ASSERT_TRUE(read.contains(value(key)));
      }
      std::int64_t n = 0;
      for (const record each : read.in_insertion_order()) {
        if (varying) {
          ASSERT_EQ(each["note"].as_text(), test::note_of(n));
        }
        ASSERT_EQ(each["n"].as_int64(), n++);
      }
      std::size_t passes = 0;
      constexpr std::size_t tries = 40'000;
      std::vector<std::string> absent;
      for (std::size_t i = 0; i < tries; ++i) absent.push_back("absent" + std::to_string(i));
      const std::vector<std::string_view> keys(absent.begin(), absent.end());
      std::vector<std::optional<record>> got(tries);
      read.get_many(keys, got);
      for (std::size_t i = 0; i < tries; ++i) {
        ASSERT_EQ(got[i].has_value(), read.contains(keys[i]));
        passes += got[i] ? 1U : 0U;
      }
      expect_rate(passes, tries, bits);
    }
  }
}

TEST(ApproximateTable, KeysOfEveryKindAreHashedAsWhenTheyAreKept) {
  const std::vector<std::pair<field_type, std::vector<value>>> kinds{
      {field_type::int16(), {value(-5), value(1000)}},
      {field_type::uint64(), {value(UINT64_MAX), value(0)}},
      {field_type::fixed_text(5), {value("a"), value("abcde")}},
      {field_type::bytes(), {value::bytes(bytes_of(std::string_view("xyz"))), value::bytes({})}},
      {field_type::float32(), {value(0.5), value(0.0)}},
      {field_type::date(), {value(date(5)), value(date(-7000))}},
      {field_type::tuple(field_type::any()), {value::tuple({1, "x"}), value::tuple({})}},
      {field_type::any(), {value(), value(true), value(2.5)}}};
  for (const auto& [type, keys] : kinds) {
    table_builder builder(test::keyed_schema(type), {.approximate_bits = 16});
    for (std::size_t i = 0; i < keys.size(); ++i)
      builder.add(test::keyed_record(keys[i], static_cast<std::int64_t>(i)));
    const auto bytes = test::finished(builder);
    const table read = test::opened(bytes);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      EXPECT_EQ(found(read, keys[i]), numbers{static_cast<std::int64_t>(i)}) << type.to_text();
    }
    EXPECT_FALSE(read.contains(value("what no key can be")));
    EXPECT_FALSE(read.contains(value(0.1)));
  }
}

TEST(ApproximateTable, DuplicatesAreDecidedByWholeKeys) {
  const auto types = test::keyed_schema(field_type::text());
  table_builder strict(types, {.approximate_bits = 4});
  for (int i = 0; i < 1000; ++i) strict.add(test::keyed_record(std::to_string(i), i));
  const auto bytes = test::finished(strict);
  EXPECT_EQ(test::opened(bytes).key_count(), 1000U);
  table_builder twice(types, {.approximate_bits = 4});
  twice.add(test::keyed_record("a", 1));
  twice.add(test::keyed_record("a", 2));
  EXPECT_THROW(static_cast<void>(test::finished(twice)), std::invalid_argument);
  table_builder last(types, {.duplicates = duplicate_policy::last, .approximate_bits = 4});
  last.add_packed(types.pack(test::keyed_record("a", 1)));
  last.add_packed(types.pack(test::keyed_record("a", 2)));
  const auto kept = test::finished(last);
  EXPECT_EQ(found(test::opened(kept), std::string_view("a")), numbers{2});
}

TEST(ApproximateTable, TakesFewBytesAKey) {
  const schema types({record_type{"row", {{1, "key", field_type::text()}, {2, "n", field_type::uint32()}}, 1}});
  table_builder builder(types, {.approximate_bits = 10});
  constexpr std::uint64_t count = 50'000;
  for (std::uint64_t i = 0; i < count; ++i) {
    builder.add(value::record({{"key", std::string(50, 'k') + std::to_string(i)}, {"n", i}}));
  }
  const auto bytes = test::finished(builder);
  EXPECT_LT(bytes.size() - 4 * count, count * 14 / 8 + 4096);  // 10 bits and about 3
}

TEST(ApproximateTable, MisuseIsRefused) {
  const auto types = test::keyed_schema(field_type::text());
  EXPECT_THROW(table_builder(types, {.approximate_bits = 33}), std::invalid_argument);
  EXPECT_THROW(table_builder(types, {.sorted = true, .approximate_bits = 8}), std::invalid_argument);
  const schema array({record_type{"row", {{1, "n", field_type::int64()}}}});
  EXPECT_THROW(table_builder(array, {.approximate_bits = 8}), std::invalid_argument);
  table_builder builder(types, {.approximate_bits = 8});
  EXPECT_THROW(builder.add(value::record({{"n", 5}})), std::invalid_argument);
  EXPECT_THROW(builder.add(value::record({{"key", "x"}, {"n", 5}, {"m", 5}})), std::invalid_argument);
  EXPECT_THROW(builder.add(value::record({{"key", 5}, {"n", 5}})), std::invalid_argument);
  builder.add(value::dict({{"key", "x"}, {"n", 5}}));
  const auto bytes = test::finished(builder);
  EXPECT_THROW(static_cast<void>(test::opened(bytes).get(5)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(test::opened(bytes).in_key_order()), std::invalid_argument);
}

}  // namespace memosaic::approximate_table_test
