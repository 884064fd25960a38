// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "memosaic/table/table_numbers.hpp"
#include "support/table_building.hpp"
#include "support/table_exercise.hpp"
#include "support/temporary_file.hpp"

/// What may be written in place, and what becomes of damage to it.
namespace memosaic::in_place_rules_test {

schema_field counter(std::string name, field_type type = field_type::int64(), std::uint16_t number = 2) {
  schema_field field{number, std::move(name), std::move(type)};
  field.in_place = true;
  return field;
}

record_type item(schema_field second, std::uint16_t key = 1) {
  return {"item", {{1, "key", field_type::text()}, std::move(second)}, key};
}

void expect_refused(std::vector<record_type> types, std::string_view why) {
  try {
    static_cast<void>(schema(std::move(types)));
    ADD_FAILURE() << why;
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string_view(error.what()).find(why), std::string_view::npos) << error.what();
  }
}

schema counted(bool varying = true) {
  std::vector<schema_field> fields{
      {1, "key", field_type::int64()}, counter("hits"), counter("votes", field_type::int16(), 4)};
  if (varying) fields.push_back({3, "note", field_type::text()});
  fields.push_back({5, "more", field_type::any()});
  if (!varying) fields.pop_back();
  return schema({record_type{"item", std::move(fields), 1}});
}

std::vector<std::byte> built(bool varying) {
  table_builder builder(counted(varying));
  for (int i = 0; i < 60; ++i) {
    std::vector<std::pair<std::string, value>> fields{{"key", i * i}, {"hits", i}, {"votes", -i}};
    if (varying) fields.emplace_back("note", test::note_of(i));
    if (varying) fields.emplace_back("more", i);
    builder.add(value::record(std::move(fields)));
  }
  return test::finished(builder);
}

TEST(InPlaceRules, OnlyNumbersOfTheTablesOwnRecords) {
  expect_refused({item(counter("n", field_type::int64().or_null()))}, "neither null nor missing");
  schema_field missing = counter("n");
  missing.may_be_missing = true;
  expect_refused({item(missing)}, "neither null nor missing");
  expect_refused({item(counter("n", field_type::text()))}, "only a number");
  expect_refused({item(counter("n", field_type::boolean()))}, "only a number");
  expect_refused({item(counter("n"), 2)}, "cannot be the key");
  expect_refused({record_type{"root", {{1, "in", field_type::record(1)}}}, item(counter("n"), 0)},
                 "only fields of the records themselves");
  record_type chained = item(counter("n"));
  chained.fields.push_back({3, "others", field_type::list(field_type::record(0).or_null())});
  expect_refused({chained}, "leads to records of type 'item'");
}

TEST(InPlaceRules, TheSchemaKeepsThem) {
  const schema types = counted();
  const schema again = schema::parse(types.canonical_form());
  EXPECT_EQ(again, types);
  EXPECT_TRUE(again.root().fields[1].in_place);
  EXPECT_FALSE(again.root().fields[0].in_place);
  EXPECT_EQ(types.layout().numbers_size(), 16U);
  EXPECT_EQ(types.layout().numbers_offset() % 8, 0U);
  const auto nested = value::record("item", {{"key", 1}, {"hits", 2}, {"votes", 3}, {"note", ""}, {"more", 0}});
  const auto outer = value::record("item", {{"key", 1}, {"hits", 2}, {"votes", 3}, {"note", ""}, {"more", nested}});
  EXPECT_THROW(static_cast<void>(types.pack(outer)), std::invalid_argument);
}

TEST(InPlaceRules, FlippedNumbersAreNoDamage) {
  for (const bool varying : {false, true}) {
    auto bytes = built(varying);
    const auto section = *test::opened(bytes).container().find(section_type::numbers);
    ASSERT_EQ(section.length, 60U * 16);
    for (std::uint64_t at = section.offset; at < section.offset + section.length; at += 7) {
      bytes[static_cast<std::size_t>(at)] ^= std::byte{0xA5};
    }
    const table flipped = test::opened(bytes);  // verified
    std::size_t other = 0;
    for (const record each : flipped) {
      const std::int64_t hits = each["hits"].as_int64();
      if (hits > 60 || hits < 0 || hits * hits != each["key"].as_int64()) ++other;
      static_cast<void>(each.materialise());
    }
    EXPECT_GT(other, 20U);
  }
}

/// The number of a record that stands in its cell is tested before it is followed, and verification compares it.
TEST(InPlaceRules, FlippedPlacesAreFound) {
  for (const bool varying : {false, true}) {
    auto bytes = built(varying);
    const table whole = test::opened(bytes);
    const record third = whole[3];
    const std::size_t at = static_cast<std::size_t>(third.data() - bytes.data()) + third.layout().numbers_offset();
    for (std::size_t bit = 0; bit < 64; ++bit) {
      bytes[at + bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
      const table damaged = test::opened(bytes, open_level::checked);
      EXPECT_THROW(damaged.verify(), format_error) << bit;
      EXPECT_THROW(static_cast<void>(damaged.container().verify(2)), format_error) << bit;
      if (bit >= 6) {
        EXPECT_THROW(static_cast<void>(damaged[3]["hits"].as_int64()), format_error) << bit;
      } else {
        static_cast<void>(damaged[3]["hits"].as_int64());
      }
      bytes[at + bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    }
  }
}

TEST(InPlaceRules, WhoWritesMustHaveWhatIsWritten) {
  const test::temporary_file place;
  table_builder plain(test::keyed_schema(field_type::int64()));
  plain.add(test::keyed_record(1, 2));
  plain.finish(place.path());
  EXPECT_THROW(static_cast<void>(table_numbers(place.path())), std::invalid_argument);
  table_builder none(counted());
  none.finish(place.path());
  EXPECT_EQ(table_numbers(place.path()).table().size(), 0U);
  table_builder some(counted(false));
  some.add(value::record({{"key", 1}, {"hits", 2}, {"votes", 3}}));
  some.finish(place.path());
  const table_numbers numbers(place.path());
  const record row = numbers.table()[0];
  EXPECT_THROW(static_cast<void>(numbers.at<std::int64_t>(row, "key")), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(numbers.at<std::int32_t>(row, "hits")), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(numbers.at<std::int64_t>(row, "hit")), std::out_of_range);
  EXPECT_THROW(static_cast<void>(numbers.at<std::int64_t>(row, 3)), std::out_of_range);
  const table other = table::open(place.path());
  EXPECT_THROW(static_cast<void>(numbers.at<std::int64_t>(other[0], "hits")), std::invalid_argument);
  EXPECT_EQ(numbers.at<std::int16_t>(row, "votes").load(), 3);
  EXPECT_THROW(static_cast<void>(table_numbers(place.folder() / "absent")), std::filesystem::filesystem_error);
}

}  // namespace memosaic::in_place_rules_test
