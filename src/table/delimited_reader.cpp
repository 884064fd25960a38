// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/delimited_reader.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <set>
#include <stdexcept>

#include "memosaic/bytes/endian.hpp"
#include "memosaic/bytes/find.hpp"
#include "table/utf8.hpp"

namespace memosaic {
namespace {

constexpr std::uint64_t ones = 0x0101010101010101U;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The lowest set bit belongs to the first byte that is zero; above it there may be others that mean nothing.
constexpr std::uint64_t zero_bytes(std::uint64_t word) noexcept { return (word - ones) & ~word & (ones << 7); }

constexpr std::uint64_t eight(char c) noexcept { return ones * static_cast<unsigned char>(c); }

std::size_t distance(const char* from, const char* to) noexcept { return static_cast<std::size_t>(to - from); }

}  // namespace

delimited_reader::delimited_reader(std::string path, const delimited_format& format)
    : path_(std::move(path)), format_(format), delimiters_(eight(format.delimiter)) {
  const auto code = static_cast<unsigned char>(format.delimiter);
  if (code == '"' || code == '\n' || code == '\r' || code >= 0x80) {
    throw std::invalid_argument("byte " + std::to_string(code) +
                                " cannot delimit fields: take one of ASCII that is no quote and ends no line");
  }
}

void delimited_reader::feed(bytes_view piece) {
  if (finished_) throw std::invalid_argument("there cannot be more of " + path_ + " after finish()");
  if (at_ != stop_) throw std::invalid_argument("call next() until it returns false before the next piece");
  if (piece.empty()) return;
  const std::string_view text = text_of(piece);
  // A row that has been given does not need its bytes any more.
  if (row_read_) begin_row();
  row_at_ = at_ = text.data();
  stop_ = text.data() + text.size();
}

void delimited_reader::finish() { finished_ = true; }

bool delimited_reader::next() {
  if (failure_) throw import_error(*failure_);
  try {
    if (!next_row()) return false;
    if (names_.empty()) {
      take_names();
      if (format_.names == delimited_format::heading::present && !next_row()) return false;
    }
    if (fields_.size() != names_.size()) {
      refuse(
          content_.size(),
          "the row ends after " + std::to_string(fields_.size()) + " of " + std::to_string(names_.size()) + " fields",
          "give every row the fields of the first");
    }
    ++row_;
    return true;
  } catch (const import_error& error) {
    failure_.emplace(error);
    throw;
  }
}

import_place delimited_reader::place(std::size_t field) const {
  if (field >= extents_.size()) return place_at(content_, content_.size());
  return place_at(content_, extents_[field].start - (extents_[field].quoted ? 1 : 0));
}

bool delimited_reader::next_row() {
  if (row_read_) begin_row();
  if (!mark_decided_) skip_mark();
  if (at_ != stop_ && scan()) return true;
  if (finished_) return mark_decided_ && end_of_text();
  carry();
  return false;
}

void delimited_reader::skip_mark() {
  while (at_ != stop_ && mark_ < byte_order_mark.size() && *at_ == byte_order_mark[mark_]) {
    ++at_;
    ++mark_;
  }
  if (mark_ < byte_order_mark.size() && at_ == stop_ && !finished_) {
    row_at_ = at_;
    return;
  }
  mark_decided_ = true;
  row_at_ = at_;
  if (mark_ == byte_order_mark.size()) {
    row_offset_ = mark_;
  } else if (mark_ > 0) {
    carried_.assign(byte_order_mark.substr(0, mark_));
    extents_.push_back({0, 0, false, false});
    state_ = state::plain;
  }
}

/// Goes on with the row up to its end, or to the end of the piece.
bool delimited_reader::scan() {
  while (at_ != stop_) {
    switch (state_) {
      case state::field_start:
        if (*at_ == '"') {
          ++at_;
          begin_field(true);
          state_ = state::quoted;
          break;
        }
        begin_field(false);
        state_ = state::plain;
        [[fallthrough]];
      case state::plain:
        scan_plain_fields();
        if (at_ == stop_ || state_ != state::plain) break;
        if (*at_ == '"') {
          refuse(position(), "there is a quote within a field that does not begin with one",
                 "quote the field, and double the quotes within");
        }
        end_field(position());
        if (*at_ == '\n') {
          end_row(1);
          return true;
        }
        state_ = state::return_seen;
        ++at_;
        break;
      case state::quoted: {
        const std::string_view rest(at_, distance(at_, stop_));
        const auto quote = find(bytes_of(rest), bytes_of(std::string_view("\"")));
        at_ = quote ? at_ + *quote + 1 : stop_;
        if (quote) state_ = state::quote_seen;
        break;
      }
      case state::quote_seen:
        if (*at_ == '"') {
          extents_.back().doubled = true;
          state_ = state::quoted;
        } else if (*at_ == format_.delimiter) {
          end_field(position() - 1);
          state_ = state::field_start;
        } else if (*at_ == '\n') {
          end_field(position() - 1);
          end_row(1);
          return true;
        } else if (*at_ == '\r') {
          end_field(position() - 1);
          state_ = state::return_seen;
        } else {
          refuse(position(), "there is text behind the closing quote of a field", "double the quotes within a field");
        }
        ++at_;
        break;
      case state::return_seen:
        if (*at_ != '\n') {
          refuse(position() - 1, "there is a carriage return without a line feed",
                 "end lines with LF or CRLF, and quote fields with line ends");
        }
        end_row(2);
        return true;
    }
  }
  return false;
}

/// Plain fields, up to a field that is quoted or a byte that ends more than a field. Most texts spend their time here.
void delimited_reader::scan_plain_fields() {
  while (true) {
    at_ = next_special(at_);
    if (at_ == stop_ || *at_ != format_.delimiter) return;
    end_field(position());
    ++at_;
    state_ = state::field_start;
    if (at_ == stop_ || *at_ == '"') return;
    begin_field(false);
    state_ = state::plain;
  }
}

bool delimited_reader::end_of_text() {
  switch (state_) {
    case state::field_start:
      if (position() == 0) {
        if (names_.empty() && format_.names == delimited_format::heading::present) {
          refuse(0, "there is no heading", "name the columns in the first line, or read without a heading");
        }
        return false;
      }
      begin_field(false);
      end_field(position());
      break;
    case state::plain:
      end_field(position());
      break;
    case state::quoted:
      refuse(extents_.back().start - 1, "the text ends within a quoted field that begins here", "close the quote");
    case state::quote_seen:
      end_field(position() - 1);
      break;
    case state::return_seen:
      refuse(position() - 1, "there is a carriage return without a line feed", "end lines with LF or CRLF");
  }
  end_row(0);
  return true;
}

void delimited_reader::begin_row() {
  row_offset_ += row_size_;
  row_line_ += row_lines_;
  row_size_ = 0;
  row_lines_ = 0;
  has_quotes_ = false;
  content_ = {};
  extents_.clear();
  fields_.clear();
  carried_.clear();
  row_at_ = at_;
  state_ = state::field_start;
  row_read_ = false;
}

void delimited_reader::begin_field(bool quoted) {
  const std::size_t most = names_.empty() ? format_.most_columns : names_.size();
  if (extents_.size() == most) {
    refuse(position() - (quoted ? 1 : 0), "the row has more than " + std::to_string(most) + " fields",
           "quote fields that hold the delimiter, and give every row the fields of the first");
  }
  extents_.push_back({position(), 0, quoted, false});
  has_quotes_ = has_quotes_ || quoted;
}

void delimited_reader::end_field(std::size_t stop) { extents_.back().stop = stop; }

/// `at_` is behind the content; a line end of two bytes has one of them in front of it.
void delimited_reader::end_row(std::size_t line_end) {
  const std::size_t before = line_end == 2 ? 1 : 0;
  const std::size_t size = position() - before;
  require_longest(size);
  if (carried_.empty()) {
    content_ = row_at_ == nullptr ? std::string_view() : std::string_view(row_at_, size);
  } else {
    if (at_ != row_at_) carried_.append(row_at_, at_);
    content_ = std::string_view(carried_).substr(0, size);
  }
  row_size_ = size + line_end;
  row_lines_ = 1;
  if (has_quotes_) row_lines_ += static_cast<std::uint64_t>(std::count(content_.begin(), content_.end(), '\n'));
  if (line_end > 0) ++at_;
  row_at_ = at_;
  row_read_ = true;
  make_fields();
}

void delimited_reader::carry() {
  require_longest(position() - (state_ == state::return_seen ? 1 : 0));
  if (at_ != row_at_) carried_.append(row_at_, at_);
  row_at_ = at_;
}

void delimited_reader::make_fields() {
  // All doubled quotes first: nothing that a field looks at may move.
  std::size_t room = 0;
  for (const extent& each : extents_) room = each.doubled ? room + (each.stop - each.start) : room;
  unquoted_.clear();
  unquoted_.reserve(room);
  fields_.resize(extents_.size());
  for (std::size_t i = 0; i < extents_.size(); ++i) {
    const extent& each = extents_[i];
    std::string_view text(content_.data() + each.start, each.stop - each.start);
    if (each.doubled) [[unlikely]] {
      const std::size_t start = unquoted_.size();
      while (!text.empty()) {
        // Up to the first of two quotes; the second is left out.
        const std::size_t size = std::min(text.find('"'), text.size() - 1) + 1;
        unquoted_.append(text.substr(0, size));
        text.remove_prefix(std::min(text.size(), text[size - 1] == '"' ? size + 1 : size));
      }
      text = std::string_view(unquoted_).substr(start);
    }
    fields_[i] = {text, each.quoted};
  }
}

void delimited_reader::take_names() {
  std::vector<std::string> names;
  if (format_.names == delimited_format::heading::absent) {
    for (std::size_t i = 1; i <= fields_.size(); ++i) names.push_back("column" + std::to_string(i));
    names_ = std::move(names);
    return;
  }
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const std::string_view name = fields_[i].text;
    const std::string_view remedy = "name each column once, or read without a heading";
    const std::string which = "column " + std::to_string(i + 1);
    if (name.empty()) throw import_error(path_, place(i), which + " has no name", remedy);
    if (!table_core::is_utf8(bytes_of(name))) {
      throw import_error(path_, place(i), "the name of " + which + " is not UTF-8", "convert the text to UTF-8");
    }
    if (!seen.insert(name).second) {
      throw import_error(path_, place(i), which + " has the name of another, '" + std::string(name) + "'", remedy);
    }
    names.emplace_back(name);
  }
  names_ = std::move(names);
}

