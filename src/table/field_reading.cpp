// SPDX-License-Identifier: Apache-2.0
#include "table/field_reading.hpp"

#include <charconv>
#include <stdexcept>

#include "memosaic/bytes/hex.hpp"
#include "memosaic/error.hpp"
#include "table/text_forms.hpp"
#include "table/utf8.hpp"

namespace memosaic::table_core {
namespace {

template <typename Integer>
std::optional<value> integer_of(std::string_view text) {
  const number_form form = form_of_number(text);
  if (form != number_form::int64 && form != number_form::uint64) return std::nullopt;
  Integer number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value(number);
}

template <typename Float>
std::optional<value> float_of(std::string_view text) {
  if (const auto special = special_float64(text)) return value(*special);
  if (form_of_number(text) == number_form::none) return std::nullopt;
  Float number{};
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc{}) return std::nullopt;
  return value(number);
}

std::optional<value> decimal_of(std::string_view text) {
  try {
    return value(decimal::from_text(text));
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

std::optional<value> bytes_from(std::string_view text, const field_type& type) {
  if (type.kind() == value_kind::fixed_bytes && text.size() / 2 > type.capacity()) return std::nullopt;
  try {
    const std::vector<std::byte> bytes = from_hex(text);
    return type.kind() == value_kind::buffer ? value::buffer(bytes) : value::bytes(bytes);
  } catch (const format_error&) {
    return std::nullopt;
  }
}

template <typename Time>
std::optional<value> when_found(const std::optional<Time>& time) {
  return time ? std::optional<value>(*time) : std::nullopt;
}

}  // namespace

bool has_text_form(const field_type& type) noexcept {
  const value_kind kind = type.kind();
  return kind != value_kind::null && kind <= value_kind::buffer;
}

std::optional<value> value_of_text(std::string_view text, const field_type& type) {
  switch (type.kind()) {
    case value_kind::boolean:
      if (text == "true") return value(true);
      if (text == "false") return value(false);
      return std::nullopt;
    case value_kind::int8:
      return integer_of<std::int8_t>(text);
    case value_kind::int16:
      return integer_of<std::int16_t>(text);
    case value_kind::int32:
      return integer_of<std::int32_t>(text);
    case value_kind::int64:
      return integer_of<std::int64_t>(text);
    case value_kind::uint8:
      return integer_of<std::uint8_t>(text);
    case value_kind::uint16:
      return integer_of<std::uint16_t>(text);
    case value_kind::uint32:
      return integer_of<std::uint32_t>(text);
    case value_kind::uint64:
      return integer_of<std::uint64_t>(text);
    case value_kind::float32:
      return float_of<float>(text);
    case value_kind::float64:
      return float_of<double>(text);
    case value_kind::date:
      return when_found(date_of(text));
    case value_kind::datetime:
      return when_found(datetime_of(text));
    case value_kind::decimal:
      return decimal_of(text);
    case value_kind::fixed_bytes:
    case value_kind::bytes:
    case value_kind::buffer:
      return bytes_from(text, type);
    case value_kind::fixed_text:
    case value_kind::text:
      if (type.kind() == value_kind::fixed_text && text.size() > type.capacity()) return std::nullopt;
      return is_utf8(bytes_of(text)) ? std::optional<value>(text) : std::nullopt;
    default:
      return std::nullopt;
  }
}

void append_text_of(std::string& target, const value& content, const field_type& type) {
  switch (type.kind()) {
    case value_kind::boolean:
      target += content.as_boolean() ? "true" : "false";
      break;
    case value_kind::float32:
    case value_kind::float64:
      append_float64(target, content.as_float64());
      break;
    case value_kind::date:
      append_date(target, content.as_date());
      break;
    case value_kind::datetime:
      append_datetime(target, content.as_datetime());
      break;
    case value_kind::decimal:
      target += content.as_decimal().to_text();
      break;
    case value_kind::fixed_bytes:
    case value_kind::bytes:
    case value_kind::buffer:
      target += to_hex(content.as_bytes());
      break;
    case value_kind::fixed_text:
    case value_kind::text:
      target += content.as_text();
      break;
    default:
      if (content.kind() == value_kind::uint64) {
        target += std::to_string(content.as_uint64());
      } else {
        target += std::to_string(content.as_int64());
      }
  }
}

std::string shown(std::string_view text) {
  std::string result = "'";
  for (const char c : text.substr(0, 40)) {
    const auto code = static_cast<unsigned char>(c);
    if (code >= 0x20 && code < 0x7F) {
      result += c;
    } else {
      result += "\\x" + to_hex(bytes_of(std::string_view(&c, 1)));
    }
  }
  return result + (text.size() > 40 ? "...'" : "'");
}

}  // namespace memosaic::table_core
