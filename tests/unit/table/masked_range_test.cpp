// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "memosaic/table/masked_range.hpp"
#include "support/table_building.hpp"

/// Records whose positions are wanted by a mask, against a vector of booleans.
namespace memosaic::masked_range_test {

std::vector<std::byte> numbers(std::int64_t count) {
  table_builder builder(test::keyed_schema(field_type::int64()), {.insertion_order = true});
  for (std::int64_t i = 0; i < count; ++i) builder.add(test::keyed_record(i * i, i));
  return test::finished(builder);
}

TEST(MaskedRange, VisitsJustTheRecordsOfItsMask) {
  std::mt19937_64 random(4);
  for (const std::size_t count : {0U, 1U, 63U, 64U, 65U, 1000U}) {
    const auto bytes = numbers(static_cast<std::int64_t>(count));
    const table read = test::opened(bytes);
    const table_range all = read.in_insertion_order();
    for (const unsigned rarity : {1U, 2U, 70U, 100'000U}) {
      record_mask mask(count);
      std::vector<bool> model(count);
      for (std::size_t i = 0; i < count; ++i) {
        model[i] = random() % rarity == 0;
        mask.set(i, model[i]);
      }
      std::vector<std::int64_t> expected;
      for (std::size_t i = 0; i < count; ++i) {
        if (model[i]) expected.push_back(static_cast<std::int64_t>(i));
      }
      std::vector<std::int64_t> found;
      const masked_range wanted(all, mask);
      for (auto each = wanted.begin(); each != wanted.end(); ++each) {
        ASSERT_EQ((*each)["n"].as_int64(), static_cast<std::int64_t>(each.position()));
        found.push_back((*each)["n"].as_int64());
      }
      EXPECT_EQ(found, expected);
      EXPECT_EQ(wanted.size(), expected.size());
      EXPECT_EQ(record_mask::of(
                    all, [&](const record& each) { return model[static_cast<std::size_t>(each["n"].as_int64())]; }),
                mask);
      EXPECT_EQ((~mask).count(), count - expected.size());
      EXPECT_EQ((mask | ~mask), record_mask(count, true));
      EXPECT_EQ((mask & ~mask), record_mask(count));
      EXPECT_EQ(record_mask(count, mask.words()), mask);
    }
  }
}

TEST(MaskedRange, MisuseIsRefused) {
  const auto bytes = numbers(10);
  const table read = test::opened(bytes);
  record_mask mask(9);
  EXPECT_THROW(masked_range(read.records(), mask), std::invalid_argument);
  EXPECT_THROW(mask.set(9), std::out_of_range);
  EXPECT_THROW(static_cast<void>(mask[9]), std::out_of_range);
  EXPECT_THROW(mask &= record_mask(10), std::invalid_argument);
  EXPECT_THROW(record_mask(64, std::vector<std::uint64_t>(2)), std::invalid_argument);
  const std::vector<std::uint64_t> words{~std::uint64_t{0}};
  EXPECT_EQ(record_mask(9, words).count(), 9U);
}

}  // namespace memosaic::masked_range_test
