// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/field_type.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace memosaic {
namespace {

bool is_plain(value_kind kind) noexcept {
  switch (kind) {
    case value_kind::null:
    case value_kind::fixed_bytes:
    case value_kind::fixed_text:
    case value_kind::list:
    case value_kind::tuple:
    case value_kind::set:
    case value_kind::dict:
    case value_kind::record:
      return false;
    default:
      return kind <= value_kind::any;
  }
}

std::uint16_t small_number(std::size_t number, std::size_t least, const char* what) {
  if (number < least || number > 65535) {
    throw std::invalid_argument(std::string(what) + ": expected " + std::to_string(least) + " to 65535, found " +
                                std::to_string(number));
  }
  return static_cast<std::uint16_t>(number);
}

const field_type& hashable(const field_type& type, const char* what) {
  if (is_hashable(type.kind())) return type;
  throw std::invalid_argument(std::string(what) + " cannot be of type " + type.to_text() +
                              ": expected a number, boolean, date, text, bytes, decimal, tuple, set or any");
}

}  // namespace

field_type::field_type(value_kind plain) : kind_(plain) {
  if (!is_plain(plain)) {
    throw std::invalid_argument(std::string(name_of(plain)) + " alone is no type of a field");
  }
}

field_type::field_type(value_kind kind, std::size_t number, std::vector<field_type> parts)
    : kind_(kind), number_(static_cast<std::uint16_t>(number)), parts_(std::move(parts)) {}

field_type field_type::fixed_bytes(std::size_t capacity) {
  return {value_kind::fixed_bytes, small_number(capacity, 1, "capacity of fixed_bytes"), {}};
}

field_type field_type::fixed_text(std::size_t capacity) {
  return {value_kind::fixed_text, small_number(capacity, 1, "capacity of fixed_text"), {}};
}

field_type field_type::list(field_type element) { return {value_kind::list, 0, {std::move(element)}}; }

field_type field_type::tuple(field_type element) { return {value_kind::tuple, 0, {std::move(element)}}; }

field_type field_type::set(field_type element) {
  return {value_kind::set, 0, {hashable(element, "an element of a set")}};
}

field_type field_type::dict(field_type key, field_type mapped) {
  if (key.nullable()) throw std::invalid_argument("a key of a dict cannot be null: found type " + key.to_text());
  return {value_kind::dict, 0, {hashable(key, "a key of a dict"), std::move(mapped)}};
}

field_type field_type::record(std::size_t record_type) {
  return {value_kind::record, small_number(record_type, 0, "number of a record type"), {}};
}

field_type field_type::or_null() const {
  field_type result = *this;
  result.nullable_ = true;
  return result;
}

std::size_t field_type::slot_size(reference_width width) const noexcept {
  switch (kind_) {
    case value_kind::null:
      return 0;
    case value_kind::boolean:
    case value_kind::int8:
    case value_kind::uint8:
      return 1;
    case value_kind::int16:
    case value_kind::uint16:
      return 2;
    case value_kind::int32:
    case value_kind::uint32:
    case value_kind::float32:
    case value_kind::date:
      return 4;
    case value_kind::int64:
    case value_kind::uint64:
    case value_kind::float64:
      return 8;
    case value_kind::datetime:
      return 12;
    case value_kind::any:
      return 16;
    case value_kind::fixed_bytes:
    case value_kind::fixed_text:
      return number_ + (number_ < 256U ? 1U : 2U);
    default:
      return static_cast<std::size_t>(width);
  }
}

std::size_t field_type::slot_alignment(reference_width width) const noexcept {
  if (is_fixed(kind_)) return 1;
  if (kind_ == value_kind::datetime) return 4;
  if (kind_ == value_kind::any) return 8;
  return slot_size(width);
}

std::string field_type::to_text() const {
  std::string text(name_of(kind_));
  if (is_fixed(kind_)) text += '[' + std::to_string(number_) + ']';
  if (kind_ == value_kind::record) text += ' ' + std::to_string(number_);
  if (!parts_.empty()) {
    text += '<' + parts_.front().to_text();
    if (parts_.size() == 2) text += ", " + parts_.back().to_text();
    text += '>';
  }
  if (nullable_) text += '?';
  return text;
}

bool field_type::same_object(const field_type& other) const noexcept {
  return kind_ == other.kind_ && number_ == other.number_ && parts_ == other.parts_;
}

const field_type& plain_type(value_kind kind) {
  static const auto types = [] {
    std::vector<field_type> made;
    for (unsigned number = 0; number <= static_cast<unsigned>(value_kind::any); ++number) {
      const auto each = static_cast<value_kind>(number);
      made.push_back(is_plain(each) ? field_type(each) : field_type::any());
    }
    return made;
  }();
  if (!is_plain(kind)) throw std::invalid_argument(std::string(name_of(kind)) + " is no plain type");
  return types[static_cast<std::size_t>(kind)];
}

}  // namespace memosaic
