// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/import_exercise.hpp"

/// Rows of RFC 4180 are read alike however they are cut into pieces; whatever else is an error with its place.
namespace memosaic::delimited_reader_test {

using testing::delimited_result;
using testing::owned_row;
using owned_rows = std::vector<owned_row>;
using testing::read_delimited;

delimited_format bare(char delimiter = ',') {
  delimited_format format;
  format.delimiter = delimiter;
  format.names = delimited_format::heading::absent;
  return format;
}

/// The same for pieces of every size.
delimited_result read_all_ways(std::string_view text, const delimited_format& format = {}) {
  const delimited_result whole = read_delimited(text, text.size() + 1, format);
  for (std::size_t size = 1; size <= text.size(); ++size) {
    EXPECT_EQ(read_delimited(text, size, format), whole) << "in pieces of " << size << ": " << text;
  }
  return whole;
}

std::vector<owned_row> rows_of(std::string_view text, const delimited_format& format = bare()) {
  const delimited_result result = read_all_ways(text, format);
  EXPECT_EQ(result.error, "") << text;
  return result.rows;
}

TEST(DelimitedReader, FieldsQuotesAndLineEnds) {
  const owned_row two{{"a", false}, {"b", false}};
  EXPECT_EQ(rows_of("a,b\n"), (owned_rows{two}));
  EXPECT_EQ(rows_of("a,b"), (owned_rows{two}));
  EXPECT_EQ(rows_of("a,b\r\na,b\n"), (owned_rows{two, two}));
  EXPECT_EQ(rows_of("\"a,\"\"\"\"b\",\"x\r\ny\"\n"), (owned_rows{owned_row{{"a,\"\"b", true}, {"x\r\ny", true}}}));
  EXPECT_EQ(rows_of(",\"\",\n"), (owned_rows{owned_row{{"", false}, {"", true}, {"", false}}}));
  EXPECT_EQ(rows_of("\"\"\"\"\n"), (owned_rows{owned_row{{"\"", true}}}));
  EXPECT_EQ(rows_of("a\n\n\r\nb\n"), (owned_rows{owned_row{{"a", false}}, owned_row{{"", false}},
                                                 owned_row{{"", false}}, owned_row{{"b", false}}}));
  EXPECT_EQ(rows_of("a,b\tc\n", bare('\t')), (owned_rows{owned_row{{"a,b", false}, {"c", false}}}));
  EXPECT_EQ(rows_of("a,"), (owned_rows{owned_row{{"a", false}, {"", false}}}));
  EXPECT_EQ(rows_of(""), std::vector<owned_row>());
}

TEST(DelimitedReader, HeadingAndByteOrderMark) {
  const auto result = read_all_ways("\xEF\xBB\xBF\"a \"\"1\"\"\",b\n1,2\n");
  EXPECT_EQ(result.names, (std::vector<std::string>{"a \"1\"", "b"}));
  EXPECT_EQ(result.rows.size(), 1U);
  EXPECT_EQ(result.places[0], (import_place{15, 2, 1}));
  EXPECT_EQ(read_all_ways("\xEF\xBBx,y\n", bare()).rows[0][0].text, "\xEF\xBBx");
  EXPECT_EQ(read_all_ways("\xEF", bare()).rows[0][0].text, "\xEF");
  EXPECT_EQ(read_all_ways("x,y\n", bare()).names, (std::vector<std::string>{"column1", "column2"}));
  EXPECT_EQ(read_all_ways("x,y\n").error, "");
}

TEST(DelimitedReader, ErrorsNamePlaceAndRemedy) {
  const auto error = [](std::string_view text) { return read_all_ways(text).error; };
  EXPECT_EQ(error("a,b\n1,x\"y\n"),
            "rows.csv:2:4: there is a quote within a field that does not begin with one; quote the field, and double "
            "the quotes within");
  EXPECT_EQ(error("a,b\n\"1\"2,3\n"),
            "rows.csv:2:4: there is text behind the closing quote of a field; double the quotes within a field");
  EXPECT_EQ(error("a,b\n\"x\ny\",2\n1\n"),
            "rows.csv:4:2: the row ends after 1 of 2 fields; give every row the fields of the first");
  EXPECT_EQ(error("a,b\n1,2,3\n").substr(0, 48), "rows.csv:2:5: the row has more than 2 fields; qu");
  EXPECT_EQ(error("a,b\n1,\"x\ny").substr(0, 60), "rows.csv:2:3: the text ends within a quoted field that begin");
  EXPECT_EQ(error("a,b\n1\r,2\n").substr(0, 60), "rows.csv:2:2: there is a carriage return without a line feed");
  EXPECT_EQ(error("a,b\n1,2\r").substr(0, 60), "rows.csv:2:4: there is a carriage return without a line feed");
  EXPECT_EQ(error("a,a\n").substr(0, 51), "rows.csv:1:3: column 2 has the name of another, 'a'");
  EXPECT_EQ(error("a,\n").substr(0, 34), "rows.csv:1:3: column 2 has no name");
  EXPECT_EQ(error("a,\xFF\n").substr(0, 46), "rows.csv:1:3: the name of column 2 is not UTF-");
  EXPECT_EQ(error("").substr(0, 33), "rows.csv:1:1: there is no heading");
}

TEST(DelimitedReader, TheLongestRowIsBounded) {
  delimited_format format = bare();
  format.longest_row = 5;
  for (std::size_t size = 1; size < 20; ++size) {
    EXPECT_EQ(read_delimited("12,45\r\n12,45", size, format).rows.size(), 2U);
    EXPECT_NE(read_delimited("12,456\n", size, format).error, "");
    EXPECT_NE(read_delimited("\"1\n3456\n\n\n", size, format).error, "");
  }
}

TEST(DelimitedReader, PlainFieldsAreNotCopied) {
  const std::string_view text = "ab,\"cd\",\"e\"\"f\"\n";
  delimited_reader reader("", bare());
  reader.feed(bytes_of(text));
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.fields()[0].text.data(), text.data());
  EXPECT_EQ(reader.fields()[1].text.data(), text.data() + 4);
  EXPECT_EQ(reader.fields()[2].text, "e\"f");
  EXPECT_EQ(reader.place(1), (import_place{3, 1, 4}));
  EXPECT_THROW(reader.finish(); reader.feed(bytes_of(text)), std::invalid_argument);
}

TEST(DelimitedReader, MisuseAndErrorsStay) {
  for (const char bad : {'"', '\n', '\r', '\xFF'}) EXPECT_THROW(delimited_reader("", bare(bad)), std::invalid_argument);
  delimited_reader reader("", bare());
  const std::string_view text = "a\nb\"\n";
  reader.feed(bytes_of(text));
  ASSERT_TRUE(reader.next());
  EXPECT_THROW(reader.feed(bytes_of(text)), std::invalid_argument);
  for (int i = 0; i < 3; ++i) EXPECT_THROW(static_cast<void>(reader.next()), import_error);
}

}  // namespace memosaic::delimited_reader_test
