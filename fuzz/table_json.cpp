// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>

#include "fuzz/table_round_trip.hpp"
#include "memosaic/table/json_line.hpp"
#include "support/import_exercise.hpp"

namespace {

using namespace memosaic;

void require_round_trip(std::string_view text, const json_limits& limits) {
  json_lines_reader sample("", limits);
  const auto types = fuzzing::inferred_schema(sample, text);
  if (!types) return;
  std::string written;
  json_lines_reader reader("", limits);
  const auto rows = fuzzing::written_rows(*types, reader, text, written,
                                          [](std::string& to, const record& row) { append_json_line(to, row); });
  json_lines_reader again("");
  fuzzing::require_rows(*types, again, written, rows);
}

}  // namespace

// The first byte chooses the limits; the rest are JSON lines: read alike in pieces of any size, and if they are right,
// written and read back, alone and by the schema inferred from them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 8192) return 0;
  json_limits limits;
  if ((data[0] & 1) != 0) limits.deepest = 8;
  if ((data[0] & 2) != 0) limits.longest_line = 60;
  const std::string_view text = text_of(std::as_bytes(std::span(data + 1, size - 1)));
  const auto whole = testing::read_json_lines(text, text.size(), limits);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{64}}) {
    if (testing::read_json_lines(text, piece, limits) != whole) std::abort();
  }
  std::string written;
  for (const value& row : whole.rows) append_json_line(written, row);
  if (testing::read_json_lines(written, 100).rows != whole.rows) std::abort();
  if (whole.error.empty()) require_round_trip(text, limits);
  return 0;
}
