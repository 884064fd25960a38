#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "memosaic/table/list_of.hpp"
#include "memosaic/table/record_of.hpp"
#include "memosaic/table/shared_number.hpp"
#include "memosaic/table/stored.hpp"
#include "memosaic/table/struct_packer.hpp"

/// What members of structs may be. The table is in stored.hpp.
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
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::record_plan*,
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
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::record_plan*,
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
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::record_plan*,
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
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::record_plan*,
                  const decimal& number) {
    return table_core::put_object(packer, slot, false, [&] { return packer.cell().add_decimal(number); });
  }
};

template <>
struct stored<std::string> : table_core::stored_plain<std::string_view, value_kind::text> {
  static std::string_view read(const table_core::slot_place& place) {
    return value_view(*place.type, place.at, place.cell).as_text();
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::record_plan*,
                  std::string_view text) {
    return table_core::put_object(packer, slot, text.empty(), [&] { return packer.cell().add_text(text); });
  }
};

template <>
struct stored<std::vector<std::byte>> : table_core::stored_plain<bytes_view, value_kind::bytes> {
  static bytes_view read(const table_core::slot_place& place) {
    return value_view(*place.type, place.at, place.cell).as_bytes();
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::record_plan*,
                  bytes_view bytes) {
    return table_core::put_object(packer, slot, bytes.empty(), [&] { return packer.cell().add_bytes(bytes); });
  }
};

template <>
struct stored<nd_array> : table_core::stored_plain<array_view, value_kind::array> {
  static array_view read(const table_core::slot_place& place) {
    return value_view(*place.type, place.at, place.cell).as_array();
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::record_plan*,
                  const nd_array& items) {
    return table_core::put_object(packer, slot, false, [&] { return packer.cell().add_array(items); });
  }
};

template <>
struct stored<value> : table_core::stored_plain<value_view, value_kind::any> {
  static value_view read(const table_core::slot_place& place) { return {*place.type, place.at, place.cell}; }
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::record_plan*,
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
  static bool put(struct_packer& packer, std::size_t slot, const field_type& type, const table_core::record_plan*,
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
  static bool put(struct_packer& packer, std::size_t slot, const field_type& type, const table_core::record_plan*,
                  const fixed_text<Capacity>& content) {
    packer.cell().put_fixed(slot, type, bytes_of(content.text()));
    return true;
  }
};

template <typename Content>
struct stored<std::optional<Content>> {
  using read_type = std::optional<typename stored<Content>::read_type>;
  using within = typename stored<Content>::within;
  static constexpr bool nullable = true;
  static field_type type(schema_builder& builder) { return stored<Content>::type(builder).or_null(); }
  static read_type read(const table_core::slot_place& place) { return stored<Content>::read(place); }
  static bool put(struct_packer& packer, std::size_t slot, const field_type& type,
                  const table_core::record_plan* nested, const std::optional<Content>& content) {
    return content && stored<Content>::put(packer, slot, type, nested, *content);
  }
};

template <described Struct>
struct stored<Struct> {
  using read_type = record_of<Struct>;
  using within = Struct;
  static constexpr bool nullable = false;
  static field_type type(schema_builder& builder) { return field_type::record(builder.record_type_of<Struct>()); }
  static read_type read(const table_core::slot_place& place) {
    return {value_view(*place.type, place.at, place.cell).as_record(), *place.nested};
  }
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::record_plan* nested,
                  const Struct& object) {
    packer.cell().put_reference(slot, packer.pack_record(object, *nested));
    return true;
  }
};

template <described Struct>
struct stored<std::shared_ptr<Struct>> {
  using read_type = std::optional<record_of<Struct>>;
  using within = Struct;
  static constexpr bool nullable = true;
  static field_type type(schema_builder& builder) { return stored<Struct>::type(builder).or_null(); }
  static read_type read(const table_core::slot_place& place) { return stored<Struct>::read(place); }
  static bool put(struct_packer& packer, std::size_t slot, const field_type& type,
                  const table_core::record_plan* nested, const std::shared_ptr<Struct>& object) {
    if (object == nullptr) return false;
    packer.cell().put_reference(slot, packer.pack_shared(object, type, *nested));
    return true;
  }
};

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
  static bool put(struct_packer& packer, std::size_t slot, const field_type& type, const record_plan* nested,
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
  static bool put(struct_packer& packer, std::size_t slot, const field_type& type, const record_plan* nested,
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

template <typename Struct>
void plan_set::fill(plan_set& plans, record_plan& plan) {
  const record_type& type = plans.stored_.types()[plan.type];
  const auto add = [&]<typename Member>(const described_field<Struct, Member>& each) {
    field_plan& made = plan.fields.emplace_back();
    const auto position = type.position(each.number);
    if (!position) return;
    const field_place& place = plan.layout->places()[*position];
    const field_type& stored_type = type.fields[*position].type;
    made = {place.offset,      stored_type.kind(), place.null_bit,
            place.missing_bit, &stored_type,       plans.nested<Member>(stored_type)};
    made.in_place = type.fields[*position].in_place;
    if (made.in_place) made.kind = value_kind::null;  // no load from the record itself
  };
  std::apply([&](const auto&... each) { (add(each), ...); }, description<Struct>::fields.all);
}

template <typename Member>
const record_plan* plan_set::nested(const field_type& type) {
  using within = typename stored<Member>::within;
  if constexpr (std::is_void_v<within>) {
    return nullptr;
  } else {
    // Elements of lists, values of dicts: down to the record.
    const field_type* inner = &type;
    while (!inner->parts().empty()) inner = &inner->mapped();
    return enter<within>(inner->record_type());
  }
}

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
