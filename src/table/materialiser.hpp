#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "memosaic/table/record.hpp"
#include "memosaic/table/value.hpp"
#include "memosaic/table/value_view.hpp"

namespace memosaic::table_core {

/// Copies values out of their cells. Objects are copied once, however often they are referred to, and are then one.
///
/// What a writer writes does not overlap. So all objects together have no more bytes than the cell and what is shared;
/// bytes that ask for more are refused, and time and memory are bounded whatever they say. Errors: `format_error`.
class materialiser {
 public:
  explicit materialiser(const packed_cell& cell);

  /// Each is for one call: after an error nothing that was copied is kept, whatever circles it had.
  [[nodiscard]] value copy_of(const value_view& from);
  [[nodiscard]] value copy_of(const record& from);

 private:
  /// What is known of an object. Two slots that lead to one object mean one value only if they read it alike.
  struct known_object {
    value made;
    value_kind kind;
    const field_type* element;  ///< of a list, tuple, set, and the keys of a dict
    const field_type* mapped;   ///< of a dict
  };

  [[nodiscard]] value value_of(const value_view& from);
  [[nodiscard]] value leaf_of(const value_view& from);
  [[nodiscard]] value sequence_of(const value_view& from);
  [[nodiscard]] value dict_of(const value_view& from);
  [[nodiscard]] value fields_of(const record& from);

  [[nodiscard]] const value* find(const std::byte* identity, value_kind kind, const field_type* element = nullptr,
                                  const field_type* mapped = nullptr) const;
  void dismantle_all() const;
  void charge(const value_view& from, std::size_t bytes);

  const packed_context* context_;
  std::size_t budget_;  ///< bytes that objects may still have
  int depth_ = 0;
  std::unordered_multimap<const std::byte*, known_object> known_;
};

}  // namespace memosaic::table_core
