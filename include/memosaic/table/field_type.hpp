#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/value_kind.hpp"

namespace memosaic {

/// How many bytes references have: 4 reach 16 GiB of a cell and as much of shared objects, 8 reach everything.
enum class reference_width : std::uint8_t { narrow = 4, wide = 8 };

/// The type of a field, or of the elements of one: a kind, and what that kind needs to be known.
///
///     field_type::list(field_type::text().or_null())
///
/// A value; copies copy what it consists of.
/// Errors: the functions that make one throw `std::invalid_argument` for what no schema may hold.
class field_type {
 public:
  /// A kind that needs nothing else. Errors: `std::invalid_argument` for one that does, and for `null`.
  explicit field_type(value_kind plain);

  [[nodiscard]] static field_type boolean() { return field_type(value_kind::boolean); }
  [[nodiscard]] static field_type int8() { return field_type(value_kind::int8); }
  [[nodiscard]] static field_type int16() { return field_type(value_kind::int16); }
  [[nodiscard]] static field_type int32() { return field_type(value_kind::int32); }
  [[nodiscard]] static field_type int64() { return field_type(value_kind::int64); }
  [[nodiscard]] static field_type uint8() { return field_type(value_kind::uint8); }
  [[nodiscard]] static field_type uint16() { return field_type(value_kind::uint16); }
  [[nodiscard]] static field_type uint32() { return field_type(value_kind::uint32); }
  [[nodiscard]] static field_type uint64() { return field_type(value_kind::uint64); }
  [[nodiscard]] static field_type float32() { return field_type(value_kind::float32); }
  [[nodiscard]] static field_type float64() { return field_type(value_kind::float64); }
  [[nodiscard]] static field_type date() { return field_type(value_kind::date); }
  [[nodiscard]] static field_type datetime() { return field_type(value_kind::datetime); }
  [[nodiscard]] static field_type decimal() { return field_type(value_kind::decimal); }
  [[nodiscard]] static field_type bytes() { return field_type(value_kind::bytes); }
  [[nodiscard]] static field_type text() { return field_type(value_kind::text); }
  [[nodiscard]] static field_type buffer() { return field_type(value_kind::buffer); }
  [[nodiscard]] static field_type array() { return field_type(value_kind::array); }
  [[nodiscard]] static field_type any() { return field_type(value_kind::any); }

  /// Up to `capacity` bytes within the record: 1 to 65,535.
  [[nodiscard]] static field_type fixed_bytes(std::size_t capacity);
  [[nodiscard]] static field_type fixed_text(std::size_t capacity);
  [[nodiscard]] static field_type list(field_type element);
  [[nodiscard]] static field_type tuple(field_type element);
  [[nodiscard]] static field_type set(field_type element);
  [[nodiscard]] static field_type dict(field_type key, field_type mapped);
  /// A record of the schema's type of that number.
  [[nodiscard]] static field_type record(std::size_t record_type);

  /// The same, and null.
  [[nodiscard]] field_type or_null() const;

  [[nodiscard]] value_kind kind() const noexcept { return kind_; }
  [[nodiscard]] bool nullable() const noexcept { return nullable_; }
  /// Of fixed bytes and fixed text, in bytes.
  [[nodiscard]] std::size_t capacity() const noexcept { return number_; }
  /// Of a record: the number of its type in the schema.
  [[nodiscard]] std::size_t record_type() const noexcept { return number_; }
  /// Of a list, tuple or set; of a dict: of its keys.
  [[nodiscard]] const field_type& element() const noexcept MEMOSAIC_LIFETIMEBOUND { return parts_.front(); }
  /// Of a dict: of what its keys lead to.
  [[nodiscard]] const field_type& mapped() const noexcept MEMOSAIC_LIFETIMEBOUND { return parts_.back(); }
  /// The element, or key and mapped, or nothing.
  [[nodiscard]] const std::vector<field_type>& parts() const noexcept MEMOSAIC_LIFETIMEBOUND { return parts_; }

  /// How many bytes a value takes in a record or in a list, and to what they are aligned.
  [[nodiscard]] std::size_t slot_size(reference_width width) const noexcept;
  [[nodiscard]] std::size_t slot_alignment(reference_width width) const noexcept;

  /// As in "list<text?>", "fixed_text[20]", "record 2".
  [[nodiscard]] std::string to_text() const;

  /// Whether both are stored alike: they are equal but for being nullable themselves.
  [[nodiscard]] bool same_object(const field_type& other) const noexcept;

  [[nodiscard]] friend bool operator==(const field_type&, const field_type&) = default;

 private:
  field_type(value_kind kind, std::size_t number, std::vector<field_type> parts);

  value_kind kind_;
  bool nullable_ = false;
  std::uint16_t number_ = 0;       ///< capacity or record type, of the kinds that have one
  std::vector<field_type> parts_;  ///< of the kinds that have some
};

/// The type without more of a plain kind, which lives as long as the program. For values of `any`.
///
/// Errors: `std::invalid_argument` for other kinds.
[[nodiscard]] const field_type& plain_type(value_kind kind);

}  // namespace memosaic
