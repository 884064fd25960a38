#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/field_type.hpp"
#include "memosaic/table/packed_cell.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic {

class array_view;
class dict_view;
class record;
class sequence_view;

/// A value where it lies, not decoded: a field of a record, an element of a list.
///
/// A small value that owns nothing. What it returns leads to the same bytes.
/// Lifetime: that of the bytes, and of the schema or table that they were unpacked with.
/// Errors: the functions that are named after a kind throw `std::invalid_argument` if it is another one, null or
/// missing, and `format_error` where the bytes cannot be what they say.
class value_view {
 public:
  enum class presence : std::uint8_t { present, null, missing };

  /// Missing.
  value_view() noexcept = default;

  /// The slot of a value of that type, known to be in `cell`. For `any`, what it says itself is read here. Of a number
  /// that is written in place, the slot is where `packed_context::number_of` says; it is read atomically.
  value_view(const field_type& type MEMOSAIC_LIFETIMEBOUND, const std::byte* slot, const packed_cell& cell,
             presence state = presence::present, bool in_place = false);

  /// Of an integer `int64` or `uint64` as it was stored, of a field of `any` what the value is.
  [[nodiscard]] value_kind kind() const noexcept { return kind_; }
  /// Of the field. Not of one that is missing because no schema knows it.
  [[nodiscard]] const field_type& type() const noexcept { return *type_; }
  [[nodiscard]] presence state() const noexcept { return state_; }
  [[nodiscard]] bool is_null() const noexcept { return state_ == presence::null; }
  [[nodiscard]] bool is_missing() const noexcept { return state_ == presence::missing; }
  [[nodiscard]] bool is_present() const noexcept { return state_ == presence::present; }

  [[nodiscard]] bool as_boolean() const;
  /// Of any integer. Errors also: `std::out_of_range` if it does not fit.
  [[nodiscard]] std::int64_t as_int64() const;
  [[nodiscard]] std::uint64_t as_uint64() const;
  /// Of any float.
  [[nodiscard]] double as_float64() const;
  [[nodiscard]] memosaic::date as_date() const;
  [[nodiscard]] memosaic::datetime as_datetime() const;
  [[nodiscard]] memosaic::decimal as_decimal() const;
  /// Of text and fixed text. That it is UTF-8 is not tested here.
  [[nodiscard]] std::string_view as_text() const;
  /// Of bytes, fixed bytes and buffers.
  [[nodiscard]] bytes_view as_bytes() const;
  /// Of a list, tuple or set.
  [[nodiscard]] sequence_view as_sequence() const;
  [[nodiscard]] dict_view as_dict() const;
  [[nodiscard]] array_view as_array() const;
  [[nodiscard]] record as_record() const;

  /// A copy that owns all it consists of, in time and memory bounded by the size of the bytes: values that were one
  /// when they were packed are one again, and circles close (see `value::dismantle`). Null for what is missing.
  ///
  /// Errors: `format_error`, also for objects that overlap or are nested deeper than 256.
  [[nodiscard]] value materialise() const;

  /// Where the object is; null for what has none. Equal for values that were one when they were packed.
  [[nodiscard]] const std::byte* identity() const;

  [[nodiscard]] const packed_cell& cell() const noexcept { return cell_; }
  [[nodiscard]] const std::byte* slot() const noexcept { return slot_; }

 private:
  template <typename Number>
  [[nodiscard]] Number number() const noexcept;
  void read_any();
  void require(bool right, value_kind wanted) const;
  [[nodiscard]] const std::byte* payload() const noexcept;
  [[nodiscard]] std::uint64_t reference() const noexcept;
  [[nodiscard]] const field_type& element_type() const;

  const field_type* type_ = nullptr;
  const std::byte* slot_ = nullptr;
  packed_cell cell_;
  presence state_ = presence::missing;
  bool in_place_ = false;  ///< whether others may write the slot meanwhile
  value_kind kind_ = value_kind::null;
};

}  // namespace memosaic
