#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "memosaic/table/delimited_reader.hpp"
#include "memosaic/table/json_lines_reader.hpp"

namespace memosaic::testing {

/// Feeds a text in pieces of that size, each in memory of its own that is gone with it, so that a sanitizer sees a
/// reader that still looks at it. `each` is called at every row.
template <typename Reader, typename Each>
void feed_in_pieces(Reader& reader, std::string_view text, std::size_t size, const Each& each) {
  while (!text.empty()) {
    const std::string_view part = text.substr(0, size);
    text.remove_prefix(part.size());
    const auto piece = std::make_unique<char[]>(part.size());
    std::copy(part.begin(), part.end(), piece.get());
    reader.feed(bytes_of(std::string_view(piece.get(), part.size())));
    while (reader.next()) each();
  }
  reader.finish();
  while (reader.next()) each();
}

struct owned_field {
  std::string text;
  bool quoted = false;
  friend bool operator==(const owned_field&, const owned_field&) = default;
};
using owned_row = std::vector<owned_field>;

/// All that a delimited text says, or the error.
struct delimited_result {
  std::vector<std::string> names;
  std::vector<owned_row> rows;
  std::vector<import_place> places;
  std::string error;
  friend bool operator==(const delimited_result&, const delimited_result&) = default;
};

inline delimited_result read_delimited(std::string_view text, std::size_t size, const delimited_format& format = {}) {
  delimited_result result;
  delimited_reader reader("rows.csv", format);
  try {
    feed_in_pieces(reader, text, size, [&] {
      owned_row row;
      for (const delimited_field& field : reader.fields()) row.push_back({std::string(field.text), field.quoted});
      result.rows.push_back(std::move(row));
      result.places.push_back(reader.place());
    });
  } catch (const import_error& error) {
    result.error = error.what();
  }
  result.names = reader.names();
  return result;
}

struct json_result {
  std::vector<value> rows;
  std::string error;
  friend bool operator==(const json_result&, const json_result&) = default;
};

inline json_result read_json_lines(std::string_view text, std::size_t size, const json_limits& limits = {}) {
  json_result result;
  json_lines_reader reader("rows.jsonl", limits);
  try {
    feed_in_pieces(reader, text, size, [&] { result.rows.push_back(reader.object()); });
  } catch (const import_error& error) {
    result.error = error.what();
  }
  return result;
}

}  // namespace memosaic::testing
