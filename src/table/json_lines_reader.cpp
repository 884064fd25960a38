// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/json_lines_reader.hpp"

#include <stdexcept>

#include "memosaic/bytes/find.hpp"
#include "table/json_parser.hpp"

namespace memosaic {
namespace {

constexpr std::size_t deepest_of_all = 256;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

json_lines_reader::json_lines_reader(std::string path, const json_limits& limits)
    : path_(std::move(path)), limits_(limits), names_(table_core::json_parser::name_slots) {
  if (limits.deepest == 0 || limits.deepest > deepest_of_all) {
    throw std::invalid_argument("objects may be nested up to 1 to 256 deep, not " + std::to_string(limits.deepest));
  }
}

void json_lines_reader::feed(bytes_view piece) {
  if (finished_) throw std::invalid_argument("there cannot be more of " + path_ + " after finish()");
  if (!rest_.empty()) throw std::invalid_argument("call next() until it returns false before the next piece");
  rest_ = piece;
}

bool json_lines_reader::next() {
  if (failure_) throw import_error(*failure_);
  try {
    return next_row();
  } catch (const import_error& error) {
    failure_.emplace(error);
    throw;
  }
}

bool json_lines_reader::next_row() {
  while (const auto line = next_line()) {
    std::string_view text = text_of(*line);
    import_place start = place_;
    if (start.offset == 0 && text.starts_with(byte_order_mark)) {
      text.remove_prefix(byte_order_mark.size());
      start.offset = byte_order_mark.size();
    }
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    object_ = table_core::json_parser(text, limits_.deepest, path_, start, names_).parse_object();
    ++row_;
    return true;
  }
  return false;
}

std::optional<bytes_view> json_lines_reader::next_line() {
  if (carried_used_) {
    carried_.clear();
    carried_used_ = false;
  }
  const auto end = find(rest_, bytes_of(std::string_view("\n")));
  if (!end && (!finished_ || (rest_.empty() && carried_.empty()))) {
    // The errors of a line name its start, also if it is too long.
    place_ = next_place_;
    require_longest(carried_.size() + rest_.size());
    carried_.append(text_of(rest_));
    rest_ = {};
    return std::nullopt;
  }
  place_ = next_place_;
  bytes_view line = rest_.first(end.value_or(rest_.size()));
  require_longest(carried_.size() + line.size());
  rest_ = rest_.subspan(end ? *end + 1 : rest_.size());
  if (!carried_.empty()) {
    carried_.append(text_of(line));
    carried_used_ = true;
    line = bytes_of(carried_);
  }
  next_place_.offset += line.size() + 1;
  ++next_place_.line;
  return line;
}

void json_lines_reader::require_longest(std::size_t size) const {
  if (size <= limits_.longest_line) return;
  throw import_error(path_, place_, "a line is longer than " + std::to_string(limits_.longest_line) + " bytes",
                     "end each object with a line feed, or allow longer lines");
}

}  // namespace memosaic
