// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/row_reader.hpp"

#include <utility>

namespace memosaic {
namespace {

using any_reader = std::variant<delimited_reader, json_lines_reader>;

any_reader reader_of(std::string path, const row_format& format) {
  if (format.form == row_format::kind::json_lines) {
    return any_reader(std::in_place_type<json_lines_reader>, std::move(path), format.json);
  }
  return any_reader(std::in_place_type<delimited_reader>, std::move(path), format.delimited);
}

}  // namespace

row_reader::row_reader(std::string path, const row_format& format) : reader_(reader_of(std::move(path), format)) {}

void row_reader::feed(bytes_view piece) {
  std::visit([&](auto& reader) { reader.feed(piece); }, reader_);
}

void row_reader::finish() {
  std::visit([](auto& reader) { reader.finish(); }, reader_);
}

bool row_reader::next() {
  if (auto* const rows = std::get_if<delimited_reader>(&reader_)) return rows->next();
  return std::get<json_lines_reader>(reader_).next();
}

std::uint64_t row_reader::row() const noexcept { return delimited() ? delimited()->row() : json_lines()->row(); }

import_place row_reader::place() const { return delimited() ? delimited()->place() : json_lines()->place(); }

void row_reader::infer(schema_inference& to) const {
  std::visit([&](const auto& reader) { to.take(reader); }, reader_);
}

const std::string& row_reader::path() const noexcept {
  return delimited() ? delimited()->path() : json_lines()->path();
}

}  // namespace memosaic
