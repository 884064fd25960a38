// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

#include "support/table_building.hpp"
#include "support/temporary_file.hpp"

/// What was added is found, what was not is absent: any number of records, fixed or varying, in any memory.
namespace memosaic::table_map_test {

struct shape {
  std::size_t count;
  bool varying;
  std::uint64_t memory;
  unsigned threads;
};

std::string random_key(std::mt19937_64& random) {
  std::string key(random() % 12, ' ');
  for (char& each : key) each = static_cast<char>('a' + random() % 8);
  return key + std::to_string(random() % 1'000'000'000);
}

void round_trip(const shape& each) {
  std::mt19937_64 random(each.count);
  std::map<std::string, std::int64_t> model;
  const auto types = test::keyed_schema(each.varying ? field_type::text() : field_type::fixed_text(24), each.varying);
  table_builder builder(types, {.memory_limit = each.memory, .threads = each.threads});
  while (model.size() < each.count) {
    const std::string key = random_key(random);
    const auto n = static_cast<std::int64_t>(random() % 1'000'000);
    if (!model.emplace(key, n).second) continue;
    builder.add(test::keyed_record(key, n, each.varying));
  }
  ASSERT_EQ(builder.size(), each.count);
  const auto bytes = test::finished(builder);
  const table found = test::opened(bytes);
  ASSERT_EQ(found.kind(), table_kind::map);
  ASSERT_EQ(found.size(), each.count);
  ASSERT_EQ(found.key_count(), each.count);
  for (const auto& [key, n] : model) {
    const auto row = found.get(key);
    ASSERT_TRUE(row) << key;
    ASSERT_EQ((*row)["key"].as_text(), key);
    ASSERT_EQ((*row)["n"].as_int64(), n);
    if (each.varying) {
      ASSERT_EQ((*row)["note"].as_text(), test::note_of(n));
    }
  }
  for (int i = 0; i < 1000; ++i) {
    const std::string key = random_key(random);
    ASSERT_EQ(found.contains(key), model.count(key) != 0) << key;
  }
  std::map<std::string, std::int64_t> seen;
  for (const record row : found) seen.emplace(row["key"].as_text(), row["n"].as_int64());
  ASSERT_EQ(seen, model);
  ASSERT_THROW(static_cast<void>(found[each.count]), std::out_of_range);
}

TEST(TableMap, SmallTablesOfEverySize) {
  for (std::size_t count = 0; count <= 130; ++count) round_trip({count, count % 2 == 1, 1U << 20U, 1});
  for (const bool varying : {false, true}) {
    for (const std::size_t count : {0U, 1U, 2U, 62U, 63U, 64U, 65U, 1000U}) round_trip({count, varying, 0, 1});
  }
}

TEST(TableMap, ManyRecords) {
  round_trip({100'000, false, std::uint64_t{256} << 20U, 2});
  round_trip({20'000, true, std::uint64_t{256} << 20U, 3});
}

TEST(TableMap, MoreRecordsThanMemory) {
  round_trip({100'000, false, 65536, 2});
  round_trip({10'000, true, 1U << 20U, 1});
}

TEST(TableMap, KeysOfAnotherTypeAreMisuse) {
  table_builder builder(test::keyed_schema(field_type::text()));
  builder.add(test::keyed_record("1", 1));
  const auto bytes = test::finished(builder);
  const table found = test::opened(bytes);
  EXPECT_TRUE(found.contains("1"));
  EXPECT_TRUE(found.contains(value("1")));
  EXPECT_FALSE(found.contains(value(1)));
  EXPECT_THROW(static_cast<void>(found.get(1)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(found.get(bytes_of(std::string_view("1")))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(found.get(value::list())), std::invalid_argument);
}

TEST(TableMap, ManyKeysAtOnceAsOneByOne) {
  for (const std::size_t count : {0U, 1U, 15U, 63U, 64U, 5000U}) {
    table_builder builder(test::keyed_schema(field_type::text(), count % 2 == 1));
    for (std::size_t i = 0; i < count; ++i) {
      builder.add(test::keyed_record("k" + std::to_string(i), static_cast<std::int64_t>(i), count % 2 == 1));
    }
    const auto bytes = test::finished(builder);
    const table found = test::opened(bytes);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < 2 * count + 3; ++i) names.push_back("k" + std::to_string(i * 7 % (2 * count + 3)));
    const std::vector<std::string_view> keys(names.begin(), names.end());
    std::vector<std::optional<record>> rows(keys.size());
    found.get_many(keys, rows);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto alone = found.get(keys[i]);
      ASSERT_EQ(rows[i].has_value(), alone.has_value());
      ASSERT_TRUE(!alone || alone->data() == rows[i]->data());
    }
    rows.pop_back();
    EXPECT_THROW(found.get_many(keys, rows), std::invalid_argument);
  }
}

}  // namespace memosaic::table_map_test
