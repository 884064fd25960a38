// SPDX-License-Identifier: Apache-2.0
#include "table/key_dense.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <set>
#include <stdexcept>

#include "memosaic/error.hpp"
#include "support/key_sections.hpp"
#include "table/key_index.hpp"

namespace memosaic::key_dense_test {

using namespace memosaic::table_core;

std::vector<std::byte> section_of(const std::set<std::uint64_t>& distances, std::uint64_t first) {
  key_dense_writer writer(first, first + *distances.rbegin());
  for (const std::uint64_t distance : distances) EXPECT_TRUE(writer.add(first + distance));
  EXPECT_FALSE(writer.add(first));
  return test::dense_section(writer);
}

/// Slots are ranks: those of a `std::set`, in the order of distances from the first key.
void agrees_with_a_set(const std::set<std::uint64_t>& distances, std::uint64_t first) {
  const auto bytes = section_of(distances, first);
  const key_index index({bytes, "t", 0}, {});
  index.verify({bytes, "t", 0}, {});
  EXPECT_EQ(index.kind(), index_kind::dense);
  EXPECT_EQ(index.size(), distances.size());
  std::uint64_t rank = 0;
  for (std::uint64_t distance = 0; distance <= *distances.rbegin() + 3; ++distance) {
    ASSERT_EQ(index.slot_of(first + distance), distances.count(distance) != 0 ? rank++ : no_slot);
  }
  for (const std::uint64_t far : {first - 1, first - 64, first + (std::uint64_t{1} << 63U)}) {
    EXPECT_EQ(index.slot_of(far), no_slot);
  }
  EXPECT_EQ(index.slot_of(bytes_view(bytes)), no_slot);
}

TEST(KeyDense, SlotsAreRanks) {
  std::mt19937_64 random(1);
  for (const std::uint64_t span : {1U, 2U, 63U, 64U, 65U, 128U, 1000U}) {
    for (const int gaps : {0, 1, 2}) {
      std::set<std::uint64_t> distances{0, span - 1};
      for (std::uint64_t d = 0; d < span; ++d) {
        if (gaps == 0 || random() % 3 >= static_cast<unsigned>(gaps)) distances.insert(d);
      }
      for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1000}, ~std::uint64_t{400}}) {
        agrees_with_a_set(distances, first);
      }
    }
  }
}

TEST(KeyDense, WithoutGapsThereIsOnlyAHeader) {
  EXPECT_EQ(section_of({0, 1, 2, 3, 4}, 10).size(), section_header_size);
  EXPECT_EQ(section_of({0, 1, 2, 4}, 10).size(), section_header_size + 16);
}

TEST(KeyDense, AtLeastEverySecondIntegerIsThere) {
  EXPECT_FALSE(are_dense(0, 0, 0));
  EXPECT_TRUE(are_dense(5, 5, 1));
  EXPECT_TRUE(are_dense(0, 199, 100));
  EXPECT_FALSE(are_dense(0, 200, 100));
  EXPECT_TRUE(are_dense(static_cast<std::uint64_t>(-50), 49, 50));
  EXPECT_FALSE(are_dense(0, std::numeric_limits<std::uint64_t>::max(), 1'000'000));
}

TEST(KeyDense, KeysOutsideAreRefused) {
  key_dense_writer writer(10, 20);
  EXPECT_THROW(writer.add(9), std::out_of_range);
  EXPECT_THROW(writer.add(21), std::out_of_range);
  EXPECT_THROW(key_dense_writer(0, std::numeric_limits<std::uint64_t>::max()), std::invalid_argument);
}

TEST(KeyDense, VerifyFindsEveryFlippedBit) {
  const auto whole = section_of({0, 1, 3, 64, 65, 100, 129, 130}, 7);
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    auto bytes = whole;
    bytes[bit / 8] ^= std::byte{1} << (bit % 8);
    try {
      const key_index index({bytes, "t", 0}, {});
      for (std::uint64_t key = 0; key < 300; ++key) {
        const auto slot = index.slot_of(key);
        ASSERT_TRUE(slot == no_slot || slot < index.size());
      }
      // Another first key, or another key in the same block, is a table that might have been meant: only checksums
      // tell.
      if (bit / 8 >= 24 && bit / 8 < 32) continue;
      EXPECT_THROW(index.verify({bytes, "t", 0}, {}), format_error) << bit;
    } catch (const format_error&) {}
  }
}

}  // namespace memosaic::key_dense_test
