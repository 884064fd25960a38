// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "memosaic/table/schema_inference.hpp"
#include "support/import_exercise.hpp"

/// The rules of docs/table.md: the first type that holds every value without a loss.
namespace memosaic::schema_inference_test {

schema infer_rows(std::string_view text) {
  schema_inference inference;
  delimited_reader reader("rows.csv");
  testing::feed_in_pieces(reader, text, 3, [&] { inference.take(reader); });
  return inference.result();
}

/// Of one column, whose values are separated by spaces; `_` stands for none.
std::string column(std::string_view values) {
  std::string text = "a,b\n";
  for (const char c : values) text += c == ' ' ? ",\n" : std::string(c == '_' ? 0U : 1U, c);
  return infer_rows(text + ",\n").root().fields[0].type.to_text();
}

std::string json(std::string_view text) {
  schema_inference inference;
  json_lines_reader reader("rows.jsonl");
  testing::feed_in_pieces(reader, text, 5, [&] { inference.take(reader); });
  std::string result;
  const schema types = inference.result();
  for (const record_type& type : types.types()) {
    result += type.name + '(';
    for (const schema_field& field : type.fields) {
      result += field.name + (field.may_be_missing ? "? " : " ") + field.type.to_text() + ", ";
    }
    result += ") ";
  }
  return result;
}

TEST(SchemaInference, ColumnsOfTexts) {
  EXPECT_EQ(column("true false"), "boolean");
  EXPECT_EQ(column("1 -2 0"), "int64");
  EXPECT_EQ(column("1 18446744073709551615"), "uint64");
  EXPECT_EQ(column("-1 18446744073709551615"), "decimal");
  EXPECT_EQ(column("1 2.5 1e9 NaN"), "float64");
  EXPECT_EQ(column("0.5 9007199254740993"), "decimal");
  EXPECT_EQ(column("0.1000000000000000055511151231257827"), "decimal");
  EXPECT_EQ(column("2024-02-29 1970-01-01"), "date");
  EXPECT_EQ(column("2024-02-29T12:30 2024-02-29T12:30:00.25+01:00"), "datetime");
  for (const char* const text :
       {"007 1", "+1", "1 true", "True", "2023-02-29", "2024-02-29 2024-02-29T12:30", "NaN", "0x10", "12:30", "1. 2"}) {
    EXPECT_EQ(column(text), "text") << text;
  }
  EXPECT_EQ(column("1 _ 2"), "int64?");
  EXPECT_EQ(column("_ _"), "text?");
  EXPECT_EQ(infer_rows("a\n1\n\"\"\n").root().fields[0].type, field_type::text());
  EXPECT_EQ(infer_rows("a\n\"1\"\n2\n").root().fields[0].type, field_type::int64());
}

TEST(SchemaInference, Objects) {
  EXPECT_EQ(json("{\"a\":1,\"b\":true,\"c\":\"x\",\"d\":1.5}\n"), "row(a int64, b boolean, c text, d float64, ) ");
  EXPECT_EQ(json("{\"a\":1}\n{\"b\":\"1\",\"a\":2.5}\n{\"a\":null}"), "row(a float64?, b? text, ) ");
  EXPECT_EQ(json("{\"a\":\"2024-02-29\",\"b\":\"007\"}\n"), "row(a date, b text, ) ");
  EXPECT_EQ(json("{\"a\":1,\"b\":[],\"c\":null}\n{\"a\":\"x\",\"b\":[],\"c\":null}"),
            "row(a any, b list<any>, c text?, ) ");
  EXPECT_EQ(json("{\"a\":[1,null,2]}\n{\"a\":[]}\n"), "row(a list<int64?>, ) ");
  EXPECT_EQ(json("{\"a\":{\"x\":1,\"y\":{\"z\":[{\"k\":1},{}]}}}\n"),
            "row(a record 1, ) row.a(x int64, y record 2, ) row.a.y(z list<record 3>, ) row.a.y.z(k? int64, ) ");
}

TEST(SchemaInference, KeysAndMisuse) {
  schema_inference inference;
  EXPECT_THROW(static_cast<void>(inference.result()), std::invalid_argument);
  json_lines_reader reader("");
  const std::string_view text = "{\"id\":1,\"n\":null,\"list\":[]}\n";
  reader.feed(bytes_of(text));
  ASSERT_TRUE(reader.next());
  inference.take(reader);
  EXPECT_EQ(inference.result("item", "id").root().key, 1);
  for (const char* const key : {"n", "list", "other"}) {
    EXPECT_THROW(static_cast<void>(inference.result("item", key)), std::invalid_argument) << key;
  }
}

/// The type of a column of those texts, all of which were seen.
std::string fixed(const std::vector<std::string>& texts, std::size_t nulls = 0) {
  schema_inference inference;
  delimited_reader reader("rows.csv");
  std::string rows = "a,b\n";
  for (const std::string& text : texts) rows += '"' + text + "\",\n";
  for (std::size_t i = 0; i < nulls; ++i) rows += ",\n";
  testing::feed_in_pieces(reader, rows, 1000, [&] { inference.take(reader); });
  EXPECT_EQ(inference.result().root().fields[0].type.kind(), value_kind::text);
  return inference.result("row", {}, text_columns::fixed_where_smaller).root().fields[0].type.to_text();
}

TEST(SchemaInference, TextIsFixedWhereThatTakesNoMoreRoom) {
  EXPECT_EQ(fixed({"abc", "x"}), "fixed_text[3]");
  EXPECT_EQ(fixed({"abcdefgh", "\xC3\xA4"}), "fixed_text[8]");
  EXPECT_EQ(fixed({"", ""}), "text") << "there is no capacity of 0";
  // A reference takes 4 bytes, and an object of 8 bytes more 8, 16 from 8 bytes on.
  EXPECT_EQ(fixed({"12345678901", ""}), "fixed_text[11]") << "24 bytes both";
  EXPECT_EQ(fixed({"abcdefghijkl", ""}), "text");
  EXPECT_EQ(fixed({"abcdefghijkl", "abcdefghijkl"}), "fixed_text[12]");
  EXPECT_EQ(fixed({"abc"}, 1), "fixed_text[3]?");
  EXPECT_EQ(fixed({"abcdefg"}, 9), "text?");
  EXPECT_EQ(fixed({std::string(255, 'a')}), "fixed_text[255]");
  EXPECT_EQ(fixed({std::string(256, 'a')}), "text");
}

TEST(SchemaInference, TextWithinListsIsNeverFixed) {
  schema_inference inference;
  json_lines_reader reader("rows.jsonl");
  testing::feed_in_pieces(reader, "{\"a\":[\"x\"],\"b\":{\"c\":\"xyz\"}}\n", 5, [&] { inference.take(reader); });
  const schema types = inference.result("row", {}, text_columns::fixed_where_smaller);
  EXPECT_EQ(types.root().fields[0].type.to_text(), "list<text>");
  EXPECT_EQ(types.types()[1].fields[0].type.to_text(), "fixed_text[3]");
}

}  // namespace memosaic::schema_inference_test
