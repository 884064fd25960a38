// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/merger.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "memosaic/sparse/combine.hpp"
#include "support/random_memory.hpp"

namespace memosaic::merger_test {

using namespace memosaic::literals;

const sparse_memory boot = sparse_memory::from_bytes("BOOTBOOT"_bytes);
const sparse_memory app = sparse_memory::from_bytes("OOTXapplication"_bytes, 5);

TEST(Merger, ErrorRefusesAndNamesBoth) {
  memory_merger parts;
  parts.add("boot.hex", boot);
  try {
    parts.add("app.hex", app);
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "app.hex and boot.hex both fill [0x5, 0x8)");
  }
  EXPECT_TRUE(parts.merged() == boot);
  EXPECT_TRUE(parts.conflicts().empty());
}

TEST(Merger, IdenticalAllowsTheSameBytesOnly) {
  memory_merger parts(merge_policy::identical);
  parts.add("boot.hex", boot);
  parts.add("app.hex", app);
  EXPECT_EQ(parts.conflicts(), (std::vector<memory_merge_conflict>{{{5, 8}, "boot.hex", "app.hex", true}}));
  try {
    parts.add("late.hex", sparse_memory::from_bytes("OxTX"_bytes, 5));
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "late.hex and boot.hex differ at [0x6, 0x7)");
  }
}

TEST(Merger, KeepAndReplaceKnowWhoseBytesTheyAre) {
  for (const auto policy : {merge_policy::keep, merge_policy::replace}) {
    memory_merger parts(policy);
    parts.add("boot.hex", boot);
    parts.add("late.hex", sparse_memory::from_bytes("xxxx"_bytes, 6));
    const bool kept = policy == merge_policy::keep;
    EXPECT_EQ(text_of(parts.merged().to_bytes({0, 10})), kept ? "BOOTBOOTxx" : "BOOTBOxxxx");
    EXPECT_EQ(parts.source_of(6), kept ? "boot.hex" : "late.hex");
    EXPECT_EQ(parts.source_of(8), "late.hex");
    EXPECT_EQ(parts.source_of(10), "");
  }
}

TEST(Merger, AChoiceIsAskedForEachConflict) {
  memory_merger parts;
  parts.add("first", boot);
  std::vector<memory_merge_conflict> asked;
  parts.add("second", app, [&](const memory_merge_conflict& each) {
    asked.push_back(each);
    return merge_policy::replace;
  });
  EXPECT_EQ(asked, parts.conflicts());
  EXPECT_EQ(text_of(parts.merged().to_bytes({0, 20})), "BOOTBOOTXapplication");
}

TEST(Merger, SourcesAddUpToTheWhole) {
  std::mt19937_64 numbers(5);
  for (int round = 0; round < 40; ++round) {
    memory_merger parts(merge_policy::replace);
    sparse_memory expected;
    for (int part = 0; part < 4; ++part) {
      const auto memory = random_memory(numbers, 200);
      sparse_memory common;
      for (const auto& met : parts.conflicts_of("x", memory)) {
        ASSERT_EQ(met.identical, expected.to_bytes(met.where) == memory.to_bytes(met.where));
        common.fill(met.where, "c"_bytes);
      }
      ASSERT_EQ(common.gaps({0, 5000}), intersect(expected, memory).gaps({0, 5000}));
      parts.add(std::to_string(part), memory);
      expected.write(memory);
    }
    ASSERT_TRUE(parts.merged() == expected);
    for (std::int64_t i = 0; i < 300; ++i) ASSERT_EQ(parts.source_of(i).empty(), !expected.contains(i));
  }
}

}  // namespace memosaic::merger_test
