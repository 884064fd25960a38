// SPDX-License-Identifier: Apache-2.0
#include "table/json_parser.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "memosaic/bytes/endian.hpp"
#include "memosaic/bytes/hex.hpp"
#include "table/text_forms.hpp"
#include "table/utf8.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::uint64_t ones = 0x0101010101010101U;
constexpr std::uint64_t tops = ones << 7;

/// The first byte from `at` on that ends a plain run of text: a quote, a backslash or a control character.
std::size_t end_of_plain(std::string_view text, std::size_t at) noexcept {
  while (text.size() - at >= 8) {
    const auto word = load_unchecked<std::uint64_t>(bytes_of(text).data() + at, std::endian::little);
    const std::uint64_t quote = word ^ (ones * '"');
    const std::uint64_t backslash = word ^ (ones * '\\');
    // Of each, the lowest bit that is set belongs to the first such byte.
    const std::uint64_t special =
        (((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | ((word - ones * 0x20) & ~word)) & tops;
    if (special != 0) return at + static_cast<std::size_t>(std::countr_zero(special) >> 3);
    at += 8;
  }
  while (at != text.size() && text[at] != '"' && text[at] != '\\' && static_cast<unsigned char>(text[at]) >= 0x20) ++at;
  return at;
}

bool ends_word(char c) noexcept {
  return c == ',' || c == ']' || c == '}' || c == ' ' || c == '\t' || c == '\r' || c == ':' || c == '"';
}

}  // namespace

value json_parser::parse_object() {
  skip_space();
  if (!take('{')) refuse_here("an object");
  value object = parse_members(1);
  skip_space();
  if (at_ != text_.size()) refuse_here("the end of the line");
  return object;
}

value json_parser::parse_value(std::size_t depth) {
  skip_space();
  const char first = at_ == text_.size() ? '\0' : text_[at_];
  switch (first) {
    case '{':
      require_depth(depth);
      ++at_;
      return parse_members(depth);
    case '[':
      require_depth(depth);
      ++at_;
      return parse_items(depth);
    case '"':
      ++at_;
      return value(parse_text());
    case 't':
      return parse_word("true", value(true));
    case 'f':
      return parse_word("false", value(false));
    case 'n':
      return parse_word("null", value());
    default:
      if (first == '-' || (first >= '0' && first <= '9')) return parse_number();
      refuse_here("a value");
  }
}

value json_parser::parse_members(std::size_t depth) {
  const std::size_t start = at_ - 1;
  value::entries members;
  skip_space();
  if (take('}')) return value::dict();
  do {
    skip_space();
    if (!take('"')) refuse_here("a name in quotes");
    value name = parse_name();
    skip_space();
    if (!take(':')) refuse_here("a colon");
    members.emplace_back(std::move(name), parse_value(depth + 1));
    skip_space();
  } while (take(','));
  if (!take('}')) refuse_here("a comma or the end of the object");
  require_distinct(members, start);
  return value::dict(std::move(members));
}

value json_parser::parse_items(std::size_t depth) {
  value::sequence items;
  skip_space();
  if (take(']')) return value::list();
  do {
    items.push_back(parse_value(depth + 1));
    skip_space();
  } while (take(','));
  if (!take(']')) refuse_here("a comma or the end of the array");
  return value::list(std::move(items));
}

value json_parser::parse_word(std::string_view word, value meaning) {
  const std::string_view rest = text_.substr(at_);
  if (!rest.starts_with(word) || (rest.size() > word.size() && !ends_word(rest[word.size()]))) refuse_here("a value");
  at_ += word.size();
  return meaning;
}

value json_parser::parse_number() {
  std::size_t stop = at_;
  while (stop != text_.size() && !ends_word(text_[stop])) ++stop;
  const std::string_view number = text_.substr(at_, stop - at_);
  const number_form form = form_of_number(number);
  if (form == number_form::none) {
    refuse(at_, "'" + std::string(number.substr(0, 40)) + "' is no number that JSON or a table has",
           "write texts in quotes, and numbers without leading zeros or plus signs");
  }
  at_ = stop;
  return number_of(number, form);
}

std::string_view json_parser::parse_text() {
  const std::size_t start = at_;
  at_ = end_of_plain(text_, at_);
  if (at_ != text_.size() && text_[at_] == '"') [[likely]] {
    require_utf8(start);
    return text_.substr(start, at_++ - start);
  }
  decoded_.clear();
  std::size_t from = start;
  while (true) {
    require_utf8(from);
    decoded_.append(text_.substr(from, at_ - from));
    if (at_ == text_.size()) refuse(start - 1, "a text that begins here has no closing quote", "close it in its line");
    if (take('"')) return decoded_;
    if (!take('\\')) refuse(at_, "there is a control character within a text", "escape it as \\u00XX");
    parse_escape();
    from = at_;
    at_ = end_of_plain(text_, at_);
  }
}

/// Names recur from line to line: sharing them saves two allocations for each.
value json_parser::parse_name() {
  constexpr std::size_t longest = 64;
  const std::string_view name = parse_text();
  if (name.empty() || name.size() > longest) return value(name);
  const auto code = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(name[at])); };
  value& slot =
      names_[(name.size() + code(0) * 7 + code(name.size() / 2) * 5 + code(name.size() - 1) * 3) % name_slots];
  if (slot.is_null() || slot.as_text() != name) slot = value(name);
  return slot;
}

