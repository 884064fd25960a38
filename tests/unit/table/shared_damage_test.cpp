// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "memosaic/error.hpp"
#include "support/guarded_bytes.hpp"
#include "support/table_building.hpp"
#include "support/table_exercise.hpp"
#include "table/records_verifier.hpp"

/// Tables with shared objects, with wide references, and without keys: any bytes are read within the file, and
/// verification finds every flipped bit.
namespace memosaic::shared_damage_test {

std::vector<std::byte> shared_table(reference_width width) {
  const schema types({record_type{"person", {{1, "id", field_type::text()}, {2, "free", field_type::any()}}, 1}});
  table_builder builder(types, {.seed = 2, .references = width, .shared_window = 4096});
  const value words = value::set({"a word of more than thirty-two bytes in all", 1, 2.5, 3, 4, 5, 6, 7, 8, 9});
  const value list = value::list({words, decimal::from_text("1.5")});
  list.items().push_back(list);
  const value dict = builder.pool().add(value::dict({{"words", words}, {"list", list}}));
  for (int i = 0; i < 6; ++i) {
    const value object = i % 2 == 0 ? value::tuple({list, dict}) : value::list({words, dict, i});
    builder.add(value::record({{"id", "k" + std::to_string(i)}, {"free", object}}));
  }
  list.dismantle();
  return test::finished(builder);
}

std::vector<std::byte> keyless_table() {
  table_builder builder(test::keyed_schema(field_type::text()),
                        {.duplicates = duplicate_policy::multi, .seed = 1, .approximate_bits = 5});
  for (int i = 0; i < 90; ++i) builder.add(test::keyed_record("k" + std::to_string(i % 70), i));
  return test::finished(builder);
}

void exercise(bytes_view bytes) {
  try {
    const table found = table::open(view(bytes, unowned));
    for (const char* const key : {"k3", "k5", "absent"}) {
      try {
        for (const record each : found.equal_range(key)) testing::table_exercise(60).read(each);
      } catch (const format_error&) {}
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(found.records().size(), 6); ++i) {
      try {
        testing::table_exercise(60).read(found[i]);
      } catch (const format_error&) {}
    }
  } catch (const format_error&) {
  } catch (const std::invalid_argument&) {}  // keys of another kind
}

void flip_all(std::vector<std::byte> bytes) {
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    exercise(bytes);
    ASSERT_THROW(static_cast<void>(test::opened(bytes)), format_error) << "bit " << bit;
    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
  }
}

TEST(SharedDamage, EveryFlippedBitOfSharedObjectsIsFound) { flip_all(shared_table(reference_width::narrow)); }

TEST(SharedDamage, EveryFlippedBitOfWideReferencesIsFound) { flip_all(shared_table(reference_width::wide)); }

TEST(SharedDamage, EveryFlippedBitOfATableWithoutKeysIsFound) { flip_all(keyless_table()); }

/// Below right checksums: what the structure says is right can be read, and all else is refused.
TEST(SharedDamage, WhatPassesTheStructureCanBeRead) {
  for (const auto width : {reference_width::narrow, reference_width::wide}) {
    auto bytes = shared_table(width);
    const auto file = container::open(view(bytes, unowned));
    std::size_t refused = 0;
    std::size_t passed = 0;
    for (const auto type : {section_type::records, section_type::vardata}) {
      const section_entry section = *file.find(type);
      for (std::size_t bit = 0; bit < section.length * 8; ++bit) {
        std::byte& flipped = bytes[static_cast<std::size_t>(section.offset) + bit / 8];
        flipped ^= static_cast<std::byte>(1U << bit % 8);
        bool right = true;
        try {
          table_core::verify_records(file, 1);
        } catch (const format_error&) {
          right = false;
        }
        if (right) {
          const table read = table::open(view(bytes, unowned));
          for (const record each : read) ASSERT_NO_THROW(each.materialise().dismantle()) << bit;
        }
        ++(right ? passed : refused);
        flipped ^= static_cast<std::byte>(1U << bit % 8);
      }
    }
    EXPECT_GT(refused, 1000U);
    EXPECT_GT(passed, 100U);
  }
}

TEST(SharedDamage, RandomBytesInAnySectionAreReadWithinTheFile) {
  std::mt19937_64 random(5);
  for (const auto& bytes :
       {shared_table(reference_width::narrow), shared_table(reference_width::wide), keyless_table()}) {
    const testing::guarded_bytes guarded(bytes.size());
    const auto part = guarded.at_back(bytes.size());
    std::vector<section_entry> sections = test::opened(bytes).container().sections();
    std::erase_if(sections, [](const section_entry& each) { return each.type == section_type::schema; });
    for (int round = 0; round < 1000; ++round) {
      std::copy(bytes.begin(), bytes.end(), part.begin());
      const section_entry& section = sections[random() % sections.size()];
      for (std::uint64_t i = 0; i <= random() % 8 && section.length != 0; ++i) {
        part[static_cast<std::size_t>(section.offset + random() % section.length)] = static_cast<std::byte>(random());
      }
      exercise(part);
    }
  }
}

}  // namespace memosaic::shared_damage_test
