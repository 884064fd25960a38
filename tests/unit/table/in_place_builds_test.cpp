// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "memosaic/table/table_comparison.hpp"
#include "memosaic/table/table_statistics.hpp"
#include "support/table_building.hpp"

/// However a table is built, each record leads to its own numbers.
namespace memosaic::in_place_builds_test {

struct shape {
  table_options options{};
  field_type key = field_type::text();
  bool varying = false;
  int records = 3000;
  int keys = 3000;
  bool has_key = true;
};

schema_field counter(std::uint16_t number, std::string name, field_type type) {
  schema_field field{number, std::move(name), std::move(type)};
  field.in_place = true;
  return field;
}

/// Wide references move the numbers in the fixed part.
schema schema_for(const shape& made) {
  std::vector<schema_field> fields{{1, "key", made.key},
                                   counter(2, "hits", field_type::int64()),
                                   counter(3, "votes", field_type::uint8()),
                                   {4, "n", field_type::int32()}};
  if (made.varying) {
    fields.push_back({5, "note", field_type::text()});
    fields.push_back({6, "free", field_type::any()});
    fields.push_back({7, "more", field_type::text()});
  }
  return schema({record_type{"item", std::move(fields), static_cast<std::uint16_t>(made.has_key ? 1 : 0)}});
}

std::int64_t hits_of(std::int64_t n) { return n * 1'000'003 - 5; }

value key_of(const shape& made, int n) {
  const int key = n % made.keys;
  return made.key == field_type::text() ? value("key " + std::to_string(key)) : value(key);
}

std::vector<std::byte> built(const shape& made, std::int64_t more = 0) {
  table_builder builder(schema_for(made), made.options);
  const value shared = value::list({"what", "all", "of", "them", "hold"});
  for (int n = 0; n < made.records; ++n) {
    std::vector<std::pair<std::string, value>> fields{
        {"key", key_of(made, n)}, {"hits", hits_of(n) + (n == 7 ? more : 0)}, {"votes", n % 256}, {"n", n}};
    if (made.varying) {
      fields.emplace_back("note", std::string(n == 11 ? 600'000U : static_cast<std::size_t>(n % 40), 'n'));
      fields.emplace_back("free", shared);
      fields.emplace_back("more", std::to_string(n));
    }
    builder.add(value::record(std::move(fields)));
  }
  return test::finished(builder);
}

void expect_own_numbers(const record& each) {
  const std::int64_t n = each["n"].as_int64();
  ASSERT_EQ(each["hits"].as_int64(), hits_of(n));
  ASSERT_EQ(each["votes"].as_int64(), n % 256);
}

void expect_whole(const shape& made, std::size_t expected) {
  const auto bytes = built(made);
  const table read = test::opened(bytes);  // verified
  ASSERT_EQ(read.size(), expected);
  std::vector<bool> seen(static_cast<std::size_t>(made.records));
  for (const record each : read) {
    expect_own_numbers(each);
    const auto n = static_cast<std::size_t>(each["n"].as_int64());
    EXPECT_FALSE(seen[n]);
    seen[n] = true;
    if (made.varying) {
      ASSERT_EQ(each["more"].as_text(), std::to_string(n));
    }
  }
  for (int n = 0; made.has_key && n < made.keys; n += 97) {
    const auto found = read.equal_range(key_of(made, n));
    ASSERT_FALSE(found.empty());
    for (const record each : found) expect_own_numbers(each);
  }
}

TEST(InPlaceNumbersBuilds, ByEachArrangementAndWidth) {
  for (const auto width : {reference_width::narrow, reference_width::wide}) {
    for (const unsigned threads : {1U, 3U}) {
      for (const bool varying : {false, true}) {
        const table_options options{.memory_limit = 65536, .threads = threads, .references = width};
        expect_whole({options, field_type::text(), varying}, 3000);
        expect_whole({options, field_type::int32(), varying}, 3000);                    // dense
        expect_whole({options, field_type::text(), varying, 9, 9}, 9);                  // no index but hashes
        expect_whole({options, field_type::text(), varying, 3000, 3000, false}, 3000);  // an array
      }
    }
  }
}

TEST(InPlaceNumbersBuilds, WithDuplicates) {
  for (const bool varying : {false, true}) {
    for (const auto policy : {duplicate_policy::first, duplicate_policy::last}) {
      expect_whole({{.duplicates = policy, .threads = 2}, field_type::text(), varying, 3000, 500}, 500);
    }
    expect_whole({{.duplicates = duplicate_policy::multi, .insertion_order = true, .sorted = true},
                  field_type::int64(),
                  varying,
                  3000,
                  500},
                 3000);
  }
}

/// Partitions that are made by way of a file.
TEST(InPlaceNumbersBuilds, WithMoreRecordsOfAKeyThanMemoryHolds) {
  for (const bool varying : {false, true}) {
    const table_options options{.duplicates = duplicate_policy::multi, .memory_limit = 1};
    expect_whole({options, field_type::text(), varying, 40'000, 2}, 40'000);
    expect_whole({options, field_type::int8(), varying, 40'000, 2}, 40'000);
  }
}

TEST(InPlaceNumbersBuilds, BesideObjectsThatRecordsShare) {
  for (const auto width : {reference_width::narrow, reference_width::wide}) {
    const shape made{{.threads = 2, .references = width, .shared_window = 65536}, field_type::text(), true};
    expect_whole(made, 3000);
    const auto bytes = built(made);
    EXPECT_NE(test::opened(bytes).container().find(section_type::vardata), nullptr);
  }
}

TEST(InPlaceNumbersBuilds, WithoutKeys) {
  for (const auto width : {reference_width::narrow, reference_width::wide}) {
    for (const bool varying : {false, true}) {
      const table_options options{.duplicates = duplicate_policy::multi,
                                  .threads = 2,
                                  .approximate_bits = 20,
                                  .references = width,
                                  .shared_window = varying ? 65536U : 0U};
      expect_whole({options, field_type::text(), varying, 3000, 700}, 3000);
    }
  }
}

TEST(InPlaceNumbersBuilds, NoPoolTakesTheirRecords) {
  table_builder builder(schema_for({.varying = true}));
  const value item = value::record(
      "item", {{"key", "a"}, {"hits", 1}, {"votes", 2}, {"n", 3}, {"note", ""}, {"free", 0}, {"more", ""}});
  EXPECT_THROW(static_cast<void>(builder.pool().add(item)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(builder.pool().add(field_type::list(field_type::record(0).or_null()), value::list())),
               std::invalid_argument);
  EXPECT_THROW(static_cast<void>(builder.pool().add(value::list({item}))), std::invalid_argument);
}

/// Cells of equal bytes may have other numbers.
TEST(InPlaceNumbersBuilds, ComparedTablesDifferInTheirNumbers) {
  const shape made{{.seed = 1}};
  const auto before = built(made);
  const auto after = built(made, 1);
  const auto again = built(made);
  const table first = test::opened(before);
  table_comparison comparison(first, test::opened(after));
  ASSERT_TRUE(comparison.next());
  EXPECT_EQ(comparison.difference().fields, std::vector<std::string>{"hits"});
  EXPECT_EQ((*comparison.difference().before)["n"].as_int64(), 7);
  EXPECT_FALSE(comparison.next());
  EXPECT_FALSE(table_comparison(first, test::opened(again)).next());
}

TEST(InPlaceNumbersBuilds, StatisticsCountWhatIsInTheRecords) {
  const auto bytes = built({{}, field_type::int32()});
  const table_statistics found = statistics_of(test::opened(bytes));
  EXPECT_EQ(found.fixed_part, 24U);
  EXPECT_EQ(found.slots, 16U) << "two integers and the number of the record";
  EXPECT_GE(found.padding, 8U * 3000);
}

}  // namespace memosaic::in_place_builds_test
