#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "memosaic/table/description.hpp"
#include "memosaic/table/packed_cell.hpp"
#include "memosaic/table/schema.hpp"

/// How the members of structs are found in records that were written with the same schema or with another one.
namespace memosaic::table_core {

struct struct_places;

/// Whether a member can be read from a number that is written in place.
template <typename Member>
inline constexpr bool may_be_in_place = plain_number<Member>;
template <typename Number>
inline constexpr bool may_be_in_place<std::optional<Number>> = plain_number<Number>;

/// A member: where it is stored, and as what.
struct member_place {
  std::uint32_t offset = 0;
  value_kind kind = value_kind::null;  ///< null if the file does not have it, or does not have it in the record
  std::uint32_t null_bit = field_place::no_bit;
  std::uint32_t missing_bit = field_place::no_bit;
  const field_type* stored = nullptr;     ///< null if the file does not have it
  const struct_places* nested = nullptr;  ///< of the struct within the member, if there is one
  bool in_place = false;                  ///< whether it is a number that is written in place
};

/// All members of one struct, in the order of its description.
struct struct_places {
  std::size_t type = 0;
  const record_layout* layout = nullptr;
  std::vector<member_place> fields;
};

/// A slot and what is needed to read it.
struct slot_place {
  const std::byte* at;
  const field_type* type;
  const struct_places* nested;
  packed_cell cell;
  bool in_place = false;  ///< others may write it meanwhile
};

/// The places of a struct and for all structs within.
class projected_structs {
 public:
  projected_structs(schema stored, reference_width width) : stored_(std::move(stored)), width_(width) {}

  [[nodiscard]] const schema& stored_schema() const noexcept { return stored_; }

  /// The places of that struct for the stored record type of that number. Structs within it wait in a list and are not
  /// recursed into, for a hostile schema may nest them deep.
  template <described Struct>
  [[nodiscard]] const struct_places* places_of(std::size_t type) {
    const struct_places* const first = enter<Struct>(type);
    while (!pending_.empty()) {
      const auto [fill, places] = pending_.back();
      pending_.pop_back();
      fill(*this, *places);
    }
    return first;
  }

  /// The same, to be filled later.
  template <described Struct>
  [[nodiscard]] const struct_places* enter(std::size_t type) {
    auto& made = places_[{&tag<Struct>, type}];
    if (!made) {
      made = std::make_unique<struct_places>();
      made->type = type;
      made->layout = &stored_.layout(type, width_);
      pending_.emplace_back(&fill<Struct>, made.get());
    }
    return made.get();
  }

 private:
  template <typename Struct>
  static constexpr char tag = 0;

  template <typename Struct>
  static void fill(projected_structs& structs, struct_places& places);

  /// The places of the struct within a member, of which `type` is the stored type.
  template <typename Member>
  [[nodiscard]] const struct_places* nested(const field_type& type);

  schema stored_;
  reference_width width_;
  std::map<std::pair<const char*, std::size_t>, std::unique_ptr<struct_places>> places_;
  std::vector<std::pair<void (*)(projected_structs&, struct_places&), struct_places*>> pending_;
};

}  // namespace memosaic::table_core
