// SPDX-License-Identifier: Apache-2.0
#include "table/column_shape.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <stdexcept>

#include "table/text_forms.hpp"

namespace memosaic::table_core {
namespace {

enum kind_bit : std::uint16_t {
  boolean_bit = 1,
  int64_bit = 2,
  uint64_bit = 4,
  float64_bit = 8,
  decimal_bit = 16,
  date_bit = 32,
  datetime_bit = 64,
  text_bit = 128,
  list_bit = 256,
  object_bit = 512,
};
constexpr unsigned all_bits = 1023;

unsigned fitting_number(std::string_view text, number_form form) {
  switch (form) {
    case number_form::int64:
      return int64_bit | decimal_bit | (text.front() == '-' ? 0U : unsigned{uint64_bit}) |
             (is_float64(text) ? unsigned{float64_bit} : 0U);
    case number_form::uint64:
      return uint64_bit | decimal_bit | (is_float64(text) ? unsigned{float64_bit} : 0U);
    case number_form::float64:
      return float64_bit | decimal_bit;
    case number_form::decimal:
      return decimal_bit;
    default:
      return 0;
  }
}

unsigned fitting_time(std::string_view text) {
  if (text.size() < 10) return 0;
  if (date_of(text)) return date_bit;
  return datetime_of(text) ? unsigned{datetime_bit} : 0U;
}

}  // namespace

void column_shape::take(const delimited_field& field) {
  if (field.absent()) {
    ++nulls_;
    return;
  }
  ++seen_;
  measure(field.text);
  if ((candidates_ & all_bits) == text_bit) return;
  unsigned fitting = text_bit;
  if (field.text == "true" || field.text == "false") {
    fitting |= boolean_bit;
  } else if (special_float64(field.text)) {
    fitting |= float64_bit | decimal_bit;
  } else if (const number_form form = form_of_number(field.text); form != number_form::none) {
    fitting |= fitting_number(field.text, form);
    has_number_ = true;
  } else {
    fitting |= fitting_time(field.text);
  }
  narrow(static_cast<kinds>(fitting));
}

void column_shape::take(const value& seen) {
  unsigned fitting = 0;
  switch (seen.kind()) {
    case value_kind::null:
      ++nulls_;
      return;
    case value_kind::boolean:
      fitting = boolean_bit;
      break;
    case value_kind::int64:
      fitting = fitting_number(std::to_string(seen.as_int64()), number_form::int64);
      break;
    case value_kind::uint64:
      fitting = fitting_number(std::to_string(seen.as_uint64()), number_form::uint64);
      break;
    case value_kind::float64:
      fitting = float64_bit | decimal_bit;
      break;
    case value_kind::decimal:
      fitting = decimal_bit;
      break;
    case value_kind::text:
      measure(seen.as_text());
      fitting = text_bit | fitting_time(seen.as_text());
      break;
    case value_kind::list:
      fitting = list_bit;
      if (!element_) element_ = std::make_unique<column_shape>();
      for (const value& item : seen.items()) element_->take(item);
      break;
    default:
      fitting = object_bit;
      take_members(seen);
  }
  ++seen_;
  has_number_ = true;
  narrow(static_cast<kinds>(fitting));
}

void column_shape::measure(std::string_view text) noexcept {
  longest_ = std::max(longest_, text.size());
  // An object is its length and its bytes, aligned to 8; what is empty has none.
  if (!text.empty()) text_room_ += (text.size() + 8) / 8 * 8;
}

void column_shape::narrow(kinds fitting) { candidates_ = static_cast<kinds>(candidates_ & fitting); }

void column_shape::take_members(const value& object) {
  ++objects_;
  for (const auto& [name, content] : object.dict_entries()) {
    auto place = places_.find(name.as_text());
    if (place == places_.end()) {
      members_.emplace_back(std::string(name.as_text()), column_shape());
      place = places_.emplace(std::string(name.as_text()), members_.size() - 1).first;
    }
    members_[place->second].second.take(content);
  }
}

field_type column_shape::type(std::vector<record_type>& types, const std::string& path, std::uint64_t places,
                              text_columns texts) const {
  field_type found = plain_or_nested(types, path, places, texts);
  return nulls_ > 0 ? found.or_null() : found;
}

field_type column_shape::text_type(std::uint64_t places, text_columns texts) const {
  constexpr std::uint64_t reference_size = 4;
  constexpr std::size_t most_capacity = 255;  // its length has one byte
  if (texts == text_columns::varying || longest_ == 0 || longest_ > most_capacity) return field_type::text();
  if (places > UINT64_MAX / (most_capacity + 1)) return field_type::text();
  const std::uint64_t room_of_text = places * reference_size + text_room_;
  return places * (1 + longest_) <= room_of_text ? field_type::fixed_text(longest_) : field_type::text();
}

field_type column_shape::plain_or_nested(std::vector<record_type>& types, const std::string& path, std::uint64_t places,
                                         text_columns texts) const {
  if (seen_ == 0) return nulls_ > 0 ? field_type::text() : field_type::any();
  const unsigned candidates = candidates_ & all_bits;
  if (candidates == 0) return field_type::any();
  switch (candidates & (~candidates + 1)) {  // the first of them
    case boolean_bit:
      return field_type::boolean();
    case int64_bit:
      return field_type::int64();
    case uint64_bit:
      return field_type::uint64();
    case float64_bit:
      return has_number_ ? field_type::float64() : field_type::text();
    case decimal_bit:
      return field_type::decimal();
    case date_bit:
      return field_type::date();
    case datetime_bit:
      return field_type::datetime();
    case text_bit:
      return text_type(places, texts);
    case list_bit:
      return field_type::list(element_->type(types, path, 0, text_columns::varying));
    default: {
      const std::size_t at = types.size();
      types.emplace_back();
      make_record(types, at, path, texts);
      return field_type::record(at);
    }
  }
}

void column_shape::make_record(std::vector<record_type>& types, std::size_t at, const std::string& path,
                               text_columns texts) const {
  if (members_.size() > delimited_format::most_columns) {
    throw std::invalid_argument("objects of '" + path + "' have " + std::to_string(members_.size()) +
                                " names, and a record has 65535 fields at most: store names and values in lists");
  }
  std::vector<schema_field> fields;
  for (const auto& [name, shape] : members_) {
    const bool may_be_missing = shape.seen_ + shape.nulls_ < objects_;
    fields.push_back({static_cast<std::uint16_t>(fields.size() + 1), name,
                      shape.type(types, path + '.' + name, objects_, texts), may_be_missing, 0, std::nullopt});
  }
  types[at] = {path, std::move(fields), 0};
}

}  // namespace memosaic::table_core
