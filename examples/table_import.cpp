// SPDX-License-Identifier: Apache-2.0
// Rows of CSV become records, and records become JSON lines.
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
}
