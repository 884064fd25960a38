#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <tuple>

#include "memosaic/table/record_of.hpp"
#include "memosaic/table/stored_scalars.hpp"

/// Members of structs that are structs, or may be absent, and where they are in stored records. The table is in
/// stored.hpp.
namespace memosaic {

template <typename Content>
struct stored<std::optional<Content>> {
  using read_type = std::optional<typename stored<Content>::read_type>;
  using within = typename stored<Content>::within;
  static constexpr bool nullable = true;
  static field_type type(schema_builder& builder) { return stored<Content>::type(builder).or_null(); }
  static read_type read(const table_core::slot_place& place) { return stored<Content>::read(place); }
  static bool put(struct_packer& packer, std::size_t slot, const field_type& type,
                  const table_core::struct_places* nested, const std::optional<Content>& content) {
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
  static bool put(struct_packer& packer, std::size_t slot, const field_type&, const table_core::struct_places* nested,
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
                  const table_core::struct_places* nested, const std::shared_ptr<Struct>& object) {
    if (object == nullptr) return false;
    packer.cell().put_reference(slot, packer.pack_shared(object, type, *nested));
    return true;
  }
};

namespace table_core {

template <typename Struct>
void projected_structs::fill(projected_structs& structs, struct_places& places) {
  const record_type& type = structs.stored_.types()[places.type];
  const auto add = [&]<typename Member>(const described_field<Struct, Member>& each) {
    member_place& made = places.fields.emplace_back();
    const auto position = type.position(each.number);
    if (!position) return;
    const field_place& place = places.layout->places()[*position];
    const field_type& stored_type = type.fields[*position].type;
    made = {place.offset,      stored_type.kind(), place.null_bit,
            place.missing_bit, &stored_type,       structs.nested<Member>(stored_type)};
    made.in_place = type.fields[*position].in_place;
    if (made.in_place) made.kind = value_kind::null;  // no load from the record itself
  };
  std::apply([&](const auto&... each) { (add(each), ...); }, description<Struct>::fields.all);
}

template <typename Member>
const struct_places* projected_structs::nested(const field_type& type) {
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

}  // namespace memosaic
