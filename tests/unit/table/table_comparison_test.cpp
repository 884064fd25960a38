// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "memosaic/error.hpp"
#include "memosaic/table/table_comparison.hpp"
#include "support/table_building.hpp"

/// What differs between two tables is what differs between two models, and nothing else.
namespace memosaic::table_comparison_test {

using kind = table_difference::kind;
using numbers = std::vector<std::int64_t>;
using model = std::map<std::string, numbers>;
/// Key, position, number before and after; -1 for none.
using found_one = std::tuple<std::string, std::uint64_t, std::int64_t, std::int64_t>;

std::vector<std::byte> built(const model& of, bool varying, table_options options) {
  options.duplicates = duplicate_policy::multi;
  table_builder builder(test::keyed_schema(varying ? field_type::text() : field_type::fixed_text(8), varying),
                        std::move(options));
  for (const auto& [key, all] : of) {
    for (const std::int64_t n : all) builder.add(test::keyed_record(key, n, varying));
  }
  return test::finished(builder);
}

std::vector<found_one> differences(const model& a, const model& b) {
  std::vector<found_one> found;
  model all = a;
  all.insert(b.begin(), b.end());
  for (const auto& each : all) {
    const auto at = [&](const model& in) { return in.count(each.first) != 0 ? in.at(each.first) : numbers(); };
    const numbers ours = at(a);
    const numbers theirs = at(b);
    for (std::size_t i = 0; i < std::max(ours.size(), theirs.size()); ++i) {
      const std::int64_t before = i < ours.size() ? ours[i] : -1;
      const std::int64_t after = i < theirs.size() ? theirs[i] : -1;
      if (before != after) found.emplace_back(each.first, i, before, after);
    }
  }
  return found;
}

std::vector<found_one> compared(const table& a, const table& b) {
  std::vector<found_one> found;
  table_comparison comparison(a, b);
  while (comparison.next()) {
    const table_difference& each = comparison.difference();
    const record& shown = each.after ? *each.after : *each.before;
    found.emplace_back(shown["key"].as_text(), each.position, each.before ? (*each.before)["n"].as_int64() : -1,
                       each.after ? (*each.after)["n"].as_int64() : -1);
    EXPECT_EQ(each.what, !each.before ? kind::added : !each.after ? kind::removed : kind::changed);
  }
  EXPECT_EQ(comparison.done(), comparison.total());
  std::sort(found.begin(), found.end());
  return found;
}

TEST(TableComparison, FindsWhatDiffersFromAModel) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 60; ++round) {
    model a;
    model b;
    for (model* const each : {&a, &b}) {
      for (std::size_t i = random() % 80; i > 0; --i) {
        (*each)["k" + std::to_string(random() % 50)].push_back(static_cast<std::int64_t>(random() % 3));
      }
    }
    const bool varying = random() % 2 == 0;
    const auto bytes_of_a = built(a, varying, {.insertion_order = random() % 2 == 0, .sorted = random() % 2 == 0});
    const auto bytes_of_b = built(b, random() % 4 == 0 ? !varying : varying, {.sorted = random() % 2 == 0});
    const table first = test::opened(bytes_of_a);
    const table second = test::opened(bytes_of_b);
    if (first.schema() == second.schema()) {
      ASSERT_EQ(compared(first, second), differences(a, b)) << round;
    }
    ASSERT_EQ(compared(first, first), std::vector<found_one>());
    table_comparison paused(first, second);
    std::size_t count = 0;
    for (auto now = paused.advance(3); now != table_comparison::step::end; now = paused.advance(3)) {
      count += now == table_comparison::step::difference ? 1U : 0U;
    }
    ASSERT_EQ(count, compared(first, second).size());
  }
}

