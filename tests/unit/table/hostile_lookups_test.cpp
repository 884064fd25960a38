// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include "support/key_sections.hpp"
#include "support/table_building.hpp"

/// Whoever knows the seed asks for keys that meet in one bucket and have the fingerprint of one that is there: each
/// costs one record at most, and gets the right answer.
namespace memosaic::hostile_lookups_test {

constexpr std::uint64_t seed = 5;

/// The integer whose hash under the seed has this place: the inverse of mixing.
std::uint64_t key_with_place(std::uint64_t place) {
  place ^= place >> 31U ^ place >> 62U;
  place *= 0x3196'42b2'd24d'8ec3;
  place ^= place >> 27U ^ place >> 54U;
  place *= 0x96de'1b17'3f11'9089;
  place ^= place >> 30U ^ place >> 60U;
  return place ^ seed;
}

TEST(HostileLookups, NeighboursOfAKeyAreAbsent) {
  constexpr std::size_t count = 20'000;
  std::mt19937_64 random(3);
  std::vector<std::uint64_t> keys;
  table_builder builder(test::keyed_schema(field_type(value_kind::uint64)), {.seed = seed});
  for (std::size_t i = 0; i < count; ++i) {
    keys.push_back(random());
    builder.add(test::keyed_record(keys.back(), static_cast<std::int64_t>(i)));
  }
  const auto bytes = test::finished(builder);
  const table found = test::opened(bytes);
  ASSERT_EQ(found.container().header().hash_seed, seed);
  const table_core::key_section pilots{found.container().bytes(section_type::pilots), "", 0};
  const table_core::key_section fingerprints{found.container().bytes(section_type::fingerprints), "", 0};
  const table_core::key_index index(pilots, fingerprints);
  std::size_t not_stopped = 0;
  std::vector<std::uint64_t> asked;
  for (const std::uint64_t key : keys) {
    // The same upper bits of the place choose the same bucket; the same lower ones are the same fingerprint.
    const auto hash = table_core::hash_key(key, seed, table_core::hash_width::bits_64);
    asked.push_back(key_with_place(hash.place + 256));
    not_stopped += index.slot_of(asked.back()) == table_core::no_slot ? 0U : 1U;
  }
  std::vector<std::optional<record>> rows(asked.size());
  found.get_many(asked, rows);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    ASSERT_FALSE(found.contains(asked[i]));
    ASSERT_FALSE(rows[i]);
    ASSERT_EQ((*found.get(keys[i]))["n"].as_int64(), static_cast<std::int64_t>(i));
  }
  // They were chosen well enough to be compared with a record now and then, as others are.
  EXPECT_GT(not_stopped, 0U);
}

}  // namespace memosaic::hostile_lookups_test
