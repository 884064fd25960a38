#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "memosaic/table/description.hpp"
#include "memosaic/table/record.hpp"
#include "memosaic/table/stored.hpp"
#include "memosaic/table/struct_places.hpp"

namespace memosaic {

/// A record where it lies, read by the members of a struct: `row[&Trade::price]`.
///
/// A number of the type that is stored is read by one load from a fixed place; what an older file stores in a narrower
/// type is widened, and what it does not have is the default. Lifetime: as `value_view`, and that of the projection.
/// Errors: `format_error`, as `value_view`.
template <described Struct>
class record_of {
 public:
  record_of() noexcept = default;

  /// A record of the type that the places are of.
  record_of(const record& from, const table_core::struct_places& places) noexcept
      : at_(from.data()), fields_(places.fields.data()), cell_(from.cell()), type_(places.type) {}

  template <typename Member>
  [[nodiscard]] typename stored<Member>::read_type operator[](Member Struct::*member) const {
    const table_core::member_place& place = fields_[description<Struct>::fields.index_of(member)];
    if constexpr (stored<Member>::nullable) {
      if (absent(place)) return {};
    } else if constexpr (requires { stored<Member>::number; }) {
      if (place.kind == stored<Member>::number) [[likely]]
        return stored<Member>::load(at_ + place.offset);
    }
    // Only what can have a default may be absent: that was tested when the projection was made.
    if constexpr (std::is_arithmetic_v<Member> || std::same_as<Member, std::string>) {
      if (place.stored == nullptr) return otherwise(member);
    }
    const std::byte* slot = at_ + place.offset;
    if constexpr (table_core::may_be_in_place<Member>) {
      if (place.in_place) slot = cell_.context().number_of(at_, place.offset);
    }
    return stored<Member>::read({slot, place.stored, place.nested, cell_, place.in_place});
  }

  /// Whether the file has no such field, or the record lacks it; a null is not missing.
  template <typename Member>
  [[nodiscard]] bool is_missing(Member Struct::*member) const noexcept {
    const table_core::member_place& place = fields_[description<Struct>::fields.index_of(member)];
    return place.stored == nullptr || (place.missing_bit != field_place::no_bit && bit_at(at_, place.missing_bit));
  }

  /// The same by names, with the schema of the file.
  [[nodiscard]] record dynamic() const { return {cell_, static_cast<std::size_t>(at_ - cell_.data()), type_}; }

 private:
  [[nodiscard]] bool absent(const table_core::member_place& place) const noexcept {
    return place.stored == nullptr || (place.null_bit != field_place::no_bit && bit_at(at_, place.null_bit)) ||
           (place.missing_bit != field_place::no_bit && bit_at(at_, place.missing_bit));
  }

  template <typename Member>
  [[nodiscard]] static typename stored<Member>::read_type otherwise(Member Struct::*member) {
    typename stored<Member>::read_type found{};
    const auto take = [&](const auto& each) {
      if constexpr (std::same_as<decltype(each.member), Member Struct::*const> ||
                    std::same_as<decltype(each.member), Member Struct::*>) {
        if constexpr (requires { found = each.default_value; }) {
          if (each.has_default && each.member == member) found = each.default_value;
        }
      }
    };
    std::apply([&](const auto&... each) { (take(each), ...); }, description<Struct>::fields.all);
    return found;
  }

  const std::byte* at_ = nullptr;
  const table_core::member_place* fields_ = nullptr;
  packed_cell cell_;
  std::size_t type_ = 0;
};

}  // namespace memosaic
