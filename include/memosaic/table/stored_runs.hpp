#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "memosaic/table/stored_scalars.hpp"

/// Members of structs that are runs of bytes or of items, or `any`. The table is in stored.hpp.
namespace memosaic {

template <>
struct stored<std::string> : table_core::stored_plain<std::string_view, value_kind::text> {
  static std::string_view read(const table_core::slot_place& place) {
    return value_view(*place.type, place.at, place.cell).as_text();
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::struct_places*,
                  std::string_view text) {
    return table_core::put_object(packer, slot, text.empty(), [&] { return packer.cell().add_text(text); });
  }
};

template <>
struct stored<std::vector<std::byte>> : table_core::stored_plain<bytes_view, value_kind::bytes> {
  static bytes_view read(const table_core::slot_place& place) {
    return value_view(*place.type, place.at, place.cell).as_bytes();
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::struct_places*,
                  bytes_view bytes) {
    return table_core::put_object(packer, slot, bytes.empty(), [&] { return packer.cell().add_bytes(bytes); });
  }
};

template <>
struct stored<nd_array> : table_core::stored_plain<array_view, value_kind::array> {
  static array_view read(const table_core::slot_place& place) {
    return value_view(*place.type, place.at, place.cell).as_array();
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::struct_places*,
                  const nd_array& items) {
    return table_core::put_object(packer, slot, false, [&] { return packer.cell().add_array(items); });
  }
};

template <>
struct stored<value> : table_core::stored_plain<value_view, value_kind::any> {
  static value_view read(const table_core::slot_place& place) { return {*place.type, place.at, place.cell}; }
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::struct_places*,
                  const value& content) {
    packer.pack_any(slot, content);
    return true;
  }
};

template <std::size_t Capacity>
struct stored<fixed_bytes<Capacity>> {
  using read_type = bytes_view;
  using within = void;
  static constexpr bool nullable = false;
  static field_type type(schema_builder&) { return field_type::fixed_bytes(Capacity); }
  static bytes_view read(const table_core::slot_place& place) {
    return fixed_run(place.at, place.type->capacity(), place.cell);
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type& type, const table_core::struct_places*,
                  const fixed_bytes<Capacity>& content) {
    packer.cell().put_fixed(slot, type, content.bytes());
    return true;
  }
};

template <std::size_t Capacity>
struct stored<fixed_text<Capacity>> {
  using read_type = std::string_view;
  using within = void;
  static constexpr bool nullable = false;
  static field_type type(schema_builder&) { return field_type::fixed_text(Capacity); }
  static std::string_view read(const table_core::slot_place& place) {
    return text_of(fixed_run(place.at, place.type->capacity(), place.cell));
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type& type, const table_core::struct_places*,
                  const fixed_text<Capacity>& content) {
    packer.cell().put_fixed(slot, type, bytes_of(content.text()));
    return true;
  }
};

}  // namespace memosaic
