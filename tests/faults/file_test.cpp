// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/file.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "faults/every_call_fails.hpp"
#include "memosaic/file/mapping.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "support/temporary_file.hpp"

namespace file_faults {
using namespace memosaic;
using test::every_call_fails;
using test::temporary_file;

struct no_stage {};
no_stage nothing() { return {}; }

TEST(FileFaults, OpeningAndReading) {
  const auto content = test::random_bytes(5000);
  const temporary_file stored(content);
  const auto read_both_ways = [&](no_stage) {
    const file opened(stored.path());
    std::vector<std::byte> target(content.size());
    EXPECT_EQ(opened.read_at(0, target), content.size());
    EXPECT_EQ(target, content);
    std::array<std::byte, 100> piece{};
    EXPECT_EQ(opened.read_next(piece), piece.size());
  };
  EXPECT_GT(every_call_fails(nothing, read_both_ways), 20u);
}

TEST(FileFaults, AnEmptyFileThatCannotBeAskedIsReadInPieces) {
  const temporary_file stored;
  const auto open_empty = [&](no_stage) {
    const file opened(stored.path());
    std::array<std::byte, 10> piece{};
    EXPECT_EQ(opened.read_next(piece), 0u);
  };
  EXPECT_GT(every_call_fails(nothing, open_empty), 10u);
  const test::failing_calls calls("map", 1, ENOMEM);
  EXPECT_FALSE(file(stored.path()).is_regular());
}

TEST(FileFaults, Refreshing) {
  const temporary_file stored(test::random_bytes(100));
  const auto open_it = [&] { return file(stored.path()); };
  const auto look_anew = [](file& opened) { EXPECT_EQ(opened.refresh(), file_change::same); };
  EXPECT_GT(every_call_fails(open_it, look_anew), 10u);
}

TEST(FileFaults, CheckingAMappingThatIsWatched) {
  const temporary_file stored(test::random_bytes(100));
  const auto map_and_check = [&](no_stage) {
    watch_mappings();
    const file opened(stored.path());
    const mapping mapped(opened);
    mapped.check(opened);
  };
  EXPECT_GT(every_call_fails(nothing, map_and_check), 30u);
}

TEST(FileFaults, Mapping) {
  const auto content = test::random_bytes(50'000);
  const temporary_file stored(content);
  const auto map_a_part = [&](no_stage) {
    const file opened(stored.path());
    const mapping mapped(opened, 10'001, 30'000);
    mapped.advise(access_pattern::will_need);
    const view part = mapped.view(100, 200);
    EXPECT_TRUE(std::equal(part.begin(), part.end(), content.begin() + 10'101));
  };
  EXPECT_GT(every_call_fails(nothing, map_a_part), 20u);
}

TEST(FileFaults, StoredRuns) {
  temporary_file stored(test::random_bytes(10));
  stored.write_at(1 << 20, test::random_bytes(10));
  const auto ask = [&](no_stage) {
    const file opened(stored.path());
    EXPECT_FALSE(opened.stored_runs().empty());
  };
  EXPECT_GT(every_call_fails(nothing, ask), 20u);
}

}  // namespace file_faults
