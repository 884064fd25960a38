// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/value_view.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "memosaic/error.hpp"
#include "memosaic/table/array_view.hpp"
#include "memosaic/table/dict_view.hpp"
#include "memosaic/table/record.hpp"
#include "memosaic/table/sequence_view.hpp"
#include "memosaic/table/shared_number.hpp"
#include "table/hash_index.hpp"
#include "table/materialiser.hpp"
#include "table/stored_copy.hpp"

namespace memosaic {
namespace {

bool may_be_in_any(value_kind kind) noexcept {
  switch (kind) {
    case value_kind::null:
    case value_kind::boolean:
    case value_kind::int64:
    case value_kind::uint64:
    case value_kind::float64:
    case value_kind::date:
    case value_kind::datetime:
      return true;
    default:
      return is_referenced(kind);
  }
}

bool may_be_element_in_any(value_kind kind) noexcept {
  return is_number(kind) || kind == value_kind::boolean || kind == value_kind::text || kind == value_kind::bytes ||
         kind == value_kind::any;
}

template <typename Number>
Number at(const std::byte* where) noexcept {
  return load_unchecked<Number>(where, std::endian::little);
}

}  // namespace

void packed_context::refuse(std::uint64_t offset, std::string_view what) const {
  throw format_error(path_, offset, what);
}

void packed_context::refuse_number(std::uint64_t number) const {
  refuse(numbers_offset_, "numbers: there are none of a record " + std::to_string(number) + ", but of " +
                              std::to_string(numbers_count_) + " records");
}

void packed_object::refuse_part(std::uint64_t at, std::uint64_t length) const {
  cell_.context().refuse(offset_, "object: " + std::to_string(length) + " bytes at " + std::to_string(at) +
                                      " behind its start reach beyond its cell of " + std::to_string(cell_.size()) +
                                      " bytes");
}

bytes_view packed_object::long_run(std::uint8_t form) const {
  if (form == 253) return part(3, number<std::uint16_t>(1));
  if (form == 254) return part(5, number<std::uint32_t>(1));
  return part(9, number<std::uint64_t>(1));
}

value_view::value_view(const field_type& type, const std::byte* slot, const packed_cell& cell, presence state,
                       bool in_place)
    : type_(&type), slot_(slot), cell_(cell), state_(state), in_place_(in_place), kind_(type.kind()) {
  if (state != presence::present) {
    kind_ = value_kind::null;
  } else if (kind_ == value_kind::any) {
    read_any();
  }
}

void value_view::read_any() {
  kind_ = static_cast<value_kind>(at<std::uint8_t>(slot_));
  if (kind_ == value_kind::null) {
    state_ = presence::null;
  } else if (!may_be_in_any(kind_)) {
    cell_.context().refuse(static_cast<std::uint64_t>(slot_ - cell_.data()),
                           "value: kind " + std::to_string(static_cast<unsigned>(kind_)) + " does not exist");
  }
}

void value_view::require(bool right, value_kind wanted) const {
  if (right && state_ == presence::present) [[likely]]
    return;
  throw std::invalid_argument("a value of kind " + std::string(name_of(wanted)) + " is needed: found " +
                              (state_ == presence::missing ? "none" : std::string(name_of(kind_))));
}

const std::byte* value_view::payload() const noexcept { return type_->kind() == value_kind::any ? slot_ + 8 : slot_; }

std::uint64_t value_view::reference() const noexcept {
  return type_->kind() == value_kind::any ? at<std::uint64_t>(slot_ + 8) : cell_.reference_at(slot_);
}

template <typename Number>
Number value_view::number() const noexcept {
  return in_place_ ? table_core::load_shared<Number>(slot_) : at<Number>(payload());
}

bool value_view::as_boolean() const {
  require(kind_ == value_kind::boolean, value_kind::boolean);
  return at<std::uint8_t>(payload()) != 0;
}

std::int64_t value_view::as_int64() const {
  require(is_integer(kind_), value_kind::int64);
  switch (kind_) {
    case value_kind::int8:
      return number<std::int8_t>();
    case value_kind::int16:
      return number<std::int16_t>();
    case value_kind::int32:
      return number<std::int32_t>();
    case value_kind::int64:
      return number<std::int64_t>();
    default:
      break;
  }
  const std::uint64_t found = as_uint64();
  if (!std::in_range<std::int64_t>(found)) throw std::out_of_range(std::to_string(found) + " does not fit int64");
  return static_cast<std::int64_t>(found);
}

std::uint64_t value_view::as_uint64() const {
  require(is_integer(kind_), value_kind::uint64);
  switch (kind_) {
    case value_kind::uint8:
      return number<std::uint8_t>();
    case value_kind::uint16:
      return number<std::uint16_t>();
    case value_kind::uint32:
      return number<std::uint32_t>();
    case value_kind::uint64:
      return number<std::uint64_t>();
    default:
      break;
  }
  const std::int64_t found = as_int64();
  if (found < 0) throw std::out_of_range(std::to_string(found) + " does not fit uint64");
  return static_cast<std::uint64_t>(found);
}

double value_view::as_float64() const {
  require(is_float(kind_), value_kind::float64);
  return kind_ == value_kind::float32 ? static_cast<double>(number<float>()) : number<double>();
}

memosaic::date value_view::as_date() const {
  require(kind_ == value_kind::date, value_kind::date);
  return memosaic::date(at<std::int32_t>(payload()));
}

memosaic::datetime value_view::as_datetime() const {
  require(kind_ == value_kind::datetime, value_kind::datetime);
  const bool in_any = type_->kind() == value_kind::any;
  const auto rest = at<std::int32_t>(in_any ? slot_ + 4 : slot_ + 8);
  return {at<std::int64_t>(payload()), rest >> 2, (rest & 1) != 0, (rest & 2) != 0};
}

memosaic::decimal value_view::as_decimal() const {
  require(kind_ == value_kind::decimal, value_kind::decimal);
  const std::uint64_t place = reference();
  if (place == 0) cell_.context().refuse(static_cast<std::uint64_t>(slot_ - cell_.data()), "decimal: has no object");
  const packed_object object = cell_.follow(place, 12);
  const auto form = object.number<std::uint32_t>(8);
  const std::size_t count = form >> 3;
  const bytes_view packed = object.part(12, (count + 1) / 2);
  memosaic::decimal result{(form & 1) != 0, static_cast<memosaic::decimal::form_kind>(form >> 1 & 3),
                           object.number<std::int64_t>(0), std::string(count, '0')};
  for (std::size_t i = 0; i < count; ++i) {
    const unsigned digit = std::to_integer<unsigned>(packed[i / 2]) >> (i % 2 == 0 ? 4 : 0) & 15U;
    if (digit > 9 || (i == 0 && digit == 0)) {
      cell_.context().refuse(object.offset() + 12 + i / 2, "decimal: not a digit, or a zero in front");
    }
    result.digits[i] = static_cast<char>('0' + digit);
  }
  return result;
}

std::string_view value_view::as_text() const {
  require(kind_ == value_kind::text || kind_ == value_kind::fixed_text, value_kind::text);
  if (kind_ == value_kind::fixed_text) return text_of(fixed_run(slot_, type_->capacity(), cell_));
  const std::uint64_t place = reference();
  return place == 0 ? std::string_view() : text_of(cell_.follow(place, 1).short_run());
}

bytes_view value_view::as_bytes() const {
  require(kind_ == value_kind::bytes || kind_ == value_kind::fixed_bytes || kind_ == value_kind::buffer,
          value_kind::bytes);
  if (kind_ == value_kind::fixed_bytes) return fixed_run(slot_, type_->capacity(), cell_);
  const std::uint64_t place = reference();
  if (place == 0) return {};
  if (kind_ == value_kind::bytes) return cell_.follow(place, 1).short_run();
  const packed_object object = cell_.follow(place, 8);
  return object.part(8, object.number<std::uint64_t>(0));
}

const field_type& value_view::element_type() const {
  if (type_->kind() != value_kind::any) return type_->element();
  const auto kind = static_cast<value_kind>(at<std::uint8_t>(slot_ + 1));
  if (!may_be_element_in_any(kind)) {
    cell_.context().refuse(static_cast<std::uint64_t>(slot_ - cell_.data()) + 1,
                           "value: elements of kind " + std::to_string(static_cast<unsigned>(kind)) + " do not exist");
  }
  return plain_type(kind);
}

sequence_view value_view::as_sequence() const {
  require(kind_ >= value_kind::list && kind_ <= value_kind::set, value_kind::list);
  const std::uint64_t place = reference();
  return place == 0 ? sequence_view() : sequence_view(kind_, element_type(), cell_.follow(place, 8));
}

dict_view value_view::as_dict() const {
  require(kind_ == value_kind::dict, value_kind::dict);
  const std::uint64_t place = reference();
  if (place == 0) return {};
  const field_type& any = plain_type(value_kind::any);
  const bool in_any = type_->kind() == value_kind::any;
  return {in_any ? any : type_->element(), in_any ? any : type_->mapped(), cell_.follow(place, 8)};
}

array_view value_view::as_array() const {
  require(kind_ == value_kind::array, value_kind::array);
  const std::uint64_t place = reference();
  if (place == 0) cell_.context().refuse(static_cast<std::uint64_t>(slot_ - cell_.data()), "array: has no object");
  return array_view(cell_.follow(place, 8));
}

record value_view::as_record() const {
  require(kind_ == value_kind::record, value_kind::record);
  const auto where = static_cast<std::uint64_t>(slot_ - cell_.data());
  const std::size_t type = type_->kind() == value_kind::any ? at<std::uint32_t>(slot_ + 4) : type_->record_type();
  if (type >= cell_.context().types().size()) cell_.context().refuse(where, "record: its type does not exist");
  const std::uint64_t place = reference();
  if (place == 0) cell_.context().refuse(where, "record: has no object");
  const packed_object object = cell_.follow(place, cell_.context().layouts()[type].size());
  return {object.cell(), object.offset(), type};
}

const std::byte* value_view::identity() const {
  if (state_ != presence::present || !is_referenced(kind_)) return nullptr;
  const std::uint64_t place = reference();
  return place == 0 ? nullptr : cell_.follow(place, 0).data();
}

value value_view::materialise() const { return table_core::materialiser(cell_).copy_of(*this); }

namespace table_core {

bool matches(const value_view& stored, const value& needle) {
  if (!stored.is_present()) return needle.is_null();
  if (needle.kind() == value_kind::text) {
    const bool text = stored.kind() == value_kind::text || stored.kind() == value_kind::fixed_text;
    return text && stored.as_text() == needle.as_text();
  }
  if (!is_hashable(stored.kind())) return false;
  const auto is_nested = [](value_kind kind) { return kind == value_kind::tuple || kind == value_kind::set; };
  if ((is_nested(stored.kind()) || is_nested(needle.kind())) && stored.kind() != needle.kind()) return false;
  return stored_copy(stored.materialise()).is_key(needle);
}

}  // namespace table_core
}  // namespace memosaic
