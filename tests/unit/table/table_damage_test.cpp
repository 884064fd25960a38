// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "memosaic/error.hpp"
#include "support/guarded_bytes.hpp"
#include "support/table_building.hpp"
#include "support/table_exercise.hpp"

/// Any bytes: a lookup ends in the right record, in absence or in an error, and verification finds every flipped bit.
namespace memosaic::table_damage_test {

std::vector<std::byte> built(std::size_t count, bool varying, duplicate_policy policy) {
  table_builder builder(test::keyed_schema(varying ? field_type::text() : field_type::fixed_text(10), varying),
                        {.duplicates = policy, .seed = 1, .insertion_order = true, .sorted = true});
  for (std::size_t i = 0; i < count; ++i) {
    builder.add(test::keyed_record("k" + std::to_string(i % 70), static_cast<std::int64_t>(i % 50), varying));
  }
  return test::finished(builder);
}

void exercise(bytes_view bytes, open_level level) {
  try {
    const table found = table::open(view(bytes, unowned), level);
    for (const char* const key : {"k3", "k69", "absent"}) {
      try {
        const auto row = found.get(key);
        // What is found was sought, whatever the bytes are.
        if (row) {
          EXPECT_EQ((*row)["key"].as_text(), key);
        }
        for (const record each : found.equal_range(key)) testing::table_exercise(20).read(each);
      } catch (const format_error&) {}
    }
    for (const auto& rows :
         {found.records(), found.in_insertion_order(), found.scan_prefix("k4"), found.scan("k2", "k5")}) {
      for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 8); ++i) {
        try {
          testing::table_exercise(20).read(rows[i]);
        } catch (const format_error&) {}
      }
    }
  } catch (const format_error&) {
  } catch (const std::invalid_argument&) {}  // an order or keys that are not there any more
}

void flip_all(std::vector<std::byte> bytes) {
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    exercise(bytes, open_level::checked);
    if (bit % 8 == bit / 8 % 8) exercise(bytes, open_level::trusted);
    ASSERT_THROW(static_cast<void>(test::opened(bytes)), format_error) << "bit " << bit;
    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
  }
}

TEST(TableDamage, EveryFlippedBitIsFound) {
  flip_all(built(12, false, duplicate_policy::error));
  flip_all(built(12, true, duplicate_policy::error));
}

TEST(TableDamage, EveryFlippedBitOfAPerfectHashIsFound) { flip_all(built(72, false, duplicate_policy::multi)); }

TEST(TableDamage, EveryTruncationIsFound) {
  const auto bytes = built(72, true, duplicate_policy::multi);
  const testing::guarded_bytes guarded(bytes.size());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto part = guarded.at_back(size);
    std::copy_n(bytes.begin(), size, part.begin());
    for (const auto level : {open_level::checked, open_level::trusted}) {
      ASSERT_THROW(static_cast<void>(table::open(view(part, unowned), level)), format_error) << size;
    }
  }
}

TEST(TableDamage, SectionsWithRandomBytesAreReadWithinTheFile) {
  const auto bytes = built(200, true, duplicate_policy::multi);
  const testing::guarded_bytes guarded(bytes.size());
  const auto part = guarded.at_back(bytes.size());
  std::vector<section_entry> sections = test::opened(bytes).container().sections();
  std::erase_if(sections, [](const section_entry& each) { return each.type == section_type::schema; });
  std::mt19937_64 random(3);
  for (int round = 0; round < 3000; ++round) {
    std::copy(bytes.begin(), bytes.end(), part.begin());
    const section_entry& section = sections[random() % sections.size()];
    for (std::uint64_t i = 0; i <= random() % 8 && section.length != 0; ++i) {
      part[static_cast<std::size_t>(section.offset + random() % section.length)] = static_cast<std::byte>(random());
    }
    exercise(part, open_level::checked);
  }
}

}  // namespace memosaic::table_damage_test
