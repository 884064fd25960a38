#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "memosaic/table/field_type.hpp"
#include "memosaic/table/record_layout.hpp"
#include "memosaic/table/schema.hpp"

namespace memosaic::table_core {

/// What verification has to know of the slots of one type.
struct verified_slot {
  const field_type* type = nullptr;
  value_kind kind = value_kind::null;
  bool nullable = false;
  bool free = false;         ///< whether its bytes are right whatever they are
  std::uint16_t object = 0;  ///< a number for each type that objects can have; 0 if slots of this kind lead to none
  std::size_t size = 0;      ///< of the slot
  const verified_slot* element = nullptr;
  const verified_slot* mapped = nullptr;
};

struct verified_field {
  std::size_t offset = 0;
  std::uint32_t null_bit = field_place::no_bit;
  std::uint32_t missing_bit = field_place::no_bit;
  const verified_slot* slot = nullptr;
};

/// The fixed part of one record type: what has to be tested, and nothing else.
struct verified_record {
  std::size_t size = 0;
  std::size_t last_state = 0;  ///< offset of the last byte with state bits
  unsigned unused_state = 0;   ///< bits of it that are 0
  bool self_contained = true;
  bool has_numbers = false;        ///< that are written in place; then the number of the record stands in their place
  std::size_t numbers_offset = 0;  ///< where that is
  std::uint16_t object = 0;
  std::vector<verified_field> fields;
  std::vector<std::pair<std::size_t, std::size_t>> gaps;  ///< offset and length of padding
};

/// A schema, prepared for verification. It never changes, so threads share it.
class structure_plan {
 public:
  /// Lifetime: borrows the types of the schema, which any copy of it keeps.
  /// Errors: `std::length_error` if the schema has more than 65,534 types that objects can have.
  structure_plan(const schema& types, reference_width width);
  structure_plan(const structure_plan&) = delete;
  structure_plan& operator=(const structure_plan&) = delete;

  [[nodiscard]] const verified_record& record(std::size_t type) const noexcept { return records_[type]; }
  [[nodiscard]] std::size_t record_types() const noexcept { return records_.size(); }

  /// What a value of `any` leads to: a plain kind or dict; a list, tuple or set of elements of a plain kind, null if
  /// there are none of these; a record.
  [[nodiscard]] const verified_slot& in_any(value_kind kind) const noexcept { return *plain_[number(kind)]; }
  [[nodiscard]] const verified_slot* in_any(value_kind kind, value_kind element) const noexcept {
    return sequences_[number(kind) - number(value_kind::list)][number(element)];
  }
  [[nodiscard]] const verified_slot& record_in_any(std::size_t type) const noexcept { return *any_records_[type]; }

 private:
  static constexpr std::size_t kinds = static_cast<std::size_t>(value_kind::any) + 1;
  static constexpr std::size_t number(value_kind kind) noexcept { return static_cast<std::size_t>(kind); }

  const verified_slot* add(const field_type& type);
  std::uint16_t object_of(const field_type& type);
  void add_record(const record_type& type, const record_layout& layout, std::size_t number_of_type);
  void add_any();

  reference_width width_;
  schema types_;
  std::map<std::string, std::uint16_t> objects_;
  std::deque<field_type> made_;  ///< types that only values of `any` have
  std::deque<verified_slot> slots_;
  std::vector<verified_record> records_;
  std::array<const verified_slot*, kinds> plain_{};
  std::array<std::array<const verified_slot*, kinds>, 3> sequences_{};
  std::vector<const verified_slot*> any_records_;
};

}  // namespace memosaic::table_core
