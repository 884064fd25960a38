// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>
#include <vector>

#include "memosaic/table/field_text.hpp"
#include "memosaic/table/import_error.hpp"
#include "memosaic/table/schema_text.hpp"
#include "support/table_values.hpp"

/// A schema as a text: what is written is read back as equal, and what is wrong is named with its place.
namespace memosaic::schema_text_test {

schema with_everything() {
  datetime second_reading(datetime{1'709'210'096'250'000});
  second_reading.fold = true;
  return schema(
      {record_type{"trade",
                   {{1, "symbol", field_type::fixed_text(12)},
                    {2, "odd name: \"x\"\n", field_type::list(field_type::text().or_null()).or_null(), true, 3},
                    {3, "count", field_type::int16(), false, 7, value(-5)},
                    {4, "rate", field_type::float32(), false, 0, value(0.1F)},
                    {5, "not", field_type::float64(), false, 0, value(std::numeric_limits<double>::quiet_NaN())},
                    {6, "day", field_type::date(), false, 0, value(date(19'782))},
                    {7, "at", field_type::datetime(), false, 1, value(second_reading)},
                    {8, "note", field_type::text(), false, 0, value("# no comment \"\n")},
                    {9, "raw", field_type::bytes(), false, 0, value::bytes(bytes_of(std::string_view("\0\xff", 2)))},
                    {10, "flag", field_type::boolean(), false, 0, value(true)},
                    {11, "legs", field_type::dict(field_type::tuple(field_type::any()), field_type::record(1))},
                    {12, "first", field_type::record(2).or_null()},
                    {13, "second", field_type::record(3)},
                    {65534, "big", field_type::uint64(), false, 4294967295, value(UINT64_MAX)}},
                   1},
       record_type{"record", {{1, "trades", field_type::set(field_type::fixed_bytes(300))}}}, record_type{"", {}},
       record_type{"", {{1, "1", field_type::array()}, {2, "b", field_type::record(0).or_null()}}}});
}

TEST(SchemaText, ReadsBackAsItWas) {
  const schema types = with_everything();
  const std::string text = schema_text(types);
  EXPECT_EQ(parse_schema(text), types) << text;
  EXPECT_NE(text.find("  1 symbol: fixed_text[12] key\n"), std::string::npos);
  EXPECT_NE(text.find("  3 count: int16 since 7 default -5\n"), std::string::npos);
  EXPECT_NE(text.find(": dict<tuple<any>, record record>\n"), std::string::npos);
  EXPECT_NE(text.find("  13 second: record 3\n"), std::string::npos) << "two types have no name";
}

TEST(SchemaText, NumbersInPlace) {
  const std::string text = "record page\n  1 name: text key\n  2 hits: int64 in_place since 3 default 0\n";
  const schema types = parse_schema(text);
  EXPECT_FALSE(types.root().fields[0].in_place);
  EXPECT_TRUE(types.root().fields[1].in_place);
  EXPECT_EQ(schema_text(types), text);
  EXPECT_THROW(static_cast<void>(parse_schema("record page\n  1 name: text in_place\n")), import_error);
}

TEST(SchemaText, AnySchema) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    std::mt19937_64 random(seed);
    std::vector<std::uint8_t> choices(300);
    for (std::uint8_t& each : choices) each = static_cast<std::uint8_t>(random());
    const schema types = testing::table_values(choices).any_schema();
    const std::string text = schema_text(types);
    ASSERT_EQ(parse_schema(text), types) << text;
  }
}

TEST(SchemaText, SpacesCommentsAndOrderAreFree) {
  const schema types = parse_schema(
      "# trades\r\n\r\nrecord \"t\"   # the first\r\n\t2  b :list< text ? >? missing since 2 # two\r\n1 a:int8 key\r\n"
      "record u");
  EXPECT_EQ(schema_text(types), "record t\n  1 a: int8 key\n  2 b: list<text?>? missing since 2\nrecord u\n");
}

std::string refused(std::string_view text) {
  try {
    static_cast<void>(parse_schema(text, "s"));
    return "";
  } catch (const import_error& error) {
    return error.what();
  }
}

TEST(SchemaText, WhatIsWrongIsNamed) {
  EXPECT_EQ(refused("").find("s:1:1: there is no record type"), 0U);
  EXPECT_EQ(refused("1 a: text").find("s:1:1: a field stands before the first"), 0U);
  EXPECT_EQ(refused("record r\n  1 a text").find("s:2:7: expected ':', found 'text'"), 0U);
  EXPECT_EQ(refused("record r\n 1 a: txt").find("s:2:7: expected a type"), 0U);
  EXPECT_EQ(refused("record r\n 1 a: list<text").find("s:2:16: expected '>', found the end of the line"), 0U);
  EXPECT_EQ(refused("record r\n 1 a: list<record>>").find("s:2:18: expected the name of a record type"), 0U);
  EXPECT_EQ(refused("record r\n 1 a: record q").find("s:2:14: there is no record type 'q'"), 0U);
  EXPECT_EQ(refused("record r\n 1 a: set<list<text>>").find("s:2:7: an element of a set cannot be of type"), 0U);
  EXPECT_EQ(refused("record r\n 1 a: fixed_text[0]").find("s:2:7: capacity of fixed_text"), 0U);
  EXPECT_EQ(refused("record r\n 1 a: int8 default 200").find("s:2:20: expected int8, found '200'"), 0U);
  EXPECT_EQ(refused("record r\n 1 a: int8 key\n 2 b: int8 key").find("s:3:12: the record type has two key"), 0U);
  EXPECT_EQ(refused("record r\n 70000 a: int8").find("s:2:2: expected the number of a field"), 0U);
  EXPECT_EQ(refused("record r\n 1 a: int8\n 1 b: int8").find("s:1:1: record type 'r': two fields have the number"), 0U);
  EXPECT_EQ(refused("record r\n 1 \"a: int8").find("s:2:"), 0U);
  EXPECT_EQ(refused("record r x").find("s:1:10: expected the end of the line"), 0U);
  EXPECT_EQ(refused("record r\n 1 a: " + std::string(100, 'x')).find("s:2:7"), 0U);
  std::string deep = "record r\n 1 a: ";
  for (int i = 0; i < 10000; ++i) deep += "list<";
  EXPECT_NE(refused(deep).find("a type is nested deeper than 32"), std::string::npos);
}

TEST(SchemaText, TypesAlone) {
  for (const char* const text : {"int64", "text?", "fixed_bytes[7]", "dict<date, list<any?>?>", "record 2"}) {
    EXPECT_EQ(parse_field_type(text).to_text(), text);
  }
  for (const char* const text :
       {"", "null", "integer", "text ??", "record r", "list", "fixed_text", "fixed_text[99999]"})
    EXPECT_THROW(static_cast<void>(parse_field_type(text)), std::invalid_argument) << text;
}

TEST(FieldText, ValuesAsTheyAreTyped) {
  const auto same = [](std::string_view text, const field_type& type) {
    std::string again;
    append_field(again, parse_field(text, type), type);
    return again == text;
  };
  EXPECT_TRUE(same("-5", field_type::int8()));
  EXPECT_TRUE(same("a \"b\"", field_type::text()));
  EXPECT_TRUE(same("00ff", field_type::fixed_bytes(2)));
  EXPECT_TRUE(same("2024-02-29", field_type::date()));
  EXPECT_TRUE(same("[\"a\",[1,null]]", field_type::tuple(field_type::any())));
  EXPECT_TRUE(same("{\"a\":1}", field_type::dict(field_type::text(), field_type::int8())));
  EXPECT_EQ(parse_field("1", field_type::any()), value(1));
  std::string nothing;
  append_field(nothing, value(), field_type::int8().or_null());
  EXPECT_EQ(nothing, "");
}

TEST(FieldText, WhatIsNoneIsRefused) {
  EXPECT_THROW(static_cast<void>(parse_field("200", field_type::int8())), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(parse_field("abc", field_type::fixed_text(2))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(parse_field("[1] x", field_type::list(field_type::any()))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(parse_field("[1", field_type::list(field_type::any()))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(parse_field("[true]", field_type::list(field_type::int8()))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(parse_field("{}", field_type::record(0))), std::invalid_argument);
}

}  // namespace memosaic::schema_text_test
