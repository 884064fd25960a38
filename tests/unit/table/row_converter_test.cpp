// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "memosaic/table/row_converter.hpp"
#include "support/import_exercise.hpp"

/// Texts become values of a schema without guessing; errors name row and column.
namespace memosaic::row_converter_test {

/// Of one field of that type; null if that is what it is, an exception's message in a text if it is refused.
value convert(const field_type& type, std::string_view text) {
  const schema types({record_type{"row", {{1, "a", type}, {2, "b", field_type::text(), true}}}});
  row_converter converter(types);
  delimited_reader reader("rows.csv");
  value result;
  testing::feed_in_pieces(reader, "a,b\n" + std::string(text) + ",\n", 1000,
                          [&] { result = converter.convert(reader).record_fields().fields.at(0).second; });
  return result;
}

bool refused(const field_type& type, std::string_view text) {
  try {
    static_cast<void>(convert(type, text));
    return false;
  } catch (const import_error&) {
    return true;
  }
}

TEST(RowConverter, NumbersInTheirRange) {
  EXPECT_EQ(convert(field_type::int8(), "-128"), value(-128));
  EXPECT_EQ(convert(field_type::uint64(), "18446744073709551615"), value(UINT64_MAX));
  EXPECT_EQ(convert(field_type::float64(), "1"), value(1.0));
  EXPECT_EQ(convert(field_type::float32(), "0.1"), value(0.1F));
  EXPECT_EQ(convert(field_type::float64(), "-Infinity"), value(-std::numeric_limits<double>::infinity()));
  EXPECT_EQ(convert(field_type::decimal(), "1.50"), value(decimal::from_text("1.50")));
  EXPECT_EQ(convert(field_type::boolean(), "true"), value(true));
  for (const char* const text : {"128", "-129", "1.0", "007", "+1", " 1", "1 ", "x", "1e2", ""}) {
    EXPECT_TRUE(refused(field_type::int8(), text)) << text;
  }
  EXPECT_TRUE(refused(field_type::uint8(), "-1"));
  EXPECT_TRUE(refused(field_type::float32(), "1e39"));
  EXPECT_TRUE(refused(field_type::float64(), "nan"));
  EXPECT_TRUE(refused(field_type::boolean(), "1"));
}

TEST(RowConverter, DatesAndTimes) {
  EXPECT_EQ(convert(field_type::date(), "1970-01-01"), value(date(0)));
  EXPECT_EQ(convert(field_type::date(), "2000-02-29"), value(date(11016)));
  EXPECT_EQ(convert(field_type::date(), "-0001-12-31"), value(date(-719529)));
  EXPECT_EQ(convert(field_type::date(), "+012024-01-01").kind(), value_kind::date);
  for (const char* const text : {"1900-02-29", "2024-13-01", "2024-00-01", "2024-01-00", "2024-1-1", "20240101",
                                 "24-01-01", "2024-01-01x", "12024-01-01", "+9999999-01-01"}) {
    EXPECT_TRUE(refused(field_type::date(), text)) << text;
  }
  const auto time = [](std::int64_t microseconds, std::int32_t offset, bool aware) {
    datetime made;
    made.microseconds = microseconds;
    made.offset = offset;
    made.aware = aware;
    return value(made);
  };
  EXPECT_EQ(convert(field_type::datetime(), "1970-01-01T00:00:01.5"), time(1500000, 0, false));
  EXPECT_EQ(convert(field_type::datetime(), "1970-01-01 01:00Z"), time(3600000000, 0, true));
  EXPECT_EQ(convert(field_type::datetime(), "1970-01-01T00:00:00.000001+01:00"), time(-3599999999, 3600, true));
  EXPECT_EQ(convert(field_type::datetime(), "1970-01-01T00:00:00-00:00:30"), time(30000000, -30, true));
  EXPECT_EQ(convert(field_type::datetime(), "-290308-12-21T19:59:05.224192"), time(INT64_MIN, 0, false));
  for (const char* const text : {"2024-02-29", "2024-02-29T24:00", "2024-02-29T12:60", "2024-02-29T12:30:60",
                                 "2024-02-29T12:30:00.1234567", "2024-02-29T12:30:00.", "2024-02-29T12:30+24:00",
                                 "2024-02-29T12:30z", "2024-02-29T12:30 ", "-290308-12-21T19:59:05.224191"}) {
    EXPECT_TRUE(refused(field_type::datetime(), text)) << text;
  }
}

TEST(RowConverter, AbsentFields) {
  EXPECT_EQ(convert(field_type::int8().or_null(), ""), value());
  EXPECT_EQ(convert(field_type::text(), ""), value(""));
  EXPECT_EQ(convert(field_type::text().or_null(), "\"\""), value(""));
  EXPECT_TRUE(refused(field_type::int8().or_null(), "\"\""));
  EXPECT_EQ(convert(field_type::bytes(), "00fF"), value::bytes(bytes_of(std::string_view("\0\xFF", 2))));
  EXPECT_TRUE(refused(field_type::bytes(), "0"));
  EXPECT_TRUE(refused(field_type::fixed_text(2), "abc"));
  EXPECT_TRUE(refused(field_type::text(), "\xFF"));
  EXPECT_TRUE(refused(field_type::list(field_type::text()), "x"));
}

TEST(RowConverter, ErrorsNameRowAndColumn) {
  const schema types({record_type{"row", {{1, "id", field_type::int8()}, {2, "price", field_type::float64()}}}});
  const auto error_of = [&](auto reader, std::string_view text) -> std::string {
    row_converter converter(types);
    try {
      testing::feed_in_pieces(reader, text, 1000, [&] { static_cast<void>(converter.convert(reader)); });
    } catch (const import_error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(
      error_of(delimited_reader("rows.csv"), "price,id\n1.5,1\n2,\"x\ny\"\n"),
      "rows.csv:3:3: row 2, column 'id': expected int8, found 'x\\x0ay'; correct the field, or take another type");
  EXPECT_NE(error_of(delimited_reader("rows.csv"), "id,price,z\n1,1,1\n").find("'z': there is no such field"),
            std::string::npos);
  EXPECT_NE(error_of(delimited_reader("rows.csv"), "id\n1\n").find("no column for field 'price'"), std::string::npos);
  EXPECT_EQ(error_of(json_lines_reader("rows.jsonl"), "{\"id\":1,\"price\":2}\n{\"id\":1000,\"price\":2}\n"),
            "rows.jsonl:2:1: row 2, field 'id': expected int8, found 1000; correct the row, or take another schema");
  for (const char* const text :
       {"{\"id\":1}", "{\"id\":null,\"price\":1}", "{\"id\":\"1\",\"price\":1}", "{\"id\":1.0,\"price\":1}",
        "{\"id\":true,\"price\":1}", "{\"id\":1,\"price\":1,\"z\":1}", "{\"id\":1,\"price\":[]}"}) {
    EXPECT_NE(error_of(json_lines_reader("rows.jsonl"), text), "") << text;
  }
}

}  // namespace memosaic::row_converter_test
