// SPDX-License-Identifier: Apache-2.0
#include "table/structure_plan.hpp"

#include <algorithm>
#include <stdexcept>

namespace memosaic::table_core {
namespace {

bool is_free(value_kind kind) { return is_number(kind) || kind == value_kind::date; }

}  // namespace

structure_plan::structure_plan(const schema& types, reference_width width) : width_(width), types_(types) {
  for (std::size_t i = 0; i < types_.types().size(); ++i) add_record(types_.types()[i], types_.layout(i, width), i);
  add_any();
}

std::uint16_t structure_plan::object_of(const field_type& type) {
  if (!is_referenced(type.kind())) return 0;
  std::string text = type.to_text();
  if (type.nullable()) text.pop_back();  // the objects are the same
  const auto [found, fresh] = objects_.try_emplace(std::move(text), static_cast<std::uint16_t>(objects_.size() + 1));
  if (objects_.size() > 65534) throw std::length_error("the schema has too many types to be verified: at most 65534");
  return found->second;
}

const verified_slot* structure_plan::add(const field_type& type) {
  verified_slot made;
  made.type = &type;
  made.kind = type.kind();
  made.nullable = type.nullable();
  made.free = is_free(type.kind());
  made.object = object_of(type);
  made.size = type.slot_size(width_);
  if (!type.parts().empty()) made.element = add(type.element());
  if (type.kind() == value_kind::dict) made.mapped = add(type.mapped());
  return &slots_.emplace_back(made);
}

void structure_plan::add_record(const record_type& type, const record_layout& layout, std::size_t number_of_type) {
  verified_record& made = records_.emplace_back();
  made.size = layout.size();
  made.self_contained = layout.self_contained();
  made.object = object_of(field_type::record(number_of_type));
  if (layout.state_bits() != 0) {
    made.last_state = layout.state_offset() + (layout.state_bits() - 1) / 8;
    made.unused_state = 0xFFU << ((layout.state_bits() - 1) % 8 + 1) & 0xFFU;
  }
  std::vector<std::pair<std::size_t, std::size_t>> used{{layout.state_offset(), (layout.state_bits() + 7) / 8}};
  if (layout.numbers_size() != 0) {
    made.has_numbers = true;
    made.numbers_offset = layout.numbers_offset();
    used.emplace_back(made.numbers_offset, 8);
  }
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    if (type.fields[i].in_place) continue;
    const field_place& place = layout.places()[i];
    const verified_slot* const slot = add(type.fields[i].type);
    used.emplace_back(place.offset, slot->size);
    const bool always = place.null_bit == field_place::no_bit && place.missing_bit == field_place::no_bit;
    if (slot->free && always) continue;
    made.fields.push_back({place.offset, place.null_bit, place.missing_bit, slot});
  }
  std::sort(used.begin(), used.end());
  std::size_t stop = 0;
  for (const auto& [offset, size] : used) {
    if (offset > stop) made.gaps.emplace_back(stop, offset - stop);
    stop = offset + size;
  }
  if (made.size > stop) made.gaps.emplace_back(stop, made.size - stop);
}

void structure_plan::add_any() {
  const auto may_be_element = [](value_kind kind) {
    return is_number(kind) || kind == value_kind::boolean || kind == value_kind::text || kind == value_kind::bytes ||
           kind == value_kind::any;
  };
  for (const value_kind kind : {value_kind::decimal, value_kind::bytes, value_kind::text, value_kind::buffer,
                                value_kind::array, value_kind::any}) {
    plain_[number(kind)] = add(plain_type(kind));
  }
  plain_[number(value_kind::dict)] = add(made_.emplace_back(field_type::dict(field_type::any(), field_type::any())));
  for (std::size_t i = 1; i < kinds; ++i) {
    if (!may_be_element(static_cast<value_kind>(i))) continue;
    const field_type& element = plain_type(static_cast<value_kind>(i));
    sequences_[0][i] = add(made_.emplace_back(field_type::list(element)));
    sequences_[1][i] = add(made_.emplace_back(field_type::tuple(element)));
    sequences_[2][i] = add(made_.emplace_back(field_type::set(element)));
  }
  for (std::size_t i = 0; i < records_.size(); ++i) {
    any_records_.push_back(add(made_.emplace_back(field_type::record(i))));
  }
}

}  // namespace memosaic::table_core
