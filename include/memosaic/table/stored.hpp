#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "memosaic/table/array_view.hpp"
#include "memosaic/table/calendar.hpp"
#include "memosaic/table/decimal.hpp"
#include "memosaic/table/description.hpp"
#include "memosaic/table/field_type.hpp"
#include "memosaic/table/fixed_run.hpp"
#include "memosaic/table/nd_array.hpp"
#include "memosaic/table/struct_places.hpp"
#include "memosaic/table/value.hpp"
#include "memosaic/table/value_view.hpp"

namespace memosaic {

class struct_packer;
class schema_builder;
template <described Struct>
class record_of;
template <typename Element>
class list_of;
template <typename Key, typename Mapped>
class dict_of;

/// How a member of a struct is stored, and as what it is read in place:
///
/// | member | stored as | read as |
/// |---|---|---|
/// | `bool`, integers, `float`, `double` | the same | the same |
/// | `date`, `datetime`, `decimal` | the same | the same |
/// | `std::string` | text | `std::string_view` |
/// | `std::vector<std::byte>` | bytes | `bytes_view` |
/// | `fixed_text<N>`, `fixed_bytes<N>` | within the record | `std::string_view`, `bytes_view` |
/// | `nd_array` | array | `array_view` |
/// | `std::vector<T>` | list | `list_of<T>` |
/// | `std::set<T>`, `std::unordered_set<T>` | set | `list_of<T>` |
/// | `std::map<K, T>`, `std::unordered_map<K, T>` | dict | `dict_of<K, T>` |
/// | a described struct | record | `record_of<Struct>` |
/// | `std::shared_ptr` of a described struct | record or null, each object once | `std::optional<record_of<Struct>>` |
/// | `std::optional<T>` | T or null | `std::optional` of what T is read as |
/// | `value` | any | `value_view` |
///
/// Each has `type(builder)`, `read_type`, `within` (the described struct in it, or void), `read(place)`, and
/// `put(packer, slot, type, nested, content)`, which tells whether there is a value.
template <typename Member>
struct stored;

/// Puts the record types of structs together: the first one asked for gets number 0.
class schema_builder {
 public:
  template <described Struct>
  [[nodiscard]] std::size_t record_type_of() {
    const auto [found, fresh] = numbers_.try_emplace(&tag<Struct>, types_.size());
    const std::size_t number = found->second;
    if (!fresh) return number;
    types_.emplace_back();
    record_type made;
    made.name = description<Struct>::fields.name;
    std::apply([&](const auto&... each) { (add(made, each), ...); }, description<Struct>::fields.all);
    types_[number] = std::move(made);
    return number;
  }

  [[nodiscard]] std::vector<record_type> take() { return std::move(types_); }

 private:
  template <typename Struct>
  static constexpr char tag = 0;

  template <typename Struct, typename Member>
  void add(record_type& to, const described_field<Struct, Member>& each) {
    std::optional<value> otherwise;
    if constexpr (!std::same_as<typename described_field<Struct, Member>::default_type,
                                typename described_field<Struct, Member>::nothing>) {
      if (each.has_default) otherwise = value(each.default_value);
    }
    if (each.is_key) to.key = each.number;
    to.fields.push_back({each.number, each.name, stored<Member>::type(*this), each.missing_allowed, each.since_version,
                         std::move(otherwise), each.is_in_place});
  }

  std::vector<record_type> types_;
  std::map<const char*, std::size_t> numbers_;
};

}  // namespace memosaic
