// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/json_line.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "memosaic/bytes/hex.hpp"
#include "table/field_reading.hpp"
#include "table/text_forms.hpp"
#include "table/utf8.hpp"

namespace memosaic {
namespace {

constexpr int deepest = 256;

class json_writer {
 public:
  explicit json_writer(std::string& target) noexcept : target_(target) {}

  void write(const value& content, int depth) {
    if (depth > deepest) {
      throw std::invalid_argument(
          "a value is nested deeper than 256, or leads back to itself: JSON has no form for it");
    }
    switch (content.kind()) {
      case value_kind::null:
        target_ += "null";
        break;
      case value_kind::boolean:
      case value_kind::int64:
      case value_kind::uint64:
        table_core::append_text_of(target_, content, plain_type(content.kind()));
        break;
      case value_kind::float64:
        write_plain(content, !std::isfinite(content.as_float64()));
        break;
      case value_kind::decimal:
        write_decimal(content);
        break;
      case value_kind::date:
      case value_kind::datetime:
      case value_kind::bytes:
      case value_kind::buffer:
        write_plain(content, true);
        break;
      case value_kind::text:
        write_text(content.as_text());
        break;
      case value_kind::list:
      case value_kind::tuple:
      case value_kind::set:
        write_items(content, depth);
        break;
      case value_kind::dict:
        write_dict(content, depth);
        break;
      case value_kind::record:
        write_record(content, depth);
        break;
      default:
        throw std::invalid_argument("an n-dimensional array has no form in JSON");
    }
  }

 private:
  void write_plain(const value& content, bool quoted) {
    if (quoted) target_ += '"';
    table_core::append_text_of(target_, content, plain_type(content.kind()));
    if (quoted) target_ += '"';
  }

  /// As a number if it is read as a decimal then; all digits of an integer are, with an exponent.
  void write_decimal(const value& content) {
    using table_core::number_form;
    const std::string text = content.as_decimal().to_text();
    const auto is_decimal = [](const std::string& shown) {
      return table_core::form_of_number(shown) == number_form::decimal;
    };
    if (!is_decimal(text) && table_core::form_of_number(text) != number_form::none && is_decimal(text + "e0")) {
      target_ += text + "e0";
    } else {
      write_plain(content, !is_decimal(text));
    }
  }

  void write_text(std::string_view text) {
    if (!table_core::is_utf8(bytes_of(text))) {
      throw std::invalid_argument("the text " + table_core::shown(text) + " is not UTF-8");
    }
    static constexpr std::string_view meanings = "\"\\\b\f\n\r\t";
    static constexpr std::string_view escapes = "\"\\bfnrt";
    target_ += '"';
    for (const char c : text) {
      if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') {
        target_ += c;
      } else if (const auto which = meanings.find(c); which != std::string_view::npos) {
        target_ += '\\';
        target_ += escapes[which];
      } else {
        target_ += "\\u00" + to_hex(bytes_of(std::string_view(&c, 1)));
      }
    }
    target_ += '"';
  }

  void write_items(const value& content, int depth) {
    char before = '[';
    for (const value& item : content.items()) {
      target_ += std::exchange(before, ',');
      write(item, depth + 1);
    }
    target_ += before == '[' ? "[]" : "]";
  }

  void write_dict(const value& content, int depth) {
    const value::entries& entries = content.dict_entries();
    const bool is_object = std::all_of(entries.begin(), entries.end(),
                                       [](const auto& entry) { return entry.first.kind() == value_kind::text; });
    char before = is_object ? '{' : '[';
    for (const auto& [key, mapped] : entries) {
      target_ += std::exchange(before, ',');
      if (!is_object) target_ += '[';
      write(key, depth + 2);
      target_ += is_object ? ':' : ',';
      write(mapped, is_object ? depth + 1 : depth + 2);
      if (!is_object) target_ += ']';
    }
    if (entries.empty()) target_ += '{';
    target_ += is_object ? '}' : ']';
  }

  void write_record(const value& content, int depth) {
    char before = '{';
    for (const auto& [name, held] : content.record_fields().fields) {
      target_ += std::exchange(before, ',');
      write_text(name);
      target_ += ':';
      write(held, depth + 1);
    }
    target_ += before == '{' ? "{}" : "}";
  }

  std::string& target_;
};

bool has_names_only(const value& object) {
  if (object.kind() == value_kind::record) return true;
  if (object.kind() != value_kind::dict) return false;
  const value::entries& entries = object.dict_entries();
  return std::all_of(entries.begin(), entries.end(),
                     [](const auto& entry) { return entry.first.kind() == value_kind::text; });
}

}  // namespace

void append_json_line(std::string& target, const value& object) {
  if (!has_names_only(object)) {
    throw std::invalid_argument("a row of JSON lines is a record or a dict with texts as keys, not " +
                                std::string(name_of(object.kind())));
  }
  append_json(target, object);
  target += '\n';
}

void append_json(std::string& target, const value& content) {
  const std::size_t before = target.size();
  try {
    json_writer(target).write(content, 1);
  } catch (...) {
    target.resize(before);
    throw;
  }
}

void append_json_line(std::string& target, const record& object) { append_json_line(target, object.materialise()); }

}  // namespace memosaic
