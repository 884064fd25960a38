// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <span>
#include <stdexcept>
#include <string>

#include "memosaic/table/json_line.hpp"
#include "memosaic/table/row_converter.hpp"
#include "memosaic/table/schema_inference.hpp"
#include "support/import_exercise.hpp"

namespace {

using namespace memosaic;

/// What was inferred from objects must hold them all; written from records and read back, they must be the same.
void require_round_trip(std::string_view text, const json_limits& limits) {
  schema_inference inference;
  json_lines_reader sample("", limits);
  testing::feed_in_pieces(sample, text, text.size(), [&] { inference.take(sample); });
  if (inference.rows() == 0) return;
  std::optional<schema> types;
  try {
    types.emplace(inference.result());
  } catch (const std::invalid_argument&) {
    return;  // names that are too long
  }
  const row_converter converter(*types);
  std::vector<value> rows;
  std::string written;
  json_lines_reader reader("", limits);
  testing::feed_in_pieces(reader, text, text.size(), [&] {
    rows.push_back(converter.convert(reader));
    append_json_line(written, types->unpack_from(types->pack(rows.back())));
  });
  std::size_t at = 0;
  json_lines_reader reread("");
  testing::feed_in_pieces(reread, written, written.size(), [&] {
    if (at == rows.size() || types->pack(converter.convert(reread)) != types->pack(rows[at])) std::abort();
    ++at;
  });
  if (at != rows.size()) std::abort();
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
