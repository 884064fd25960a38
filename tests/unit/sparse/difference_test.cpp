// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/difference.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <stdexcept>
#include <vector>

#include "support/random_memory.hpp"

namespace memosaic::sparse_difference_test {

using namespace memosaic::literals;
using kind = memory_difference_kind;

std::optional<std::byte> at(const byte_map& map, std::int64_t address) {
  const auto found = map.find(address);
  return found == map.end() ? std::nullopt : std::optional(found->second);
}

TEST(SparseDifference, AHoleIsNotAZero) {
  sparse_memory first;
  first.write(0, "abc\0"_bytes);
  sparse_memory second;
  second.write(1, "bX"_bytes);
  second.write(10, "\0"_bytes);
  EXPECT_EQ(differences(first, second), (std::vector<memory_difference>{{{0, 1}, kind::only_first},
                                                                        {{2, 3}, kind::changed},
                                                                        {{3, 4}, kind::only_first},
                                                                        {{10, 11}, kind::only_second}}));
  EXPECT_TRUE(differences(first, first).empty());
}

TEST(SparseDifference, ListsExactlyWhatDiffers) {
  std::mt19937_64 numbers(2);
  for (int round = 0; round < 50; ++round) {
    const auto a = random_memory(numbers, 200);
    const auto b = random_memory(numbers, 200);
    const auto left = map_of(a);
    const auto right = map_of(b);
    byte_map listed;  // the kind at each address
    std::int64_t last = -1;
    std::optional<kind> last_kind;
    for (const auto& each : differences(a, b)) {
      ASSERT_TRUE(each.where.start > last || (each.where.start == last && each.kind != last_kind));
      last = each.where.stop;
      last_kind = each.kind;
      for (auto i = each.where.start; i < each.where.stop; ++i) listed[i] = static_cast<std::byte>(each.kind);
    }
    for (std::int64_t i = 0; i < 200 * 20; ++i) {
      const auto x = at(left, i);
      const auto y = at(right, i);
      const auto expected = x == y ? std::nullopt
                                   : std::optional(static_cast<std::byte>(!y   ? kind::only_first
                                                                          : !x ? kind::only_second
                                                                               : kind::changed));
      ASSERT_EQ(at(listed, i), expected) << i;
    }
  }
}

TEST(SparsePatch, TurnsOneIntoTheOtherAndBack) {
  std::mt19937_64 numbers(3);
  for (int round = 0; round < 50; ++round) {
    const auto before = random_memory(numbers, 300);
    const auto after = random_memory(numbers, 300);
    const memory_patch change(before, after);
    ASSERT_EQ(change.empty(), before == after);
    auto memory = before;
    change.apply(memory);
    ASSERT_TRUE(memory == after);
    change.reversed().apply(memory);
    ASSERT_TRUE(memory == before);
    if (!(before == after)) {
      auto other = after;
      EXPECT_THROW(change.apply(other), std::invalid_argument);
      EXPECT_TRUE(other == after);
    }
  }
}

TEST(SparsePatch, AppliesWhereOnlyOtherThingsChanged) {
  auto before = sparse_memory::from_bytes("0123456789"_bytes);
  auto after = before;
  after.write(2, "XY"_bytes);
  after.clear({8, 10});
  auto memory = before;
  memory.write(5, "!"_bytes);
  memory_patch(before, after).apply(memory);
  EXPECT_EQ(text_of(memory.to_bytes({0, 8})), "01XY4!67");
  EXPECT_EQ(memory.content_size(), 8U);
}

TEST(SparseMergeChanges, TakesWhatEitherChanged) {
  std::mt19937_64 numbers(4);
  for (int round = 0; round < 50; ++round) {
    const auto base = random_memory(numbers, 200);
    const auto ours = round % 4 == 0 ? base : random_memory(numbers, 200);
    const auto theirs = random_memory(numbers, 200);
    const auto result = merge_changes(base, ours, theirs);
    const auto b = map_of(base);
    const auto o = map_of(ours);
    const auto t = map_of(theirs);
    const auto m = map_of(result.merged);
    std::vector<address_range> conflicts;
    for (std::int64_t i = 0; i < 200 * 20; ++i) {
      auto expected = at(o, i);
      if (at(o, i) == at(b, i)) {
        expected = at(t, i);
      } else if (at(t, i) != at(b, i) && at(t, i) != at(o, i)) {
        if (conflicts.empty() || conflicts.back().stop != i) conflicts.push_back({i, i});
        conflicts.back().stop = i + 1;
      }
      ASSERT_EQ(at(m, i), expected) << i;
    }
    ASSERT_EQ(result.conflicts, conflicts);
  }
}

}  // namespace memosaic::sparse_difference_test