void delimited_reader::require_longest(std::size_t size) const {
  if (size <= format_.longest_row) return;
  refuse(0, "a row that begins here is longer than " + std::to_string(format_.longest_row) + " bytes",
         "look for a quote that is not closed, or allow longer rows");
}

const char* delimited_reader::next_special(const char* at) const noexcept {
  while (stop_ - at >= 8) {
    const auto word = load_unchecked<std::uint64_t>(bytes_of(std::string_view(at, 8)).data(), std::endian::little);
    const std::uint64_t special = zero_bytes(word ^ delimiters_) | zero_bytes(word ^ eight('\n')) |
                                  zero_bytes(word ^ eight('"')) | zero_bytes(word ^ eight('\r'));
    if (special != 0) return at + (std::countr_zero(special) >> 3);
    at += 8;
  }
  while (at != stop_ && *at != format_.delimiter && *at != '\n' && *at != '"' && *at != '\r') ++at;
  return at;
}

std::size_t delimited_reader::position() const noexcept { return carried_.size() + distance(row_at_, at_); }

import_place delimited_reader::place_at(std::string_view row, std::size_t position) const {
  const std::string_view before = row.substr(0, position);
  const auto last = before.rfind('\n');
  return {row_offset_ + position,
          row_line_ + static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n')),
          before.size() - (last == std::string_view::npos ? 0 : last + 1) + 1};
}

void delimited_reader::refuse(std::size_t position, const std::string& what, const std::string& remedy) const {
  if (row_read_) throw import_error(path_, place_at(content_, position), what, remedy);
  std::string row = carried_;
  if (at_ != row_at_) row.append(row_at_, at_);
  throw import_error(path_, place_at(row, position), what, remedy);
}

}  // namespace memosaic
