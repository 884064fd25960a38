#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <vector>

#include "memosaic/table/cell_writer.hpp"
#include "memosaic/table/stored.hpp"
#include "memosaic/table/struct_places.hpp"

namespace memosaic {

/// Packs structs into one cell; what several `std::shared_ptr` hold is put once.
class struct_packer {
 public:
  struct_packer(const schema& types, cell_writer& cell) : types_(types), cell_(cell) {}

  [[nodiscard]] cell_writer& cell() noexcept { return cell_; }

  template <described Struct>
  std::size_t pack_record(const Struct& object, const table_core::struct_places& places) {
    const std::size_t at = cell_.allocate(places.layout->size());
    pack_fields(object, places, at);
    return at;
  }

  /// An object that others may hold too.
  template <described Struct>
  std::size_t pack_shared(const std::shared_ptr<Struct>& object, const field_type& type,
                          const table_core::struct_places& places) {
    if (const auto known = cell_.find(object.get(), type)) return *known;
    const std::size_t at = cell_.allocate(places.layout->size());
    if (object.use_count() > 1) cell_.remember(object.get(), type, at);
    pack_fields(*object, places, at);
    return at;
  }

  /// Elements or mapped values behind `slots`, which has room for `count` and for their null bits.
  template <typename Element>
  void pack_element(std::size_t slots, std::size_t count, std::size_t index, const field_type& type,
                    const table_core::struct_places* nested, const Element& element) {
    const std::size_t size = type.slot_size(cell_.width());
    if (!stored<Element>::put(*this, slots + size * index, type, nested, element)) {
      cell_.set_bit(slots + size * count, index);
    }
  }

  void pack_any(std::size_t slot, const value& content);

 private:
  template <described Struct>
  void pack_fields(const Struct& object, const table_core::struct_places& places, std::size_t at) {
    const depth_guard guard(depth_);
    std::size_t index = 0;
    const auto pack_one = [&](const auto& each) {
      const table_core::member_place& place = places.fields[index++];
      using member = std::remove_cvref_t<decltype(object.*(each.member))>;
      if (stored<member>::put(*this, at + place.offset, *place.stored, place.nested, object.*(each.member))) return;
      cell_.set_bit(at, each.missing_allowed ? place.missing_bit : place.null_bit);
    };
    std::apply([&](const auto&... each) { (pack_one(each), ...); }, description<Struct>::fields.all);
  }

  const schema& types_;
  cell_writer& cell_;
  int depth_ = 0;
};

}  // namespace memosaic
