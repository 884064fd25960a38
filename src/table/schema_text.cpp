// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/schema_text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <utility>

#include "memosaic/table/field_text.hpp"
#include "memosaic/table/import_error.hpp"
#include "memosaic/table/json_line.hpp"
#include "table/field_reading.hpp"
#include "table/json_parser.hpp"

namespace memosaic {
namespace {

constexpr int deepest_type = 32;
constexpr const char* grammar = "see docs/table.md for how schemas are written";

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool goes_on(char c) noexcept { return is_letter(c) || is_digit(c) || c == '.' || c == '-'; }
bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\r'; }

bool is_bare(std::string_view name) noexcept {
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), goes_on);
}

void append_name(std::string& target, std::string_view name) {
  if (is_bare(name)) {
    target += name;
  } else {
    append_json(target, value(name));
  }
}

/// Whether defaults of this kind are written as a text of JSON.
bool is_quoted(value_kind kind) noexcept {
  return kind == value_kind::date || kind == value_kind::datetime || is_fixed(kind) || kind == value_kind::bytes ||
         kind == value_kind::text;
}

/// Record types by name, where a name means one of them.
class type_names {
 public:
  void add(std::string_view name) { names_.emplace_back(name); }
  [[nodiscard]] std::size_t size() const noexcept { return names_.size(); }
  [[nodiscard]] std::size_t count(std::string_view name) const {
    return static_cast<std::size_t>(std::count(names_.begin(), names_.end(), name));
  }
  [[nodiscard]] std::size_t number(std::string_view name) const {
    return static_cast<std::size_t>(std::find(names_.begin(), names_.end(), name) - names_.begin());
  }

 private:
  std::vector<std::string> names_;
};

void append_type(std::string& target, const field_type& type, const schema& types, const type_names& names) {
  target += name_of(type.kind());
  if (is_fixed(type.kind())) target += '[' + std::to_string(type.capacity()) + ']';
  if (type.kind() == value_kind::record) {
    const std::string& name = types.types()[type.record_type()].name;
    target += ' ';
    if (names.count(name) == 1) {
      append_name(target, name);
    } else {
      target += std::to_string(type.record_type());
    }
  }
  if (!type.parts().empty()) {
    target += '<';
    append_type(target, type.parts().front(), types, names);
    if (type.parts().size() == 2) {
      target += ", ";
      append_type(target, type.parts().back(), types, names);
    }
    target += '>';
  }
  if (type.nullable()) target += '?';
}

void append_default(std::string& target, const schema_field& field) {
  target += " default ";
  const value& otherwise = *field.otherwise;
  std::string text;
  append_field(text, otherwise, field.type);
  if (is_quoted(field.type.kind())) {
    append_json(target, value(text));
  } else {
    target += text;
  }
  if (otherwise.kind() == value_kind::datetime && otherwise.as_datetime().fold) target += " fold";
}

/// Reads one line, or one type.
class line_parser {
 public:
  line_parser(std::string_view line, const std::string& path, const import_place& start)
      : line_(line), path_(path), start_(start) {}

  /// Whether nothing is left but white space and a comment.
  [[nodiscard]] bool at_end() {
    skip_space();
    return at_ == line_.size() || line_[at_] == '#';
  }

