// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/import_exercise.hpp"

/// JSON lines are read strictly, exactly, and alike however they are cut into pieces.
namespace memosaic::json_lines_reader_test {

using testing::json_result;
using testing::read_json_lines;

json_result read_all_ways(std::string_view text, const json_limits& limits = {}) {
  const json_result whole = read_json_lines(text, text.size() + 1, limits);
  for (std::size_t size = 1; size <= text.size(); ++size) {
    EXPECT_EQ(read_json_lines(text, size, limits), whole) << "in pieces of " << size << ": " << text;
  }
  return whole;
}

value read(std::string_view json) {
  const json_result result = read_all_ways("{\"a\":" + std::string(json) + "}\n");
  EXPECT_EQ(result.error, "") << json;
  return result.rows.size() == 1 ? *result.rows[0].find("a") : value("nothing");
}

std::string error_of(std::string_view text) {
  const json_result result = read_all_ways(text);
  EXPECT_NE(result.error, "") << text;
  return result.error;
}

TEST(JsonLinesReader, Values) {
  EXPECT_EQ(read("null"), value());
  EXPECT_EQ(read(" true "), value(true));
  EXPECT_EQ(read("\t[ 1 , \"x\" , [] , {} ]"), value::list({value(1), value("x"), value::list(), value::dict()}));
  EXPECT_EQ(read("{\"b\":{\"c\":false}}"), value::dict({{value("b"), value::dict({{value("c"), value(false)}})}}));
}

TEST(JsonLinesReader, NumbersAreExact) {
  EXPECT_EQ(read("-9223372036854775808"), value(INT64_MIN));
  EXPECT_EQ(read("18446744073709551615"), value(UINT64_MAX));
  EXPECT_EQ(read("18446744073709551616"), value(decimal::from_text("18446744073709551616")));
  EXPECT_EQ(read("1.0"), value(1.0));
  EXPECT_EQ(read("-0"), value(-0.0));
  EXPECT_EQ(read("1e3"), value(1000.0));
  EXPECT_EQ(read("0.1"), value(0.1));
  EXPECT_EQ(read("5e-324"), value(5e-324));
  EXPECT_EQ(read("1.7976931348623157e308"), value(1.7976931348623157e308));
  EXPECT_EQ(read("1e309"), value(decimal::from_text("1e309")));
  EXPECT_EQ(read("0.1000000000000000055511151231257827").kind(), value_kind::decimal);
  for (const char* const bad :
       {"01", "+1", ".5", "1.", "1e", "-", "0x1", "1_0", "NaN", "Infinity", "--1", "1e+-5", "0e99999999999999999999"}) {
    error_of("{\"a\":" + std::string(bad) + "}");
  }
}

TEST(JsonLinesReader, TextsAndEscapes) {
  EXPECT_EQ(read(R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\ude00")"),
            value("\"\\/\b\f\n\r\tA\u00e9\u20AC\U0001F600"));
  EXPECT_EQ(read("\"\\u0000\"").as_text(), std::string_view("\0", 1));
  EXPECT_EQ(read("\"long enough for words of eight, \xC3\xA9 and \\\\ more\""),
            value("long enough for words of eight, \xC3\xA9 and \\ more"));
  for (const char* const bad : {R"("\ud83d")", R"("\ud83dx")", R"("\ud83d\u0041")", R"("\ude00")", R"("\x")",
                                R"("\u12")", R"("abc)", "\"a\tb\"", "\"\x01\""}) {
    error_of("{\"a\":" + std::string(bad) + "}\n");
  }
  EXPECT_EQ(error_of("{}\n{\"a\":\"x\xC3\xA9\xED\xA0\x80\"}").substr(0, 55),
            "rows.jsonl:2:10: there are bytes that are not UTF-8; co");
  for (const char* const bad : {"\xC0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80", "\xFF"}) {
    error_of("{\"a\":\"" + std::string(bad) + "\"}\n");
  }
}

TEST(JsonLinesReader, StructureIsStrict) {
  for (const char* const bad : {"[]",
                                "1",
                                "{",
                                "}",
                                "{\"a\"}",
                                "{\"a\":}",
                                "{\"a\":1,}",
                                "{,}",
                                "{\"a\":[1,]}",
                                "{\"a\":[1 2]}",
                                "{\"a\":1}x",
                                "{\"a\":1}{}",
                                "{a:1}",
                                "{'a':1}",
                                "{\"a\":tru}",
                                "{\"a\":truex}",
                                "{\"a\":1\n}",
                                "{\"a\":1,\"a\":1}",
                                "{\"a\":1,\"\\u0061\":1}",
                                "{\"a\":[}",
                                "{\"a\":1]"}) {
    error_of(bad);
  }
  std::string many = "{";
  for (int i = 0; i < 20; ++i) many += "\"n" + std::to_string(i) + "\":1,";
  EXPECT_EQ(read_all_ways(many + "\"n\":1}").rows.size(), 1U);
  EXPECT_NE(error_of(many + "\"n3\":1}").find("'n3' twice"), std::string::npos);
  EXPECT_EQ(error_of("{\"a\":1}\n {\"a\" 1}"),
            "rows.jsonl:2:7: expected a colon, found '1'; write one object of JSON in each line");
}

TEST(JsonLinesReader, LinesMarksAndLimits) {
  EXPECT_EQ(read_all_ways("\xEF\xBB\xBF{}\r\n\n \t\r\n{}").rows.size(), 2U);
  EXPECT_EQ(read_all_ways("").rows.size(), 0U);
  EXPECT_EQ(read_all_ways("{\"a\":[[]]}\n", {1000, 3}).rows.size(), 1U);
  EXPECT_NE(read_all_ways("{\"a\":[[[]]]}\n", {1000, 3}).error, "");
  EXPECT_EQ(read_all_ways("{\"a\":12}\n{}", {8, 3}).rows.size(), 2U);
  EXPECT_EQ(read_all_ways("{}\n{\"a\":123}\n", {8, 3}).error,
            "rows.jsonl:2:1: a line is longer than 8 bytes; end each object with a line feed, or allow longer lines");
  EXPECT_THROW(json_lines_reader("", {8, 257}), std::invalid_argument);
}

}  // namespace memosaic::json_lines_reader_test
