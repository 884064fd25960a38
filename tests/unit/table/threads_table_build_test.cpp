// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "support/table_building.hpp"

/// What a reproducible build writes depends on neither threads nor memory, and is right.
namespace memosaic::threads_table_build_test {

using rows = std::vector<std::pair<value, std::int64_t>>;

table_options options_for(duplicate_policy duplicates, unsigned threads, std::uint64_t memory, bool orders) {
  table_options options;
  options.duplicates = duplicates;
  options.threads = threads;
  options.memory_limit = memory;
  options.reproducible = true;
  options.insertion_order = orders;
  options.sorted = orders;
  return options;
}

std::vector<std::byte> built(const field_type& key, const rows& all, bool varying, const table_options& options) {
  table_builder builder(test::keyed_schema(key, varying), options);
  for (const auto& [name, n] : all) builder.add(test::keyed_record(name, n, varying));
  return test::finished(builder);
}

/// The numbers of all records of each key, in the order in which they were added.
void expect_rows(const table& found, const rows& all, duplicate_policy duplicates) {
  std::map<std::string, std::pair<value, std::vector<std::int64_t>>> model;
  for (const auto& [key, n] : all) {
    auto& entry = model[key.to_text()];
    entry.first = key;
    if (duplicates == duplicate_policy::last) entry.second.clear();
    if (duplicates != duplicate_policy::first || entry.second.empty()) entry.second.push_back(n);
  }
  std::size_t records = 0;
  for (const auto& [text, entry] : model) {
    std::vector<std::int64_t> numbers;
    for (const record each : found.equal_range(entry.first)) numbers.push_back(each["n"].as_int64());
    ASSERT_EQ(numbers, entry.second) << text;
    records += numbers.size();
  }
  EXPECT_EQ(found.size(), records);
}

void all_builds_are_equal(const field_type& key, const rows& all, bool varying, duplicate_policy duplicates,
                          bool orders) {
  const auto first = built(key, all, varying, options_for(duplicates, 1, std::uint64_t{256} << 20U, orders));
  expect_rows(test::opened(first), all, duplicates);
  for (const auto& [threads, memory] : std::vector<std::pair<unsigned, std::uint64_t>>{
           {3, std::uint64_t{256} << 20U}, {1, 1U << 20U}, {2, 1U << 20U}, {4, 0}}) {
    EXPECT_EQ(built(key, all, varying, options_for(duplicates, threads, memory, orders)), first)
        << threads << " threads, " << memory << " bytes";
  }
}

TEST(ThreadsTableBuild, MoreKeysThanOnePartitionHas) {
  rows all;
  for (int i = 0; i < 70'000; ++i) all.emplace_back("k" + std::to_string(i), i);
  all_builds_are_equal(field_type::fixed_text(12), all, false, duplicate_policy::error, true);
}

TEST(ThreadsTableBuild, RecordsOfVaryingSize) {
  rows all;
  for (int i = 0; i < 9'000; ++i) all.emplace_back("k" + std::to_string(i * 37), i);
  all_builds_are_equal(field_type::text(), all, true, duplicate_policy::error, false);
}

TEST(ThreadsTableBuild, AKeyWithMoreRecordsThanMemory) {
  rows all;
  for (int i = 0; i < 12'000; ++i) all.emplace_back(i % 4 == 0 ? "k" + std::to_string(i % 1000) : "huge", i);
  all_builds_are_equal(field_type::text(), all, true, duplicate_policy::multi, true);
  for (const auto policy : {duplicate_policy::first, duplicate_policy::last}) {
    all_builds_are_equal(field_type::text(), all, false, policy, true);
  }
}

TEST(ThreadsTableBuild, DenseIntegersWithManyRecords) {
  rows all;
  for (int i = 0; i < 30'000; ++i) all.emplace_back(i % 3 == 0 ? i / 10 : 777, i);
  all_builds_are_equal(field_type::int32(), all, false, duplicate_policy::multi, true);
}

TEST(ThreadsTableBuild, TheFirstErrorIsTold) {
  for (const unsigned threads : {1U, 4U}) {
    for (const std::uint64_t memory : {std::uint64_t{0}, std::uint64_t{256} << 20U}) {
      table_builder builder(test::keyed_schema(field_type::text()), {.memory_limit = memory, .threads = threads});
      for (int i = 0; i < 20'000; ++i) builder.add(test::keyed_record("k" + std::to_string(i % 19'999), i));
      try {
        test::finished(builder);
        FAIL();
      } catch (const std::invalid_argument& error) {
        EXPECT_EQ(std::string(error.what()).rfind("record 19999: its key 'k0' is that of record 0", 0), 0U)
            << error.what();
      }
    }
  }
}

}  // namespace memosaic::threads_table_build_test