  [[nodiscard]] bool take(char wanted) {
    skip_space();
    if (at_ == line_.size() || line_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  [[nodiscard]] std::string_view bare_word() {
    skip_space();
    const std::size_t first = at_;
    while (at_ < line_.size() && goes_on(line_[at_])) ++at_;
    return line_.substr(first, at_ - first);
  }

  /// Up to white space: a number, a special float, a boolean.
  [[nodiscard]] std::string_view whole_word() {
    skip_space();
    const std::size_t first = at_;
    while (at_ < line_.size() && !is_space(line_[at_])) ++at_;
    return line_.substr(first, at_ - first);
  }

  [[nodiscard]] bool before_quote() {
    skip_space();
    return at_ < line_.size() && line_[at_] == '"';
  }

  [[nodiscard]] std::string quoted() {
    std::vector<value> names(table_core::json_parser::name_slots);
    import_place here = start_;
    here.offset += at_;
    here.column += at_;
    table_core::json_parser parser(line_.substr(at_), 1, path_, here, names);
    const value found = parser.parse_part();
    at_ += parser.position();
    return std::string(found.as_text());
  }

  [[nodiscard]] std::string name(std::string_view what) {
    if (before_quote()) return quoted();
    const std::size_t first = at_;
    std::string word(bare_word());
    if (!is_bare(word)) {
      at_ = first;
      refuse("expected the name of " + std::string(what));
    }
    return word;
  }

  [[nodiscard]] bool before_number() {
    skip_space();
    return at_ < line_.size() && is_digit(line_[at_]);
  }

  [[nodiscard]] std::uint32_t number(std::uint32_t most, std::string_view what) {
    skip_space();
    std::uint32_t found = 0;
    const char* const from = line_.data() + at_;
    const auto [end, error] = std::from_chars(from, line_.data() + line_.size(), found);
    if (error != std::errc{} || found > most) {
      refuse("expected " + std::string(what) + ", a number up to " + std::to_string(most));
    }
    at_ += static_cast<std::size_t>(end - from);
    return found;
  }

  /// `names` is null where record types have none.
  [[nodiscard]] field_type type(const type_names* names, int depth = 1);

  /// What stands where the error is; `back` bytes before.
  [[noreturn]] void refuse(const std::string& what, std::size_t at) const {
    import_place here = start_;
    here.offset += at;
    here.column += at;
    throw import_error(path_, here, what, grammar);
  }
  [[noreturn]] void refuse(const std::string& what) const {
    const std::string_view rest = line_.substr(at_);
    refuse(what + ", found " + (rest.empty() ? "the end of the line" : table_core::shown(rest)), at_);
  }

  [[nodiscard]] std::size_t position() {
    skip_space();
    return at_;
  }

 private:
  void skip_space() {
    while (at_ < line_.size() && is_space(line_[at_])) ++at_;
  }
  void require(char wanted) {
    if (!take(wanted)) refuse(std::string("expected '") + wanted + "'");
  }
  [[nodiscard]] field_type plain_type_here();
  [[nodiscard]] std::size_t record_type_here(const type_names* names);

  std::string_view line_;
  const std::string& path_;
  import_place start_;
  std::size_t at_ = 0;
};

value_kind kind_named(std::string_view word) noexcept {
  for (unsigned number = 1; number <= static_cast<unsigned>(value_kind::any); ++number) {
    if (name_of(static_cast<value_kind>(number)) == word) return static_cast<value_kind>(number);
  }
  return value_kind::null;
}

std::size_t line_parser::record_type_here(const type_names* names) {
  if (before_number()) return number(65535, "the number of a record type");
  const std::size_t first = position();
  const std::string word = name("a record type");
  const std::size_t meant = names == nullptr ? 0 : names->count(word);
  if (meant == 1) return names->number(word);
  refuse(meant == 0 ? "there is no record type " + table_core::shown(word)
                    : "several record types are called " + table_core::shown(word) + ": give the number of one",
         first);
}

field_type line_parser::type(const type_names* names, int depth) {
  if (depth > deepest_type) refuse("a type is nested deeper than 32", position());
  const std::size_t first = position();
  const value_kind kind = kind_named(bare_word());
  const auto parse = [&]() -> field_type {
    switch (kind) {
      case value_kind::null:
        at_ = first;
        refuse("expected a type, as in int64, text, fixed_text[20] or list<text>");
      case value_kind::fixed_bytes:
      case value_kind::fixed_text: {
        require('[');
        const std::size_t capacity = number(65535, "a capacity");
        require(']');
        return kind == value_kind::fixed_bytes ? field_type::fixed_bytes(capacity) : field_type::fixed_text(capacity);
      }
      case value_kind::list:
      case value_kind::tuple:
      case value_kind::set: {
        require('<');
        field_type element = type(names, depth + 1);
        require('>');
        if (kind == value_kind::list) return field_type::list(std::move(element));
        if (kind == value_kind::tuple) return field_type::tuple(std::move(element));
        return field_type::set(std::move(element));
      }
      case value_kind::dict: {
        require('<');
        field_type key = type(names, depth + 1);
        require(',');
        field_type mapped = type(names, depth + 1);
        require('>');
        return field_type::dict(std::move(key), std::move(mapped));
      }
      case value_kind::record:
        return field_type::record(record_type_here(names));
      default:
        return field_type(kind);
    }
  };
  try {
    field_type found = parse();
    return take('?') ? found.or_null() : found;
  } catch (const std::invalid_argument& error) {
    refuse(error.what(), first);
  }
}

/// Puts the record types of a text together, line by line.
class schema_parser {
 public:
  explicit schema_parser(std::string path) : path_(std::move(path)) {}

  [[nodiscard]] schema parse(std::string_view text) {
    each_line(text, [&](std::string_view line, const import_place& start) { take_name(line, start); });
    each_line(text, [&](std::string_view line, const import_place& start) { take_line(line, start); });
    if (types_.empty()) throw import_error(path_, {}, "there is no record type", grammar);
    try {
      return schema(std::move(types_));
    } catch (const std::invalid_argument& error) {
      throw import_error(path_, {}, error.what(), {});
    }
  }

 private:
  template <typename Take>
  void each_line(std::string_view text, const Take& take) const {
    import_place start;
    while (!text.empty()) {
      const std::size_t size = std::min(text.find('\n'), text.size());
      if (!line_parser(text.substr(0, size), path_, start).at_end()) take(text.substr(0, size), start);
      text.remove_prefix(std::min(size + 1, text.size()));
      start.offset += size + 1;
      ++start.line;
    }
  }

  void take_name(std::string_view line, const import_place& start) {
    line_parser parser(line, path_, start);
    if (!parser.before_number() && parser.bare_word() == "record") names_.add(parser.name("a record type"));
  }

  void take_line(std::string_view line, const import_place& start) {
    line_parser parser(line, path_, start);
    if (!parser.before_number()) {
      const std::size_t first = parser.position();
      if (parser.bare_word() != "record") parser.refuse("expected \"record NAME\" or \"NUMBER NAME: TYPE\"", first);
      types_.push_back({parser.name("a record type"), {}, 0});
    } else {
      if (types_.empty()) parser.refuse("a field stands before the first \"record NAME\"", parser.position());
      take_field(parser);
    }
    if (!parser.at_end()) parser.refuse("expected the end of the line");
  }

  void take_field(line_parser& parser) {
    record_type& type = types_.back();
    const auto number = static_cast<std::uint16_t>(parser.number(65535, "the number of a field"));
    std::string name = parser.name("a field");
    if (!parser.take(':')) parser.refuse("expected ':'");
    schema_field field{number, std::move(name), parser.type(&names_)};
    while (!parser.at_end()) {
      const std::size_t first = parser.position();
      const std::string_view word = parser.bare_word();
      if (word == "key") {
        if (type.key != 0) parser.refuse("the record type has two key fields", first);
        type.key = number;
      } else if (word == "missing") {
        field.may_be_missing = true;
      } else if (word == "in_place") {
        field.in_place = true;
      } else if (word == "since") {
        field.since = parser.number(UINT32_MAX, "a version");
      } else if (word == "default") {
        take_default(parser, field);
      } else {
        parser.refuse("expected key, missing, in_place, since or default", first);
      }
    }
    type.fields.push_back(std::move(field));
  }

  static void take_default(line_parser& parser, schema_field& field) {
    const std::size_t first = parser.position();
    const std::string text = parser.before_quote() ? parser.quoted() : std::string(parser.whole_word());
    try {
      field.otherwise = parse_field(text, field.type);
    } catch (const std::invalid_argument& error) {
      parser.refuse(error.what(), first);
    }
    if (field.type.kind() != value_kind::datetime) return;
    line_parser ahead = parser;
    if (ahead.bare_word() != "fold") return;
    datetime time = field.otherwise->as_datetime();
    time.fold = true;
    field.otherwise = value(time);
    static_cast<void>(parser.bare_word());
  }

  std::string path_;
  type_names names_;
  std::vector<record_type> types_;
};

}  // namespace

std::string schema_text(const schema& types) {
  type_names names;
  for (const record_type& type : types.types()) names.add(type.name);
  std::string text;
  for (const record_type& type : types.types()) {
    text += "record ";
    append_name(text, type.name);
    text += '\n';
    for (const schema_field& field : type.fields) {
      text += "  " + std::to_string(field.number) + ' ';
      append_name(text, field.name);
      text += ": ";
      append_type(text, field.type, types, names);
      if (field.number == type.key) text += " key";
      if (field.may_be_missing) text += " missing";
      if (field.in_place) text += " in_place";
      if (field.since != 0) text += " since " + std::to_string(field.since);
      if (field.otherwise) append_default(text, field);
      text += '\n';
    }
  }
  return text;
}

schema parse_schema(std::string_view text, std::string_view path) {
  return schema_parser(std::string(path)).parse(text);
}

field_type parse_field_type(std::string_view text) {
  const std::string path;
  line_parser parser(text, path, {});
  try {
    field_type found = parser.type(nullptr);
    if (!parser.at_end()) parser.refuse("expected the end of the type");
    return found;
  } catch (const import_error&) {
    throw std::invalid_argument(table_core::shown(text) +
                                " is no type: give one as int64, text, fixed_text[20], list<text> or text?");
  }
}

}  // namespace memosaic
