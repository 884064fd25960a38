// SPDX-License-Identifier: Apache-2.0
// Runs are compared in as many bytes as they can differ in: these tests would not end otherwise.
#include <gtest/gtest.h>

#include "memosaic/sparse/difference.hpp"
#include "memosaic/sparse/merger.hpp"
#include "memosaic/sparse/sparse_memory.hpp"

namespace memosaic::test::long_runs_compared {

using namespace literals;

constexpr address_range everything{-(std::int64_t{1} << 61), std::int64_t{1} << 61};

sparse_memory run(bytes_view pattern) {
  sparse_memory memory;
  memory.fill(everything, pattern);
  return memory;
}

TEST(LongRunsCompared, EqualOnesOfOtherPeriodsAreEqual) {
  const auto one = run("ab"_bytes);
  const auto other = run("ababab"_bytes);
  EXPECT_TRUE(one == other);
  EXPECT_TRUE(differences(one, other).empty());
  EXPECT_TRUE(memory_patch(one, other).empty());
}

TEST(LongRunsCompared, OnesThatDifferEverywhereAreOneDifference) {
  const auto one = run("ab"_bytes);
  const auto other = run("xyz"_bytes);
  EXPECT_FALSE(one == other);
  const auto found = differences(one, other);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].where, everything);
  EXPECT_EQ(found[0].kind, memory_difference_kind::changed);
  auto patched = one;
  memory_patch(one, other).apply(patched);
  EXPECT_TRUE(patched == other);
}

TEST(LongRunsCompared, AByteInTheMiddleIsFound) {
  const auto one = run("ab"_bytes);
  auto other = run("abab"_bytes);
  other.poke(1001, std::byte{'x'});
  EXPECT_FALSE(one == other);
  const auto found = differences(one, other);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].where, (address_range{1001, 1002}));
}

TEST(LongRunsCompared, MergesKnowThemAsIdentical) {
  memory_merger merger(merge_policy::identical);
  merger.add("one", run("ab"_bytes));
  merger.add("other", run("abab"_bytes));
  ASSERT_EQ(merger.conflicts().size(), 1U);
  EXPECT_TRUE(merger.conflicts()[0].identical);
  EXPECT_THROW(merger.add("third", run("x"_bytes)), std::invalid_argument);
  const auto merged = merge_changes(run("a"_bytes), run("b"_bytes), run("bb"_bytes));
  EXPECT_TRUE(merged.conflicts.empty());
  EXPECT_TRUE(merged.merged == run("b"_bytes));
}

}  // namespace memosaic::test::long_runs_compared
