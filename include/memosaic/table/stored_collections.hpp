#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <utility>

#include "memosaic/table/list_of.hpp"
#include "memosaic/table/stored_scalars.hpp"

/// Members of structs that are lists, sets or dicts. The table is in stored.hpp.
namespace memosaic {

namespace table_core {

template <typename Container, typename Element, value_kind Kind>
struct stored_sequence {
  using read_type = list_of<Element>;
  using within = typename stored<Element>::within;
  static constexpr bool nullable = false;
  static field_type type(schema_builder& builder) {
    auto element = stored<Element>::type(builder);
    return Kind == value_kind::set ? field_type::set(std::move(element)) : field_type::list(std::move(element));
  }
  static read_type read(const slot_place& place) {
    return {value_view(*place.type, place.at, place.cell).as_sequence(), place.nested};
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type& type, const struct_places* nested,
                  const Container& content) {
    if (content.empty()) return true;
    std::vector<std::uint64_t> hashes;
    if constexpr (Kind == value_kind::set) {
      for (const auto& each : content) hashes.push_back(hash_of_key(value(each)));
    }
    const std::size_t count = content.size();
    const std::size_t at =
        packer.cell().add_sequence(type.element(), count, Kind == value_kind::set ? &hashes : nullptr);
    std::size_t index = 0;
    for (const Element& each : content) packer.pack_element(at + 8, count, index++, type.element(), nested, each);
    packer.cell().put_reference(slot, at);
    return true;
  }
};

template <typename Container, typename Key, typename Mapped>
struct stored_dict {
  using read_type = dict_of<Key, Mapped>;
  using within = typename stored<Mapped>::within;
  static constexpr bool nullable = false;
  static field_type type(schema_builder& builder) {
    return field_type::dict(stored<Key>::type(builder), stored<Mapped>::type(builder));
  }
  static read_type read(const slot_place& place) {
    return {value_view(*place.type, place.at, place.cell).as_dict(), place.nested};
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type& type, const struct_places* nested,
                  const Container& content) {
    if (content.empty()) return true;
    std::vector<std::uint64_t> hashes;
    for (const auto& [key, mapped] : content) hashes.push_back(hash_of_key(value(key)));
    const auto places = packer.cell().add_dict(type.element(), type.mapped(), hashes);
    std::size_t index = 0;
    for (const auto& [key, mapped] : content) {
      packer.pack_element(places.keys, content.size(), index, type.element(), nullptr, key);
      packer.pack_element(places.values, content.size(), index++, type.mapped(), nested, mapped);
    }
    packer.cell().put_reference(slot, places.object);
    return true;
  }
};

}  // namespace table_core

template <typename Element>
struct stored<std::vector<Element>> : table_core::stored_sequence<std::vector<Element>, Element, value_kind::list> {};
template <typename Element>
struct stored<std::set<Element>> : table_core::stored_sequence<std::set<Element>, Element, value_kind::set> {};
template <typename Element>
struct stored<std::unordered_set<Element>>
    : table_core::stored_sequence<std::unordered_set<Element>, Element, value_kind::set> {};
template <typename Key, typename Mapped>
struct stored<std::map<Key, Mapped>> : table_core::stored_dict<std::map<Key, Mapped>, Key, Mapped> {};
template <typename Key, typename Mapped>
struct stored<std::unordered_map<Key, Mapped>> : table_core::stored_dict<std::unordered_map<Key, Mapped>, Key, Mapped> {
};

}  // namespace memosaic
