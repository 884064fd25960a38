// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "memosaic/table/record.hpp"
#include "memosaic/table/sequence_view.hpp"
#include "support/table_building.hpp"

/// What several records hold is stored once and read back as one, while it is among the recent objects.
namespace memosaic::shared_records_test {

const schema people({record_type{"person",
                                 {{1, "id", field_type::int64()},
                                  {2, "city", field_type::record(1).or_null()},
                                  {3, "tags", field_type::list(field_type::text())},
                                  {4, "rest", field_type::any()}},
                                 1},
                     record_type{"city", {{1, "name", field_type::text()}, {2, "near", field_type::any()}}, 0}});

value person(std::int64_t id, value city, value tags = value::list(), value rest = {}) {
  return value::record("person", {{"id", id}, {"city", std::move(city)}, {"tags", std::move(tags)}, {"rest", rest}});
}

value city_of(std::string name) { return value::record("city", {{"name", std::move(name)}, {"near", value()}}); }

std::vector<std::byte> built(const std::vector<value>& records, std::uint64_t window,
                             reference_width width = reference_width::narrow) {
  table_builder builder(people, {.seed = 3, .references = width, .shared_window = window});
  for (const value& each : records) builder.add(each);
  return test::finished(builder);
}

TEST(SharedRecords, AnObjectOfManyIsStoredOnce) {
  const value city = city_of(std::string(1000, 'c'));
  const value tags = value::list({value(std::string(500, 't')), value("short")});
  std::vector<value> records;
  for (int i = 0; i < 500; ++i) records.push_back(person(i * 7, city, tags, city));
  for (const auto width : {reference_width::narrow, reference_width::wide}) {
    const auto bytes = built(records, 1U << 20U, width);
    const table read = test::opened(bytes);
    EXPECT_LT(bytes.size(), 500U * 64 + 5000) << static_cast<int>(width);
    const auto first = read.get(0);
    for (int i = 0; i < 500; ++i) {
      const auto row = read.get(i * 7);
      ASSERT_TRUE(row);
      ASSERT_EQ((*row)["city"].identity(), (*first)["city"].identity());
      ASSERT_EQ((*row)["rest"].identity(), (*first)["city"].identity());
      ASSERT_EQ((*row)["tags"].identity(), (*first)["tags"].identity());
      ASSERT_EQ(row->materialise(), records[static_cast<std::size_t>(i)]);
    }
    const value copy = first->materialise();
    EXPECT_EQ(copy.find("city")->identity(), copy.find("rest")->identity());
  }
  EXPECT_GT(built(records, 0).size(), 500U * 1500);
}

TEST(SharedRecords, WhatIsNotRecentIsStoredAgain) {
  const value first = city_of(std::string(400, 'a'));
  const value second = city_of(std::string(400, 'b'));
  const std::vector<value> records{person(1, first), person(2, second), person(3, first), person(4, first)};
  const auto bytes = built(records, 1000);  // has room for one of them
  const table read = test::opened(bytes);
  const auto place = [&](std::int64_t id) { return (*read.get(id))["city"].identity(); };
  EXPECT_NE(place(1), place(3));
  EXPECT_EQ(place(3), place(4));
  EXPECT_EQ(read.get(3)->materialise(), records[2]);
}

TEST(SharedRecords, WhatLeadsBackIntoItsRecordStaysThereAndCirclesClose) {
  const value common = value::list({std::string(100, 'x')});
  std::vector<value> records;
  for (int i = 0; i < 20; ++i) {
    const value city = city_of("city");
    const value record = person(i, city, value::list(), common);
    city.record_fields().fields[1].second = value::list({common, record, city, city_of("plain")});
    records.push_back(record);
  }
  const auto bytes = built(records, 1U << 20U);
  const table read = test::opened(bytes);
  const value one = read.get(4)->materialise();
  EXPECT_EQ(one, records[4]);
  const auto& near = one.find("city")->find("near")->items();
  EXPECT_EQ(near[0].identity(), one.find("rest")->identity());
  EXPECT_EQ(near[1].identity(), one.identity());
  EXPECT_EQ(near[2].identity(), one.find("city")->identity());
  EXPECT_EQ((*read.get(4))["rest"].identity(), (*read.get(19))["rest"].identity());
  one.dismantle();
  for (const value& each : records) each.dismantle();
}

TEST(SharedRecords, CirclesBetweenSharedObjectsClose) {
  const value list = value::list();
  const value city = value::record("city", {{"name", "round"}, {"near", list}});
  list.items().push_back(city);
  list.items().push_back(list);
  const auto bytes = built({person(1, city), person(2, city, value::list(), list)}, 1U << 20U);
  const table read = test::opened(bytes);
  const value one = read.get(2)->materialise();
  EXPECT_EQ(one.find("rest")->items()[0].identity(), one.find("city")->identity());
  EXPECT_EQ(one.find("rest")->items()[1].identity(), one.find("rest")->identity());
  EXPECT_EQ((*read.get(1))["city"].identity(), (*read.get(2))["city"].identity());
  one.dismantle();
  city.dismantle();
}

/// Against records as they were given, with objects shared at random, and windows of all sizes.
TEST(SharedRecords, AnyGraphIsReadAsItWasGiven) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 60; ++round) {
    std::vector<value> objects{city_of("first")};
    std::vector<value> records;
    std::map<const void*, int> seen;
    for (int i = 0; i < 60; ++i) {
      const auto some = [&] { return objects[random() % objects.size()]; };
      switch (random() % 5) {
        case 0:
          objects.push_back(value(std::string(random() % 100, 't')));
          break;
        case 1:
          objects.push_back(value::list({some(), some(), 5}));
          break;
        case 2:
          objects.push_back(value::record("city", {{"name", "n"}, {"near", some()}}));
          break;
        case 3:
          objects.push_back(value::dict({{value(i), some()}, {value("k"), some()}}));
          break;
        default:
          objects.push_back(value::set({value(std::string(random() % 60, 's')), value(i)}));
      }
      records.push_back(
          person(i, random() % 2 == 0 ? city_of("own") : value(), value::list(), value::tuple({some(), some()})));
    }
    const auto width = round % 2 == 0 ? reference_width::narrow : reference_width::wide;
    const auto bytes = built(records, std::uint64_t{1} << (random() % 18), width);
    const table read = test::opened(bytes);
    for (int i = 0; i < 60; ++i) {
      const value one = read.get(i)->materialise();
      ASSERT_EQ(one, records[static_cast<std::size_t>(i)]) << round;
      const auto& given = records[static_cast<std::size_t>(i)].find("rest")->items();
      const auto& got = one.find("rest")->items();
      if (given[0].identity() == given[1].identity() && given[0].kind() != value_kind::text) {
        ASSERT_EQ(got[0].identity(), got[1].identity()) << round;
      }
    }
  }
}

