// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

#include "memosaic/sparse/combine.hpp"
#include "memosaic/sparse/difference.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "support/sparse_tree_check.hpp"

/// Bytes given to a change lie in the very memory that it changes.
namespace memosaic::self_alias_test {

using namespace memosaic::literals;

sparse_memory some_memory(std::mt19937_64& numbers) {
  sparse_memory memory;
  for (int i = 0; i < 40; ++i) {
    std::vector<std::byte> bytes(1 + numbers() % (i % 8 == 0 ? 3000 : 40));
    for (auto& byte : bytes) byte = static_cast<std::byte>(numbers());
    memory.write(static_cast<std::int64_t>(numbers() % 9000), bytes);
  }
  memory.fill({2000, 2900}, "pattern"_bytes);
  memory.fill({10'000, 20'000}, "xyz"_bytes);
  return memory;
}

/// The part of a piece, as the memory itself shows it.
bytes_view some_bytes(const sparse_memory& memory, std::mt19937_64& numbers) {
  const auto from = static_cast<std::int64_t>(numbers() % 12'000);
  for (const auto& part : memory.segments({from, from + 500})) return part.bytes;
  return {};
}

template <typename Change>
void same_with_a_copy(Change&& change) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    std::mt19937_64 numbers(seed);
    auto memory = some_memory(numbers);
    auto expected = sparse_memory();
    expected.write(memory.snapshot());
    for (int round = 0; round < 4; ++round) {
      std::mt19937_64 same(numbers());
      const auto bytes = some_bytes(memory, same);
      if (bytes.empty()) continue;
      const std::vector<std::byte> copy(bytes.begin(), bytes.end());
      const auto at = static_cast<std::int64_t>(same() % 12'000);
      const auto stop = at + static_cast<std::int64_t>(same() % 6000);
      change(memory, at, stop, bytes);
      change(expected, at, stop, bytes_view(copy));
      ASSERT_EQ(sparse_tree_check<std::int64_t>::problem(memory), "") << seed;
      ASSERT_TRUE(memory == expected) << seed;
    }
  }
}

TEST(SelfAlias, Write) {
  same_with_a_copy([](auto& memory, auto at, auto, auto bytes) { memory.write(at, bytes); });
}
TEST(SelfAlias, WriteBehindABlock) {
  same_with_a_copy([](auto& memory, auto at, auto, auto bytes) {
    if (const auto run = memory.run_at(at); run.stored) memory.write(run.range.stop, bytes);
  });
}
TEST(SelfAlias, WriteBeforeABlock) {
  same_with_a_copy([](auto& memory, auto at, auto, auto bytes) {
    const auto run = memory.run_at(at);
    if (run.stored) memory.write(run.range.start - static_cast<std::int64_t>(bytes.size()), bytes);
  });
}
TEST(SelfAlias, Append) {
  same_with_a_copy([](auto& memory, auto, auto, auto bytes) { memory.append(bytes); });
}
TEST(SelfAlias, Insert) {
  same_with_a_copy([](auto& memory, auto at, auto, auto bytes) { memory.insert(at, bytes); });
}
TEST(SelfAlias, Replace) {
  same_with_a_copy([](auto& memory, auto at, auto stop, auto bytes) { memory.replace({at, stop}, bytes); });
}
TEST(SelfAlias, Fill) {
  same_with_a_copy([](auto& memory, auto at, auto stop, auto bytes) { memory.fill({at, stop}, bytes); });
}
TEST(SelfAlias, Flood) {
  same_with_a_copy([](auto& memory, auto at, auto stop, auto bytes) { memory.flood({at, stop}, bytes); });
}
TEST(SelfAlias, Remove) {
  same_with_a_copy([](auto& memory, auto at, auto, auto bytes) {
    memory.remove(bytes.first(std::min<std::size_t>(bytes.size(), 5)), {at, sparse_memory::everywhere.stop});
  });
}

TEST(SelfAlias, WholeMemories) {
  std::mt19937_64 numbers(1);
  auto memory = some_memory(numbers);
  const auto before = memory.snapshot();
  memory.write(memory);
  EXPECT_TRUE(memory == before);
  memory.write(memory, 7);
  auto expected = before.snapshot();
  auto moved = before.snapshot();
  moved.shift(7);
  expected.write(moved);
  EXPECT_TRUE(memory == expected);
  memory = *&memory;
  EXPECT_TRUE(memory == expected);
  memory.rollback(memory);
  EXPECT_TRUE(memory == expected);
  EXPECT_TRUE(unite(memory, memory) == memory && intersect(memory, memory) == memory);
  EXPECT_TRUE(subtract(memory, memory).empty() && differences(memory, memory).empty());
  memory.swap(memory);
  EXPECT_TRUE(memory == expected);
}

}  // namespace memosaic::self_alias_test
