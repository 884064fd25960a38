// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>

#include "fuzz/table_round_trip.hpp"
#include "memosaic/table/delimited_writer.hpp"
#include "support/import_exercise.hpp"

namespace {

using namespace memosaic;

void require_round_trip(std::string_view text, const delimited_format& format) {
  delimited_reader sample("", format);
  const auto types = fuzzing::inferred_schema(sample, text);
  if (!types) return;
  const delimited_writer writer(*types, format);
  std::string written;
  if (format.names == delimited_format::heading::present) writer.append_heading(written);
  std::vector<value> rows;
  delimited_reader reader("", format);
  try {
    rows = fuzzing::written_rows(*types, reader, text, written,
                                 [&](std::string& to, const record& row) { writer.append(to, row); });
  } catch (const import_error&) {
    // Only what is not UTF-8 can be read but not stored.
    const bool ascii =
        std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii) std::abort();
    return;
  }
  delimited_reader again("", format);
  fuzzing::require_rows(*types, again, written, rows);
}

}  // namespace

// The first byte chooses the format; the rest is a text: read alike in pieces of any size, and if it is right, by the
// schema inferred from it, written, and read back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 8192) return 0;
  delimited_format format;
  if ((data[0] & 1) != 0) format.delimiter = '\t';
  if ((data[0] & 2) != 0) format.names = delimited_format::heading::absent;
  if ((data[0] & 4) != 0) format.longest_row = 40;
  const std::string_view text = text_of(std::as_bytes(std::span(data + 1, size - 1)));
  const auto whole = testing::read_delimited(text, text.size(), format);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{7}, std::size_t{64}}) {
    const auto pieces = testing::read_delimited(text, piece, format);
    // A row that is too long may be found out before what else is wrong with it, or after.
    const bool same = format.longest_row == 40
                          ? pieces.rows == whole.rows && pieces.error.empty() == whole.error.empty()
                          : pieces == whole;
    if (!same) std::abort();
  }
  if (whole.error.empty()) require_round_trip(text, format);
  return 0;
}
