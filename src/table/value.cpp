// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/value.hpp"

#include <array>
#include <stdexcept>

namespace memosaic {

value::value(memosaic::decimal number) : held_(std::make_shared<const memosaic::decimal>(std::move(number))) {}

value::value(nd_array items) : held_(std::make_shared<const nd_array>(std::move(items))) {}

value::value(std::string_view text) : held_(std::make_shared<const std::string>(text)) {}

value value::bytes(bytes_view bytes) {
  value result;
  result.held_ = std::make_shared<const bytes_node>(bytes_node{value_kind::bytes, {bytes.begin(), bytes.end()}});
  return result;
}

value value::buffer(bytes_view bytes) {
  value result;
  result.held_ = std::make_shared<const bytes_node>(bytes_node{value_kind::buffer, {bytes.begin(), bytes.end()}});
  return result;
}

value value::list(sequence items) {
  value result;
  result.held_ = std::make_shared<sequence_node>(sequence_node{value_kind::list, std::move(items)});
  return result;
}

value value::tuple(sequence items) {
  value result;
  result.held_ = std::make_shared<sequence_node>(sequence_node{value_kind::tuple, std::move(items)});
  return result;
}

value value::set(sequence items) {
  value result;
  result.held_ = std::make_shared<sequence_node>(sequence_node{value_kind::set, std::move(items)});
  return result;
}

value value::dict(entries items) {
  value result;
  result.held_ = std::make_shared<entries>(std::move(items));
  return result;
}

value value::record(std::string type_name, std::vector<std::pair<std::string, value>> fields) {
  value result;
  result.held_ = std::make_shared<named_fields>(named_fields{std::move(type_name), std::move(fields)});
  return result;
}

value_kind value::kind() const noexcept {
  static constexpr std::array<value_kind, std::variant_size_v<held>> kinds{
      value_kind::null,  value_kind::boolean,  value_kind::int64, value_kind::uint64, value_kind::float64,
      value_kind::date,  value_kind::datetime, value_kind::text,  value_kind::bytes,  value_kind::decimal,
      value_kind::array, value_kind::list,     value_kind::dict,  value_kind::record, value_kind::pooled};
  if (const auto* const bytes = std::get_if<std::shared_ptr<const bytes_node>>(&held_)) return (*bytes)->kind;
  if (const auto* const items = std::get_if<std::shared_ptr<sequence_node>>(&held_)) return (*items)->kind;
  return kinds[held_.index()];
}

template <typename Held>
const Held& value::need(value_kind wanted) const {
  if (const Held* const found = std::get_if<Held>(&held_)) return *found;
  throw std::invalid_argument("a value of kind " + std::string(name_of(wanted)) + " is needed: found " +
                              std::string(name_of(kind())));
}

bool value::as_boolean() const { return need<bool>(value_kind::boolean); }

std::int64_t value::as_int64() const {
  if (const auto* const big = std::get_if<std::uint64_t>(&held_)) {
    throw std::out_of_range(std::to_string(*big) + " does not fit int64");
  }
  return need<std::int64_t>(value_kind::int64);
}

std::uint64_t value::as_uint64() const {
  if (const auto* const big = std::get_if<std::uint64_t>(&held_)) return *big;
  const std::int64_t number = need<std::int64_t>(value_kind::uint64);
  if (number < 0) throw std::out_of_range(std::to_string(number) + " does not fit uint64");
  return static_cast<std::uint64_t>(number);
}

double value::as_float64() const { return need<double>(value_kind::float64); }

memosaic::date value::as_date() const { return need<memosaic::date>(value_kind::date); }

memosaic::datetime value::as_datetime() const { return need<memosaic::datetime>(value_kind::datetime); }

pooled_object value::as_pooled() const { return need<pooled_object>(value_kind::pooled); }

const memosaic::decimal& value::as_decimal() const {
  return *need<std::shared_ptr<const memosaic::decimal>>(value_kind::decimal);
}

const nd_array& value::as_array() const { return *need<std::shared_ptr<const nd_array>>(value_kind::array); }

std::string_view value::as_text() const { return *need<std::shared_ptr<const std::string>>(value_kind::text); }

bytes_view value::as_bytes() const { return need<std::shared_ptr<const bytes_node>>(value_kind::bytes)->bytes; }

value::sequence& value::items() const { return need<std::shared_ptr<sequence_node>>(value_kind::list)->items; }

value::entries& value::dict_entries() const { return *need<std::shared_ptr<entries>>(value_kind::dict); }

value::named_fields& value::record_fields() const { return *need<std::shared_ptr<named_fields>>(value_kind::record); }

const value* value::find(std::string_view name) const {
  if (const auto* const fields = std::get_if<std::shared_ptr<named_fields>>(&held_)) {
    for (const auto& [field, content] : (*fields)->fields) {
      if (field == name) return &content;
    }
    return nullptr;
  }
  for (const auto& [key, mapped] : dict_entries()) {
    if (key.kind() == value_kind::text && key.as_text() == name) return &mapped;
  }
  return nullptr;
}

void value::dismantle() const {
  sequence waiting{*this};
  while (!waiting.empty()) {
    const value each = std::move(waiting.back());
    waiting.pop_back();
    if (const auto* const node = std::get_if<std::shared_ptr<sequence_node>>(&each.held_)) {
      for (value& item : std::exchange((*node)->items, {})) waiting.push_back(std::move(item));
    } else if (const auto* const dict = std::get_if<std::shared_ptr<entries>>(&each.held_)) {
      for (auto& [key, mapped] : std::exchange(**dict, {})) {
        waiting.push_back(std::move(key));
        waiting.push_back(std::move(mapped));
      }
    } else if (const auto* const fields = std::get_if<std::shared_ptr<named_fields>>(&each.held_)) {
      for (auto& [name, content] : std::exchange((*fields)->fields, {})) waiting.push_back(std::move(content));
    }
  }
}

const void* value::identity() const noexcept {
  return std::visit(
      [](const auto& each) -> const void* {
        if constexpr (requires { each.get(); }) {
          return each.get();
        } else {
          return nullptr;
        }
      },
      held_);
}

std::size_t value::holders() const noexcept {
  return std::visit(
      [](const auto& each) -> std::size_t {
        if constexpr (requires { each.use_count(); }) {
          return static_cast<std::size_t>(each.use_count());
        } else {
          return 0;
        }
      },
      held_);
}

}  // namespace memosaic
