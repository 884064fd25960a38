#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <concepts>
#include <cstddef>
#include <cstdint>

#include "memosaic/table/shared_number.hpp"
#include "memosaic/table/stored.hpp"
#include "memosaic/table/struct_packer.hpp"

/// Members of structs that are one number, date or decimal. The table is in stored.hpp.
namespace memosaic {

template <typename Number>
requires(std::integral<Number> || std::floating_point<Number>) struct stored<Number> {
  using read_type = Number;
  using within = void;
  static constexpr bool nullable = false;
  static constexpr value_kind number = kind_of_number<Number>();

  static field_type type(schema_builder&) { return field_type(number); }
  [[nodiscard]] static Number load(const std::byte* at) noexcept {
    if constexpr (std::same_as<Number, bool>) {
      return *at != std::byte{0};
    } else {
      return load_unchecked<Number>(at, std::endian::little);
    }
  }
  [[nodiscard]] static Number read(const table_core::slot_place& place) {
    if constexpr (!std::same_as<Number, bool>) {
      if (place.in_place && place.type->kind() == number) return table_core::load_shared<Number>(place.at);
    }
    if (place.type->kind() == number) return load(place.at);
    const value_view narrower(*place.type, place.at, place.cell, value_view::presence::present, place.in_place);
    if (is_float(narrower.kind())) return static_cast<Number>(narrower.as_float64());
    if (is_unsigned_integer(narrower.kind())) return static_cast<Number>(narrower.as_uint64());
    return static_cast<Number>(narrower.as_int64());
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::struct_places*,
                  Number content) {
    if constexpr (std::same_as<Number, bool>) {
      packer.cell().put_boolean(slot, content);
    } else {
      packer.cell().put_number(slot, content);
    }
    return true;
  }
};

namespace table_core {

/// What is read through a `value_view`, and refers to no struct.
template <typename Read, value_kind Kind>
struct stored_plain {
  using read_type = Read;
  using within = void;
  static constexpr bool nullable = false;
  static field_type type(schema_builder&) { return field_type(Kind); }
};

/// An object at which a slot is to lead, unless it is empty.
inline bool put_object(struct_packer& packer, std::size_t slot, bool empty, auto add) {
  if (!empty) packer.cell().put_reference(slot, add());
  return true;
}

}  // namespace table_core

template <>
struct stored<date> : table_core::stored_plain<date, value_kind::date> {
  static date read(const table_core::slot_place& place) {
    return date(load_unchecked<std::int32_t>(place.at, std::endian::little));
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::struct_places*,
                  date day) {
    packer.cell().put_number(slot, day.days);
    return true;
  }
};

template <>
struct stored<datetime> : table_core::stored_plain<datetime, value_kind::datetime> {
  static datetime read(const table_core::slot_place& place) {
    return value_view(*place.type, place.at, place.cell).as_datetime();
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::struct_places*,
                  const datetime& time) {
    packer.cell().put_datetime(slot, time);
    return true;
  }
};

template <>
struct stored<decimal> : table_core::stored_plain<decimal, value_kind::decimal> {
  static decimal read(const table_core::slot_place& place) {
    return value_view(*place.type, place.at, place.cell).as_decimal();
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::struct_places*,
                  const decimal& number) {
    return table_core::put_object(packer, slot, false, [&] { return packer.cell().add_decimal(number); });
  }
};

}  // namespace memosaic
