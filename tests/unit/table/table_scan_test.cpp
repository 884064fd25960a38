// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "support/table_building.hpp"

/// Ranges and prefixes of keys are what a sorted map has between its bounds.
namespace memosaic::table_scan_test {

std::vector<std::int64_t> numbers_of(const table_range& range) {
  std::vector<std::int64_t> numbers;
  for (const record row : range) numbers.push_back(row["n"].as_int64());
  return numbers;
}

template <typename Iterator>
std::vector<std::int64_t> numbers_of(Iterator first, Iterator last) {
  std::vector<std::int64_t> numbers;
  for (; first != last; ++first) numbers.push_back(first->second);
  return numbers;
}

std::string random_text(std::mt19937_64& random) {
  std::string text(random() % 5, 'a');
  for (char& each : text) each = "ab\x7f"[random() % 3];
  return random() % 4 == 0 ? text + "\xC3\xA4" : text;
}

TEST(TableScan, TextByItsBytes) {
  std::mt19937_64 random(1);
  for (const std::size_t count : {0U, 1U, 40U, 2000U}) {
    std::map<std::string, std::int64_t> model;
    table_builder builder(test::keyed_schema(field_type::text()),
                          {.duplicates = duplicate_policy::multi, .memory_limit = 0, .sorted = true});
    for (std::size_t i = 0; i < count; ++i) {
      const std::string key = random_text(random);
      model.emplace(key, static_cast<std::int64_t>(i));
      builder.add(test::keyed_record(key, static_cast<std::int64_t>(i)));
    }
    const auto bytes = test::finished(builder);
    const table found = test::opened(bytes);
    ASSERT_EQ(numbers_of(found.in_key_order()), numbers_of(model.begin(), model.end()));
    for (int i = 0; i < 100; ++i) {
      const std::string a = random_text(random);
      const std::string b = random_text(random);
      const auto expected =
          a < b ? numbers_of(model.lower_bound(a), model.lower_bound(b)) : std::vector<std::int64_t>();
      ASSERT_EQ(numbers_of(found.scan(a, b)), expected);
      auto last = model.lower_bound(a);
      while (last != model.end() && last->first.rfind(a, 0) == 0) ++last;
      ASSERT_EQ(numbers_of(found.scan_prefix(a)), numbers_of(model.lower_bound(a), last));
    }
  }
}

template <typename Integer>
void compare_integers(const field_type& type, std::uint64_t step) {
  std::mt19937_64 random(step);
  std::map<Integer, std::int64_t> model;
  table_builder builder(test::keyed_schema(type), {.sorted = true});
  for (std::int64_t n = 0; n < 300; ++n) {
    const auto key = static_cast<Integer>(random() % 600 * step - (std::is_signed_v<Integer> ? 300 * step : 0));
    if (model.emplace(key, n).second) builder.add(test::keyed_record(key, n));
  }
  const auto bytes = test::finished(builder);
  const table found = test::opened(bytes);
  ASSERT_EQ(numbers_of(found.in_key_order()), numbers_of(model.begin(), model.end()));
  for (int i = 0; i < 100; ++i) {
    const auto a = static_cast<Integer>(random() % 600 * step - (std::is_signed_v<Integer> ? 300 * step : 0));
    const auto b = static_cast<Integer>(a + static_cast<Integer>(random() % 100 * step));
    ASSERT_EQ(numbers_of(found.scan(a, b)), numbers_of(model.lower_bound(a), model.lower_bound(b)));
  }
  // Bounds that no key of this kind can be.
  if (std::is_signed_v<Integer>) {
    EXPECT_EQ(found.scan(std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max()).size(),
              numbers_of(model.lower_bound(0), model.end()).size());
  } else {
    EXPECT_EQ(found.scan(std::int64_t{-5}, std::numeric_limits<std::int64_t>::max()).size(), model.size());
    EXPECT_TRUE(found.scan(std::int64_t{-5}, std::int64_t{-1}).empty());
  }
}

TEST(TableScan, IntegersByValue) {
  compare_integers<std::int64_t>(field_type::int64(), 1);
  compare_integers<std::int64_t>(field_type::int64(), 1'000'000);
  compare_integers<std::uint64_t>(field_type::uint64(), 1);
  compare_integers<std::int32_t>(field_type::int32(), 1000);
  compare_integers<std::uint32_t>(field_type::uint32(), 1000);
}

TEST(TableScan, WithoutTheOrderItIsMisuse) {
  table_builder builder(test::keyed_schema(field_type::text()));
  builder.add(test::keyed_record("a", 1));
  const auto bytes = test::finished(builder);
  const table found = test::opened(bytes);
  EXPECT_THROW(static_cast<void>(found.in_key_order()), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(found.scan("a", "b")), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(found.scan(1, 2)), std::invalid_argument);
}

TEST(TableScan, BoundsAreValuesOfAnyKindOrNone) {
  table_builder days(test::keyed_schema(field_type::date()), {.sorted = true});
  for (const std::int64_t n : {5, -7, 0, 3, -100}) {
    days.add(test::keyed_record(value(date(static_cast<std::int32_t>(n))), n));
  }
  const auto bytes = test::finished(days);
  const table found = test::opened(bytes);
  using numbers = std::vector<std::int64_t>;
  EXPECT_EQ(numbers_of(found.scan(value(), value())), (numbers{-100, -7, 0, 3, 5}));
  EXPECT_EQ(numbers_of(found.scan(value(date(-7)), value(date(3)))), (numbers{-7, 0}));
  EXPECT_EQ(numbers_of(found.scan(value(), value(date(-8)))), (numbers{-100}));
  EXPECT_THROW(static_cast<void>(found.scan(value(1), value())), std::invalid_argument);

  table_builder few(test::keyed_schema(field_type::uint8()), {.sorted = true});
  for (const std::int64_t n : {1, 200}) few.add(test::keyed_record(n, n));
  const auto few_bytes = test::finished(few);
  const table small = test::opened(few_bytes);
  EXPECT_EQ(numbers_of(small.scan(value(-5), value(UINT64_MAX))), (numbers{1, 200}));
  EXPECT_EQ(numbers_of(small.scan(value(2), value(1000))), (numbers{200}));
  EXPECT_THROW(static_cast<void>(small.scan(value("1"), value())), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(small.scan(value(1.5), value())), std::invalid_argument);
}

}  // namespace memosaic::table_scan_test