void json_parser::parse_escape() {
  static constexpr std::string_view escapes = "\"\\/bfnrt";
  static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  const std::size_t start = at_ - 1;
  const auto which = at_ == text_.size() ? std::string_view::npos : escapes.find(text_[at_]);
  if (which != std::string_view::npos) {
    ++at_;
    decoded_ += meanings[which];
    return;
  }
  if (!take('u')) refuse(start, "a backslash escapes nothing that JSON knows", "write \\\\ for a backslash");
  const std::uint32_t unit = parse_code_unit();
  if (unit < 0xD800 || unit > 0xDFFF) return append_code_point(unit);
  if (unit < 0xDC00 && take('\\') && take('u')) {
    const std::uint32_t low = parse_code_unit();
    if (low >= 0xDC00 && low <= 0xDFFF) return append_code_point(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
  }
  refuse(start, "a surrogate stands without its other half", "write both, or the character itself");
}

std::uint32_t json_parser::parse_code_unit() {
  std::uint32_t unit = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = at_ == text_.size() ? '\0' : text_[at_];
    const char lower = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9') {
      unit = unit * 16 + static_cast<std::uint32_t>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      unit = unit * 16 + static_cast<std::uint32_t>(lower - 'a' + 10);
    } else {
      refuse_here("four hexadecimal digits behind \\u");
    }
  }
  return unit;
}

void json_parser::append_code_point(std::uint32_t code_point) {
  const auto append = [&](std::uint32_t byte) { decoded_ += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code_point < 0x80) return append(code_point);
  if (code_point < 0x800) {
    append(0xC0 | (code_point >> 6));
  } else {
    if (code_point < 0x10000) {
      append(0xE0 | (code_point >> 12));
    } else {
      append(0xF0 | (code_point >> 18));
      append(0x80 | ((code_point >> 12) & 0x3F));
    }
    append(0x80 | ((code_point >> 6) & 0x3F));
  }
  append(0x80 | (code_point & 0x3F));
}

void json_parser::require_depth(std::size_t depth) const {
  if (depth <= deepest_) return;
  refuse(at_, "arrays and objects are nested deeper than " + std::to_string(deepest_), "allow more, or flatten them");
}

/// The bytes from `start` to where we are. An error names the first that are wrong.
void json_parser::require_utf8(std::size_t start) const {
  const bytes_view run = bytes_of(text_.substr(start, at_ - start));
  if (is_utf8(run)) return;
  std::size_t good = 0;
  while (good < run.size()) {
    std::size_t size = 1;
    while (size <= 4 && size <= run.size() - good && !is_utf8(run.subspan(good, size))) ++size;
    if (size > 4 || size > run.size() - good) break;
    good += size;
  }
  refuse(start + good, "there are bytes that are not UTF-8", "convert the text to UTF-8");
}

void json_parser::require_distinct(const value::entries& members, std::size_t start) const {
  std::string_view twice;
  bool found = false;
  if (members.size() <= 8) {
    for (std::size_t i = 1; i < members.size() && !found; ++i) {
      twice = members[i].first.as_text();
      for (std::size_t j = 0; j < i && !found; ++j) found = members[j].first.as_text() == twice;
    }
  } else {
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const auto& member : members) names.push_back(member.first.as_text());
    std::sort(names.begin(), names.end());
    const auto same = std::adjacent_find(names.begin(), names.end());
    found = same != names.end();
    if (found) twice = *same;
  }
  if (!found) return;
  refuse(start, "the object that begins here has the name '" + std::string(twice.substr(0, 64)) + "' twice",
         "keep one of them");
}

void json_parser::skip_space() noexcept {
  while (at_ != text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r')) ++at_;
}

bool json_parser::take(char wanted) noexcept {
  if (at_ == text_.size() || text_[at_] != wanted) return false;
  ++at_;
  return true;
}

void json_parser::refuse_here(std::string_view expected) const {
  std::string found = "the end of the line";
  if (at_ != text_.size()) {
    const char c = text_[at_];
    found = c > ' ' && c < 0x7F ? "'" + std::string(1, c) + "'" : "byte 0x" + to_hex(bytes_of(text_.substr(at_, 1)));
  }
  refuse(at_, "expected " + std::string(expected) + ", found " + found, "write one object of JSON in each line");
}

void json_parser::refuse(std::size_t at, const std::string& what, std::string_view remedy) const {
  throw import_error(path_, {start_.offset + at, start_.line, at + 1}, what, remedy);
}

}  // namespace memosaic::table_core
