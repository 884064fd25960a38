// SPDX-License-Identifier: Apache-2.0
// Matches in runs that repeat a pattern: as many as if they were written out, however long they are.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "memosaic/bytes/find_all.hpp"
#include "memosaic/sparse/sparse_memory.hpp"

namespace memosaic::sparse_count_in_runs_test {

using namespace memosaic::literals;

constexpr std::int64_t run_size = 5000;  // shorter ones are written out

std::vector<std::byte> random_bytes(std::mt19937& random, std::size_t most) {
  std::vector<std::byte> bytes(1 + random() % most);
  for (std::byte& byte : bytes) byte = random() % 2 == 0 ? std::byte{'a'} : std::byte{'b'};
  return bytes;
}

// Bytes, a run, bytes, another run and bytes, all in one block; and the same as bytes only.
TEST(SparseCountInRuns, AgreesWithTheBytesWrittenOut) {
  std::mt19937 random(1);
  for (int trial = 0; trial < 400; ++trial) {
    sparse_memory memory;
    for (int part = 0; part < 3; ++part) {
      memory.append(random_bytes(random, 20));
      const auto at = memory.content_range().stop;
      if (part != 2)
        memory.fill({at, at + run_size + static_cast<std::int64_t>(random() % 50)}, random_bytes(random, 9));
    }
    const auto needle = random_bytes(random, trial % 3 == 0 ? 30 : 4);
    const auto start = static_cast<std::int64_t>(random() % 200);
    const address_range where{start, memory.content_range().stop - static_cast<std::int64_t>(random() % 200)};
    const auto bytes = memory.to_bytes(where);
    for (const overlap overlapping : {overlap::no, overlap::yes}) {
      std::vector<std::int64_t> expected;
      for (const std::size_t at : find_all(bytes, needle, overlapping)) {
        expected.push_back(start + static_cast<std::int64_t>(at));
      }
      ASSERT_EQ(memory.find_all(needle, overlapping, where), expected) << trial;
      ASSERT_EQ(memory.count(needle, overlapping, where), expected.size()) << trial;
    }
  }
}

TEST(SparseCountInRuns, TakesNoLongerInAPetabyte) {
  sparse_memory memory;
  constexpr std::int64_t petabyte = std::int64_t{1} << 50;
  memory.fill({0, petabyte}, "abaab"_bytes);
  memory.write(petabyte, "X"_bytes);
  EXPECT_EQ(memory.count("Y"_bytes), 0U);
  EXPECT_EQ(memory.count("ab"_bytes), std::uint64_t{petabyte} / 5 * 2 + 1);  // 2^50 is 5n + 4: "abaa" comes last
  EXPECT_EQ(memory.count("aX"_bytes), 1U);
  EXPECT_EQ(memory.find_all("aX"_bytes), std::vector<std::int64_t>{petabyte - 1});
  EXPECT_EQ(memory.find_all("bb"_bytes), std::vector<std::int64_t>{});
}

TEST(SparseCountInRuns, TheEndsOfAddressesAreNoException) {
  sparse_memory memory;
  memory.fill(sparse_memory::everywhere, "\xFF"_bytes);
  EXPECT_EQ(memory.count("\xFF"_bytes), ~std::uint64_t{0});
  EXPECT_EQ(memory.count("\xFF\xFF"_bytes), ~std::uint64_t{0} / 2);
  EXPECT_EQ(memory.count("\xFF\xFF"_bytes, overlap::yes), ~std::uint64_t{0} - 1);
}

}  // namespace memosaic::sparse_count_in_runs_test
