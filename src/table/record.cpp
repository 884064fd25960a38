// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/record.hpp"

#include <stdexcept>
#include <string>

#include "table/materialiser.hpp"

namespace memosaic {

value_view record::field(std::size_t position) const {
  require_index(position, size());
  const field_place& place = layout().places()[position];
  const schema_field& described = type().fields[position];
  if (described.in_place) {
    const std::byte* const number = cell_.context().number_of(at_, place.offset);
    return {described.type, number, cell_, value_view::presence::present, true};
  }
  auto state = value_view::presence::present;
  if (place.missing_bit != field_place::no_bit && bit_at(at_, place.missing_bit)) {
    state = value_view::presence::missing;
  } else if (place.null_bit != field_place::no_bit && bit_at(at_, place.null_bit)) {
    state = value_view::presence::null;
  }
  return {described.type, at_ + place.offset, cell_, state};
}

value_view record::operator[](std::string_view name) const {
  const auto position = type().position(name);
  if (!position) {
    throw std::out_of_range("record type '" + type().name + "' has no field '" + std::string(name) + "'");
  }
  return field(*position);
}

value record::materialise() const { return table_core::materialiser(cell_).copy_of(*this); }

}  // namespace memosaic
