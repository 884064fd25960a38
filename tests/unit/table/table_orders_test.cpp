// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "support/table_building.hpp"

/// Records are read in the order in which they were added, where that was asked for.
namespace memosaic::table_orders_test {

void round_trip(std::size_t count, duplicate_policy policy, std::uint64_t memory, bool text) {
  std::mt19937_64 random(count);
  table_builder builder(test::keyed_schema(text ? field_type::text() : field_type::int64()),
                        {.duplicates = policy, .memory_limit = memory, .insertion_order = true, .sorted = true});
  std::vector<std::pair<value, std::int64_t>> added;
  const auto number_of = [&] { return static_cast<std::int64_t>(random() % (4 * count)) - 200; };
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t number = number_of();
    added.emplace_back(text ? value(std::to_string(number)) : value(number), static_cast<std::int64_t>(i));
    builder.add(test::keyed_record(added.back().first, added.back().second));
  }
  if (policy == duplicate_policy::last) {
    std::vector<std::pair<value, std::int64_t>> kept;
    for (std::size_t i = 0; i < added.size(); ++i) {
      const auto later = std::any_of(added.begin() + static_cast<std::ptrdiff_t>(i) + 1, added.end(),
                                     [&](const auto& other) { return other.first == added[i].first; });
      if (!later) kept.push_back(added[i]);
    }
    added = kept;
  }
  const auto bytes = test::finished(builder);
  const table found = test::opened(bytes);  // verifies that the keys are sorted
  const table_range rows = found.in_insertion_order();
  ASSERT_EQ(rows.size(), added.size());
  for (std::size_t i = 0; i < added.size(); ++i) ASSERT_EQ(rows[i]["n"].as_int64(), added[i].second);
  ASSERT_THROW(static_cast<void>(rows[added.size()]), std::out_of_range);
  ASSERT_EQ(found.container().find(section_type::sorted)->count, found.key_count());
}

TEST(TableOrders, InsertionOrderIsKept) {
  for (const bool text : {true, false}) {
    for (const auto policy : {duplicate_policy::last, duplicate_policy::multi}) {
      for (const std::size_t count : {1U, 2U, 50U, 2000U}) round_trip(count, policy, 1U << 26U, text);
      round_trip(3000, policy, 0, text);
    }
  }
}

TEST(TableOrders, ArraysAreInThatOrder) {
  for (const bool varying : {false, true}) {
    std::vector<schema_field> fields{{1, "n", field_type::int64()}};
    if (varying) fields.push_back({2, "note", field_type::text()});
    table_builder builder(schema({record_type{"row", fields}}), {.memory_limit = 0});
    for (std::int64_t n = 0; n < 5000; ++n) {
      value row = value::record({{"n", n}});
      if (varying) row.record_fields().fields.emplace_back("note", test::note_of(n));
      builder.add(row);
    }
    const auto bytes = test::finished(builder);
    const table found = test::opened(bytes);
    ASSERT_EQ(found.kind(), table_kind::array);
    ASSERT_EQ(found.size(), 5000U);
    ASSERT_EQ(found.key_count(), 0U);
    for (std::int64_t n = 0; n < 5000; ++n) {
      const record row = found[static_cast<std::uint64_t>(n)];
      ASSERT_EQ(row["n"].as_int64(), n);
      if (varying) {
        ASSERT_EQ(row["note"].as_text(), test::note_of(n));
      }
    }
    EXPECT_EQ(found.in_insertion_order()[17]["n"].as_int64(), 17);
    EXPECT_THROW(static_cast<void>(found.get("x")), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(found.get(value("x"))), std::invalid_argument);
  }
}

TEST(TableOrders, WhatWasNotAskedForIsMisuse) {
  table_builder builder(test::keyed_schema(field_type::text()));
  builder.add(test::keyed_record("a", 1));
  const auto bytes = test::finished(builder);
  EXPECT_THROW(static_cast<void>(test::opened(bytes).in_insertion_order()), std::invalid_argument);
  EXPECT_THROW(table_builder(test::keyed_schema(field_type::decimal()), {.sorted = true}), std::invalid_argument);
  EXPECT_THROW(table_builder(schema({record_type{"row", {{1, "n", field_type::int64()}}}}), {.sorted = true}),
               std::invalid_argument);
}

}  // namespace memosaic::table_orders_test