TEST(TableComparison, FieldsAreMatchedByNameAndValue) {
  const schema before({record_type{"t",
                                   {{1, "key", field_type::int16()},
                                    {2, "same", field_type::int32()},
                                    {3, "gone", field_type::text().or_null()},
                                    {4, "real", field_type::float64()}},
                                   1}});
  const schema after({record_type{"u",
                                  {{1, "fresh", field_type::text().or_null()},
                                   {7, "real", field_type::float64()},
                                   {8, "same", field_type::int64()},
                                   {9, "key", field_type::uint64()}},
                                  9}});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  table_builder ours(before);
  table_builder theirs(after);
  for (const int key : {1, 2, 3, 4}) {
    ours.add(value::record({{"key", key}, {"same", 5}, {"gone", key == 2 ? value("x") : value()}, {"real", nan}}));
    theirs.add(value::record(
        {{"key", key}, {"same", key == 3 ? 6 : 5}, {"fresh", key == 3 ? value("y") : value()}, {"real", nan}}));
  }
  const auto bytes_of_ours = test::finished(ours);
  const auto bytes_of_theirs = test::finished(theirs);
  table_comparison comparison(test::opened(bytes_of_ours), test::opened(bytes_of_theirs));
  std::map<std::int64_t, std::vector<std::string>> found;
  while (comparison.next()) {
    found[(*comparison.difference().before)["key"].as_int64()] = comparison.difference().fields;
  }
  EXPECT_EQ(found, (std::map<std::int64_t, std::vector<std::string>>{{2, {"gone"}}, {3, {"fresh", "same"}}}));
  EXPECT_EQ(comparison.equal_records(), 2U);
}

TEST(TableComparison, ArraysByNumberAndNotWithMaps) {
  const schema types({record_type{"t", {{1, "n", field_type::int64()}}}});
  std::vector<std::vector<std::byte>> bytes;
  for (const numbers& of : {numbers{1, 2, 3}, numbers{1, 5}}) {
    table_builder builder(types);
    for (const std::int64_t n : of) builder.add(value::record({{"n", n}}));
    bytes.push_back(test::finished(builder));
  }
  table_comparison comparison(test::opened(bytes[0]), test::opened(bytes[1]));
  ASSERT_TRUE(comparison.next());
  EXPECT_EQ(comparison.difference().position, 1U);
  EXPECT_EQ(comparison.difference().fields, std::vector<std::string>{"n"});
  ASSERT_TRUE(comparison.next());
  EXPECT_EQ(comparison.difference().what, kind::removed);
  EXPECT_FALSE(comparison.next());
  EXPECT_FALSE(comparison.next());
  const auto keyed = built({{"a", {1}}}, false, {});
  EXPECT_THROW(table_comparison(test::opened(bytes[0]), test::opened(keyed)), std::invalid_argument);
}

TEST(TableComparison, KeysOfOtherKindsAreOtherKeys) {
  std::vector<std::vector<std::byte>> bytes;
  for (const bool is_text : {true, false}) {
    table_builder builder(test::keyed_schema(is_text ? field_type::text() : field_type::float64()));
    builder.add(test::keyed_record(is_text ? value("1") : value(1.0), 1));
    bytes.push_back(test::finished(builder));
  }
  table_builder builder(test::keyed_schema(field_type::int8()));
  builder.add(test::keyed_record(1, 1));
  bytes.push_back(test::finished(builder));
  const auto count = [&](std::size_t a, std::size_t b) {
    table_comparison comparison(test::opened(bytes[a]), test::opened(bytes[b]));
    std::size_t found = 0;
    while (comparison.next()) ++found;
    return found;
  };
  EXPECT_EQ(count(0, 1), 2U);
  EXPECT_EQ(count(1, 2), 1U) << "1.0 finds 1, and the fields called key differ in kind";
}

TEST(TableComparison, DamagedBytesEndInAnError) {
  const auto whole = built({{"a", {1, 2}}, {"b", {3}}, {"c", {4, 5, 6}}}, true, {.seed = 1, .sorted = true});
  auto damaged = whole;
  const table right = test::opened(whole);
  for (std::size_t bit = 0; bit < damaged.size() * 8; bit += 3) {
    damaged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    try {
      const table wrong = test::opened(damaged, open_level::checked);
      for (const bool turned : {false, true}) {
        table_comparison comparison(turned ? wrong : right, turned ? right : wrong);
        for (std::size_t steps = 0; comparison.next(); ++steps) ASSERT_LT(steps, 1000U);
      }
    } catch (const format_error&) {}
    damaged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
  }
}

}  // namespace memosaic::table_comparison_test
