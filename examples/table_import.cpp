// SPDX-License-Identifier: Apache-2.0
// Rows of CSV become records, records become JSON lines, and two tables are compared.
#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>

int main() {
  const std::string_view text =
      "symbol,price,day,note\n"
      "ABC,1.50,2024-02-29,\"said \"\"no\"\"\"\n"
      "007,2,2024-03-01,\n";

  // [infer]
  memosaic::schema_inference inference;
  memosaic::delimited_reader sample("trades.csv");
  sample.feed(memosaic::bytes_of(text));  // one piece of any number, of any size
  while (sample.next()) inference.take(sample);
  sample.finish();
  while (sample.next()) inference.take(sample);
  const memosaic::schema trades = inference.result("trade", "symbol");
  assert(trades.root().fields[0].type == memosaic::field_type::text());  // 007 is no number
  assert(trades.root().fields[1].type == memosaic::field_type::float64());
  assert(trades.root().fields[2].type == memosaic::field_type::date());
  assert(trades.root().fields[3].type == memosaic::field_type::text().or_null());
  // [infer]

  // [convert]
  std::string lines;
  memosaic::delimited_reader rows("trades.csv");
  memosaic::row_converter converter(trades);
  rows.feed(memosaic::bytes_of(text));
  while (rows.next()) {
    const std::vector<std::byte> packed = trades.pack(converter.convert(rows));
    memosaic::append_json_line(lines, trades.unpack_from(packed));
  }
  assert(lines ==
         "{\"symbol\":\"ABC\",\"price\":1.5,\"day\":\"2024-02-29\",\"note\":\"said \\\"no\\\"\"}\n"
         "{\"symbol\":\"007\",\"price\":2.0,\"day\":\"2024-03-01\",\"note\":null}\n");
  // [convert]

  // [import]
  memosaic::table_builder builder(trades, {.sorted = true});
  memosaic::table_importer importer(builder);
  memosaic::row_reader csv("trades.csv", memosaic::row_format::comma_separated());
  csv.feed(memosaic::bytes_of(text));
  while (csv.next()) importer.add(csv);
  memosaic::row_reader json("more.jsonl", memosaic::row_format::json_lines());
  json.feed(memosaic::bytes_of(std::string_view("{\"symbol\":\"XYZ\",\"price\":9,\"day\":\"2024-03-02\"}\n")));
  while (json.next()) importer.add(json);
  assert(importer.source_of(2) == "more.jsonl, row 1");  // for errors that name records
  // [import]
  memosaic::container_memory bytes;
  builder.finish_to(bytes);
  const memosaic::table before = memosaic::table::open(memosaic::view(bytes.bytes(), memosaic::unowned));

  // [schema_text]
  assert(memosaic::schema_text(trades) ==
         "record trade\n"
         "  1 symbol: text key\n"
         "  2 price: float64\n"
         "  3 day: date\n"
         "  4 note: text?\n");
  assert(memosaic::parse_schema(memosaic::schema_text(trades)) == trades);
  // [schema_text]

  memosaic::table_builder changed(trades);
  changed.add(memosaic::value::record({{"symbol", "ABC"}, {"price", 1.75}, {"day", memosaic::date(19782)}}));
  memosaic::container_memory changed_bytes;
  changed.finish_to(changed_bytes);
  const memosaic::table after = memosaic::table::open(memosaic::view(changed_bytes.bytes(), memosaic::unowned));

  // [compare]
  memosaic::table_comparison comparison(before, after);
  std::string told;
  while (comparison.next()) {
    const memosaic::table_difference& each = comparison.difference();
    if (each.what == memosaic::table_difference::kind::removed)
      told += "-" + std::string((*each.before)["symbol"].as_text());
    for (const std::string& field : each.fields) told += "~" + field;
  }
  assert(told == "-007~price~note-XYZ");
  // [compare]
}
