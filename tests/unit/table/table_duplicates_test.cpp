// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "support/table_building.hpp"

/// Of several records with one key the policy decides, in the order in which they were added.
namespace memosaic::table_duplicates_test {

using model = std::map<std::int64_t, std::vector<std::int64_t>>;

/// Keys as text, or as integers, which are dense if they are close.
struct shape {
  bool text;
  std::int64_t step;
  bool varying;
  std::uint64_t memory;
};

value key_of(const shape& each, std::int64_t number) {
  return each.text ? value("key " + std::to_string(number)) : value(number * each.step);
}

std::vector<std::int64_t> numbers_of(const table_range& range) {
  std::vector<std::int64_t> numbers;
  for (const record row : range) numbers.push_back(row["n"].as_int64());
  return numbers;
}

void compare(const shape& each, duplicate_policy policy) {
  std::mt19937_64 random(7);
  model expected;
  table_builder builder(test::keyed_schema(each.text ? field_type::text() : field_type::int64(), each.varying),
                        {.duplicates = policy, .memory_limit = each.memory, .threads = 2});
  for (std::int64_t n = 0; n < 3000; ++n) {
    const auto key = static_cast<std::int64_t>(random() % (1 + random() % 400)) - 100;
    auto& all = expected[key];
    if (policy == duplicate_policy::last) all.clear();
    if (policy != duplicate_policy::first || all.empty()) all.push_back(n);
    builder.add(test::keyed_record(key_of(each, key), n, each.varying));
  }
  const auto bytes = test::finished(builder);
  const table found = test::opened(bytes);
  EXPECT_EQ(found.kind(), policy == duplicate_policy::multi ? table_kind::multimap : table_kind::map);
  ASSERT_EQ(found.key_count(), expected.size());
  std::size_t records = 0;
  for (const auto& [key, all] : expected) {
    ASSERT_EQ(numbers_of(found.equal_range(key_of(each, key))), all);
    ASSERT_EQ((*found.get(key_of(each, key)))["n"].as_int64(), all.front());
    records += all.size();
  }
  ASSERT_EQ(found.size(), records);
  for (std::int64_t key = 1000; key < 1400; ++key) ASSERT_TRUE(found.equal_range(key_of(each, key)).empty());
}

TEST(TableDuplicates, AsThePolicySays) {
  for (const auto policy : {duplicate_policy::first, duplicate_policy::last, duplicate_policy::multi}) {
    compare({true, 1, false, 1U << 24U}, policy);
    compare({true, 1, true, 65536}, policy);
    compare({false, 1, false, 65536}, policy);     // dense
    compare({false, 1, true, 1U << 24U}, policy);  // dense
    compare({false, 1000, false, 1U << 24U}, policy);
  }
}

TEST(TableDuplicates, ErrorsNameBothRecordsAndTheRemedy) {
  for (const bool dense : {false, true}) {
    table_builder builder(test::keyed_schema(field_type::int32()));
    for (int i = 0; i < 10; ++i) builder.add(test::keyed_record(dense ? i : i * 1000, i));
    builder.add(test::keyed_record(dense ? 4 : 4000, 10));
    try {
      static_cast<void>(test::finished(builder));
      FAIL();
    } catch (const std::invalid_argument& error) {
      EXPECT_EQ(std::string(error.what()),
                std::string("record 10: its key ") + (dense ? "4" : "4000") +
                    " is that of record 4: leave one of them out, or choose what becomes of duplicates: "
                    "first, last or multi");
    }
    EXPECT_THROW(builder.add(test::keyed_record(77, 1)), std::logic_error);
  }
}

TEST(TableDuplicates, AMultimapOfDifferentKeysNeedsNoPostings) {
  table_builder builder(test::keyed_schema(field_type::text()), {.duplicates = duplicate_policy::multi});
  for (int i = 0; i < 100; ++i) builder.add(test::keyed_record(std::to_string(i), i));
  const auto bytes = test::finished(builder);
  const table found = test::opened(bytes);
  EXPECT_EQ(found.kind(), table_kind::multimap);
  EXPECT_EQ(found.container().find(section_type::postings), nullptr);
  EXPECT_EQ(found.equal_range("55").size(), 1U);
}

TEST(TableDuplicates, KeysThatWereChosenToCollideOnlyTakeAnotherSeed) {
  // Under the seed 5, all keys would be in one bucket: the inverse of the integer's hash.
  table_builder builder(test::keyed_schema(field_type::uint64()), {.seed = 5});
  constexpr std::uint64_t count = 3000;
  std::vector<std::uint64_t> keys;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t place = (std::uint64_t{1} << 60U) + i;
    place ^= place >> 31U ^ place >> 62U;
    place *= 0x3196'42b2'd24d'8ec3;
    place ^= place >> 27U ^ place >> 54U;
    place *= 0x96de'1b17'3f11'9089;
    place ^= place >> 30U ^ place >> 60U;
    keys.push_back(place ^ 5);
    builder.add(test::keyed_record(keys.back(), static_cast<std::int64_t>(i)));
  }
  const auto bytes = test::finished(builder);
  const table found = test::opened(bytes);
  EXPECT_NE(found.container().header().hash_seed, 5U);
  for (std::uint64_t i = 0; i < count; ++i) {
    ASSERT_EQ((*found.get(keys[i]))["n"].as_int64(), static_cast<std::int64_t>(i));
  }
}

}  // namespace memosaic::table_duplicates_test
