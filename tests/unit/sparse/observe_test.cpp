// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>
#include <stdexcept>

#include "memosaic/sparse/sparse_memory.hpp"
#include "support/random_memory.hpp"

namespace memosaic::observe_test {

using namespace memosaic::literals;
using run = basic_run<std::int64_t>;

constexpr auto low = lowest_address<std::int64_t>;
constexpr auto high = highest_stop<std::int64_t>;

TEST(SparseObserve, RunsAreBlocksAndHoles) {
  auto memory = sparse_memory::from_bytes("abcdefghijklmnopqrst"_bytes, 10);
  memory.insert(20, "XX"_bytes);  // three pieces, one block
  EXPECT_EQ(memory.run_at(9), (run{{low, 10}, false}));
  EXPECT_EQ(memory.run_at(21), (run{{10, 32}, true}));
  EXPECT_EQ(memory.run_at(32), (run{{32, high}, false}));
  EXPECT_TRUE(memory.contains({10, 32}));
  EXPECT_TRUE(memory.contains({15, 15}));
  EXPECT_FALSE(memory.contains({9, 12}));
  EXPECT_FALSE(memory.contains({30, 33}));
}

TEST(SparseObserve, EqualRunsStayInTheirBlock) {
  std::mt19937_64 numbers(6);
  for (int round = 0; round < 60; ++round) {
    const auto memory = random_memory(numbers, 60);
    const auto map = map_of(memory);
    for (std::int64_t at = 0; at < 200; ++at) {
      const auto found = map.find(at);
      if (found == map.end()) {
        ASSERT_EQ(memory.equal_run_at(at), memory.run_at(at));
        continue;
      }
      address_range expected{at, at + 1};
      const auto same = [&](std::int64_t other) {
        const auto item = map.find(other);
        return item != map.end() && item->second == found->second;
      };
      while (same(expected.start - 1)) --expected.start;
      while (same(expected.stop)) ++expected.stop;
      ASSERT_EQ(memory.equal_run_at(at), (run{expected, true})) << at;
    }
  }
}

TEST(SparseObserve, NumbersOutsideAreNamed) {
  const auto memory = sparse_memory::from_bytes("abc"_bytes);
  try {
    static_cast<void>(memory.byte_address(3));
    FAIL();
  } catch (const std::out_of_range& error) {
    EXPECT_STREQ(error.what(), "byte 3 of 3");
  }
  EXPECT_THROW(static_cast<void>(memory.block(1)), std::out_of_range);
}

TEST(SparseObserve, ReadingRefusesHolesOrFillsThem) {
  auto memory = sparse_memory::from_bytes("abc"_bytes, 2);
  memory.write(7, "z"_bytes);
  std::array<std::byte, 8> bytes{};
  memory.read(1, bytes, std::byte{'.'});
  EXPECT_EQ(text_of(bytes), ".abc..z.");
  try {
    memory.read(2, bytes);
    FAIL();
  } catch (const std::out_of_range& error) {
    EXPECT_STREQ(error.what(), "nothing is stored at 0x5");
  }
  memory.read(high - 2, bytes, std::byte{'.'});
  EXPECT_EQ(text_of(bytes), "........");
  // A claim is tested before anything is allocated for it.
  EXPECT_THROW(static_cast<void>(memory.to_bytes({2, high})), std::out_of_range);
}

TEST(SparseObserve, AnExtractSharesAndHasNoBounds) {
  sparse_memory memory(memory_bounds{0, 100});
  memory.fill({0, 100}, "0123456789"_bytes);
  const auto part = memory.extract({15, 25});
  EXPECT_EQ(text_of(part.to_bytes({15, 25})), "5678901234");
  EXPECT_EQ(part.content_size(), 10U);
  EXPECT_EQ(part.bounds(), memory_bounds{});
}

}  // namespace memosaic::observe_test
