// SPDX-License-Identifier: Apache-2.0
#include "table/any_types.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace memosaic::table_core {

value_kind element_kind(const value::sequence& items) {
  if (items.empty()) return value_kind::any;
  const value_kind first = items.front().kind();
  const auto all = [&](auto test) { return std::all_of(items.begin(), items.end(), test); };
  if (all([](const value& each) { return each.kind() == value_kind::int64; })) {
    const auto fits_kind = [&](auto number) {
      return all([](const value& each) { return std::in_range<decltype(number)>(each.as_int64()); });
    };
    if (fits_kind(std::int8_t{})) return value_kind::int8;
    if (fits_kind(std::int16_t{})) return value_kind::int16;
    return fits_kind(std::int32_t{}) ? value_kind::int32 : value_kind::int64;
  }
  const bool uniform = first == value_kind::boolean || first == value_kind::float64 || first == value_kind::text ||
                       first == value_kind::bytes || first == value_kind::uint64;
  return uniform && all([&](const value& each) { return each.kind() == first; }) ? first : value_kind::any;
}

const field_type& sequence_type(value_kind kind, value_kind element) {
  static const auto made = [] {
    std::vector<field_type> types;
    for (const value_kind each : {value_kind::list, value_kind::tuple, value_kind::set}) {
      for (unsigned i = 0; i <= static_cast<unsigned>(value_kind::any); ++i) {
        const auto inner = static_cast<value_kind>(i);
        const bool used =
            is_number(inner) || inner == value_kind::boolean || inner == value_kind::text || inner == value_kind::bytes;
        const field_type& type = used ? plain_type(inner) : plain_type(value_kind::any);
        types.push_back(each == value_kind::list    ? field_type::list(type)
                        : each == value_kind::tuple ? field_type::tuple(type)
                                                    : field_type::set(type));
      }
    }
    return types;
  }();
  const auto row = static_cast<std::size_t>(kind) - static_cast<std::size_t>(value_kind::list);
  return made[row * (static_cast<std::size_t>(value_kind::any) + 1) + static_cast<std::size_t>(element)];
}

}  // namespace memosaic::table_core
