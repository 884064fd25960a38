// SPDX-License-Identifier: Apache-2.0
#include "table/key_spill_sorter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/failing_calls.hpp"
#include "support/short_calls.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::key_spill_sorter_test {

using namespace memosaic::table_core;
using record_list = std::vector<std::string>;

/// Adds random records and tests that each partition gives its own back, in order, twice.
void round_trip(std::uint32_t partitions, std::uint64_t limit, std::size_t count, std::size_t longest,
                const std::filesystem::path& folder, bool spills) {
  std::mt19937_64 random(count + longest);
  std::vector<record_list> model(partitions);
  key_spill_sorter sorter(partitions, limit, folder);
  for (std::size_t i = 0; i < count; ++i) {
    const auto partition = static_cast<std::uint32_t>(random() % partitions);
    const std::string record(random() % (longest + 1), static_cast<char>('a' + i % 26));
    const auto bytes = std::as_bytes(std::span(record));
    const std::size_t middle = bytes.size() / 3;
    const bytes_view parts[] = {bytes.first(middle), {}, bytes.subspan(middle)};
    sorter.add(partition, parts);
    model[partition].push_back(record);
    ASSERT_LE(sorter.memory(), std::max<std::uint64_t>(limit, 3 * 512 + 8 * (partitions + 1)));
  }
  sorter.finish();
  EXPECT_EQ(sorter.spilled_bytes() != 0, spills);
  EXPECT_EQ(sorter.records(), count);
  EXPECT_EQ(spills && sorter.memory() != 0, false);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()), 1);
  for (std::uint32_t partition = 0; partition < partitions; ++partition) {
    ASSERT_EQ(sorter.records(partition), model[partition].size());
    for (int turn = 0; turn < 2; ++turn) {
      key_spill_reader reader(sorter, partition, partition + 1);
      std::uint64_t bytes = 0;
      for (const auto& expected : model[partition]) {
        const auto record = reader.next();
        ASSERT_TRUE(record);
        ASSERT_EQ(std::string(reinterpret_cast<const char*>(record->data()), record->size()), expected);
        bytes += record->size();
      }
      ASSERT_FALSE(reader.next());
      ASSERT_FALSE(reader.next());
      EXPECT_EQ(sorter.record_bytes(partition), bytes);
    }
  }
}

TEST(KeySpillSorter, WhatFitsIntoMemoryMakesNoFile) {
  const test::temporary_file stage;
  test::failing_calls calls(1, EIO);
  round_trip(16, 1 << 20, 3000, 50, stage.folder(), false);
  EXPECT_EQ(calls.made(), 0U);
}

TEST(KeySpillSorter, TheRestGoesToAFileWithoutAName) {
  const test::temporary_file stage;
  for (const std::uint64_t limit : {0U, 1U, 64U, 1000U, 30'000U}) {
    for (const std::uint32_t partitions : {1U, 3U, 64U}) {
      round_trip(partitions, limit, 2000, 100, stage.folder(), true);
    }
  }
}

TEST(KeySpillSorter, ARecordMayBeLongerThanMemoryAndWindow) {
  const test::temporary_file stage;
  round_trip(2, 10'000, 20, 700'000, stage.folder(), true);
  round_trip(2, 100 << 20, 20, 700'000, stage.folder(), false);
}

TEST(KeySpillSorter, NothingIsNothing) {
  const test::temporary_file stage;
  round_trip(5, 100, 0, 10, stage.folder(), false);
}

TEST(KeySpillSorter, EachCallMayMoveOneByteOnly) {
  const test::temporary_file stage;
  const test::short_calls calls(1);
  round_trip(3, 200, 600, 30, stage.folder(), true);
}

TEST(KeySpillSorter, WhereFilesNeedNamesTheyHaveThemForAMoment) {
  const test::temporary_file stage;
  test::refusing_calls calls({"create_unnamed"}, EOPNOTSUPP);
  round_trip(3, 200, 600, 30, stage.folder(), true);
  EXPECT_EQ(calls.made("create"), 1U);
  EXPECT_EQ(calls.made("remove"), 1U);
}

TEST(KeySpillSorter, AFullDiskIsAnErrorWithAWayOut) {
  const test::temporary_file stage;
  key_spill_sorter sorter(4, 100, stage.folder());
  const test::refusing_calls calls({"write"}, ENOSPC);
  const std::vector<std::byte> record(5000);
  const bytes_view parts[] = {record};
  try {
    sorter.add(1, parts);
    FAIL();
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code().value(), ENOSPC);
    EXPECT_EQ(error.path1(), stage.folder());
    EXPECT_NE(std::string(error.what()).find("choose another"), std::string::npos) << error.what();
  }
}

TEST(KeySpillSorter, WrongArgumentsAreRefused) {
  EXPECT_THROW(key_spill_sorter(0, 100, {}), std::invalid_argument);
  key_spill_sorter sorter(4, 100, {});
  EXPECT_THROW(sorter.add(4, {}), std::out_of_range);
  key_spill_sorter nowhere(1, 64, "/nonexistent/folder");
  const std::vector<std::byte> record(5000);
  const bytes_view parts[] = {record};
  EXPECT_THROW(nowhere.add(0, parts), std::filesystem::filesystem_error);
}

}  // namespace memosaic::key_spill_sorter_test
