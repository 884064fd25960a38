// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>

#include "memosaic/table/value.hpp"

namespace memosaic {
namespace {

constexpr int deepest = 8;
constexpr std::size_t longest = 4096;

/// Writes one value; stops where it would become too deep or too long for a message.
class text_writer {
 public:
  [[nodiscard]] std::string take() { return std::move(text_); }

  void write(const value& each, int depth) {
    if (depth > deepest || text_.size() > longest) {
      text_ += "...";
      return;
    }
    switch (each.kind()) {
      case value_kind::null:
        text_ += "null";
        break;
      case value_kind::boolean:
        text_ += each.as_boolean() ? "true" : "false";
        break;
      case value_kind::int64:
        text_ += std::to_string(each.as_int64());
        break;
      case value_kind::uint64:
        text_ += std::to_string(each.as_uint64());
        break;
      case value_kind::float64:
        write_float(each.as_float64());
        break;
      case value_kind::text:
        write_quoted(each.as_text());
        break;
      case value_kind::decimal:
        text_ += "decimal(" + each.as_decimal().to_text() + ')';
        break;
      case value_kind::date:
        text_ += "date(" + std::to_string(each.as_date().days) + ')';
        break;
      case value_kind::datetime:
        write_time(each.as_datetime());
        break;
      case value_kind::list:
        write_items(each, '[', ']', depth);
        break;
      case value_kind::tuple:
        write_items(each, '(', ')', depth);
        break;
      case value_kind::set:
        text_ += "set";
        write_items(each, '{', '}', depth);
        break;
      case value_kind::dict:
        write_dict(each, depth);
        break;
      case value_kind::record:
        write_record(each, depth);
        break;
      case value_kind::array:
        text_ += "array of " + std::to_string(each.as_array().bytes().size()) + " bytes";
        break;
      case value_kind::pooled:
        text_ += "pooled " + std::string(name_of(each.as_pooled().kind()));
        break;
      default:
        text_ += std::string(name_of(each.kind())) + '(' + hex_of(each.as_bytes()) + ')';
    }
  }

 private:
  static std::string hex_of(bytes_view bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::byte each : bytes.first(std::min<std::size_t>(bytes.size(), 32))) {
      text += digits[std::to_integer<unsigned>(each) >> 4];
      text += digits[std::to_integer<unsigned>(each) & 15];
    }
    return bytes.size() > 32 ? text + "..." : text;
  }

  void write_float(double number) {
    std::array<char, 64> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    const std::string_view shown(digits.data(), static_cast<std::size_t>(end - digits.data()));
    text_ += shown;
    if (shown.find_first_of(".en") == std::string_view::npos) text_ += ".0";
  }

  void write_quoted(std::string_view text) {
    text_ += '\'';
    text_ += text.substr(0, 256);
    text_ += text.size() > 256 ? "...'" : "'";
  }

  void write_time(const datetime& time) {
    text_ += "datetime(" + std::to_string(time.microseconds);
    if (time.aware) text_ += ", offset " + std::to_string(time.offset);
    text_ += time.fold ? ", fold)" : ")";
  }

  void write_items(const value& each, char open, char close, int depth) {
    text_ += open;
    bool first = true;
    for (const value& item : each.items()) {
      if (!next(first)) break;
      write(item, depth + 1);
    }
    text_ += close;
  }

  void write_dict(const value& each, int depth) {
    text_ += '{';
    bool first = true;
    for (const auto& [key, mapped] : each.dict_entries()) {
      if (!next(first)) break;
      write(key, depth + 1);
      text_ += ": ";
      write(mapped, depth + 1);
    }
    text_ += '}';
  }

  void write_record(const value& each, int depth) {
    text_ += each.record_fields().type_name + '(';
    bool first = true;
    for (const auto& [name, held] : each.record_fields().fields) {
      if (!next(first)) break;
      text_ += name + '=';
      write(held, depth + 1);
    }
    text_ += ')';
  }

  /// The comma before all but the first; whether there is room for one more.
  bool next(bool& first) {
    if (!first) text_ += ", ";
    first = false;
    if (text_.size() <= longest) return true;
    text_ += "...";
    return false;
  }

  std::string text_;
};

}  // namespace

std::string value::to_text() const {
  text_writer writer;
  writer.write(*this, 0);
  return writer.take();
}

}  // namespace memosaic
