// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "memosaic/table/duplicate_key.hpp"
#include "memosaic/table/row_writer.hpp"
#include "memosaic/table/table_importer.hpp"
#include "support/import_exercise.hpp"
#include "support/table_building.hpp"

/// Rows of texts become records of a table, and come back as rows.
namespace memosaic::table_importer_test {

schema types() {
  return schema({record_type{"t", {{1, "key", field_type::int64()}, {2, "n", field_type::fixed_text(3)}}, 1}});
}

void add_all(table_importer& importer, const std::string& path, const row_format& format, std::string_view text) {
  row_reader rows(path, format);
  testing::feed_in_pieces(rows, text, 3, [&] { importer.add(rows); });
}

TEST(TableImporter, TextsOfEveryForm) {
  table_builder builder(types(), {.insertion_order = true});
  table_importer importer(builder);
  add_all(importer, "a.csv", row_format::comma_separated(), "key,n\n3,abc\n1,\"x,\"\n");
  add_all(importer, "b.tsv", row_format::tab_separated(), "n\tkey\ny\t2\n");
  add_all(importer, "c.jsonl", row_format::json_lines(), "{\"n\":\"\",\"key\":9}\n\n{\"key\":8,\"n\":\"\\\"\"}\n");
  const auto bytes = test::finished(builder);
  const table found = test::opened(bytes);
  const auto written = [&](const row_format& format) {
    std::string text;
    const row_writer writer(found.schema(), format);
    writer.append_heading(text);
    for (const record row : found.in_insertion_order()) writer.append(text, row);
    return text;
  };
  EXPECT_EQ(written(row_format::comma_separated()), "key,n\n3,abc\n1,\"x,\"\n2,y\n9,\"\"\n8,\"\"\"\"\n");
  row_format bare = row_format::tab_separated();
  bare.delimited.names = delimited_format::heading::absent;
  EXPECT_EQ(written(bare), "3\tabc\n1\tx,\n2\ty\n9\t\"\"\n8\t\"\"\"\"\n");
  EXPECT_EQ(written(row_format::json_lines()).substr(0, 20), "{\"key\":3,\"n\":\"abc\"}\n");
}

TEST(TableImporter, RefusesARowAndGoesOn) {
  table_builder builder(types());
  table_importer importer(builder);
  row_reader rows("a.csv", row_format::comma_separated());
  std::string refused;
  testing::feed_in_pieces(rows, "key,n\n1,a\n2,abcd\n3,c\n", 1000, [&] {
    try {
      importer.add(rows);
    } catch (const import_error& error) {
      refused = error.what();
    }
  });
  EXPECT_EQ(refused.find("a.csv:3:3: row 2, column 'n': expected fixed_text[3], found 'abcd'"), 0U) << refused;
  EXPECT_EQ(builder.size(), 2U);
  EXPECT_EQ(importer.source_of(0), "a.csv, row 1");
  EXPECT_EQ(importer.source_of(1), "a.csv, row 3");
  EXPECT_EQ(importer.source_of(2), "record 2");
}

TEST(TableImporter, DuplicatesAreFoundInTheirTexts) {
  table_builder builder(types());
  table_importer importer(builder);
  add_all(importer, "a.csv", row_format::comma_separated(), "key,n\n1,a\n2,b\n");
  add_all(importer, "b.csv", row_format::comma_separated(), "key,n\n7,c\n2,d\n");
  try {
    static_cast<void>(test::finished(builder));
    FAIL() << "two rows have the key 2";
  } catch (const duplicate_key& error) {
    EXPECT_EQ(error.key(), "2");
    EXPECT_EQ(importer.source_of(error.before()), "a.csv, row 2");
    EXPECT_EQ(importer.source_of(error.again()), "b.csv, row 2");
  }
}

TEST(RowFormat, ByNameAndExtension) {
  EXPECT_EQ(row_format::named("CSV")->delimited.delimiter, ',');
  EXPECT_EQ(row_format::named("tsv")->delimited.delimiter, '\t');
  EXPECT_EQ(row_format::of_path("/a.b/c.NDJSON")->form, row_format::kind::json_lines);
  EXPECT_FALSE(row_format::of_path("/a.csv/c"));
  EXPECT_FALSE(row_format::of_path("csv"));
  EXPECT_FALSE(row_format::named("json"));
}

}  // namespace memosaic::table_importer_test