TEST(SharedRecords, ARecordThatFailsLeavesTheBuilderWhole) {
  const value city = city_of(std::string(50, 'c'));
  table_builder builder(people, {.shared_window = 1U << 20U});
  const value wrong = value::list({value(1)});
  for (int i = 0; i < 3; ++i) {
    EXPECT_THROW(builder.add(person(1, city, wrong)), std::invalid_argument);
    builder.add(person(i, city));
  }
  const auto bytes = test::finished(builder);
  const table read = test::opened(bytes);
  EXPECT_EQ(read.size(), 3U);
  EXPECT_EQ((*read.get(0))["city"].identity(), (*read.get(2))["city"].identity());
}

TEST(SharedRecords, KeysStayInTheirRecords) {
  const schema types({record_type{"row", {{1, "key", field_type::text()}, {2, "same", field_type::text()}}, 1}});
  table_builder builder(types, {.sorted = true, .shared_window = 1U << 20U});
  std::vector<value> keys;
  for (int i = 0; i < 300; ++i) keys.emplace_back(std::string(60, 'k') + std::to_string(i));
  for (const value& key : keys) builder.add(value::record({{"key", key}, {"same", key}}));
  const auto bytes = test::finished(builder);
  const table read = test::opened(bytes);
  for (const value& key : keys) EXPECT_EQ((*read.get(key))["same"].as_text(), key.as_text());
}

}  // namespace memosaic::shared_records_test
