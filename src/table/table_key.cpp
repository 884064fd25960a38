// SPDX-License-Identifier: Apache-2.0
#include "table/table_key.hpp"

#include <bit>
#include <cmath>
#include <stdexcept>

#include "memosaic/table/record.hpp"
#include "memosaic/table/value_view.hpp"
#include "table/stored_copy.hpp"
#include "table/tagged_key.hpp"

namespace memosaic::table_core {
namespace {

key_form form_for(value_kind kind) {
  switch (kind) {
    case value_kind::text:
    case value_kind::bytes:
    case value_kind::fixed_text:
    case value_kind::fixed_bytes:
      return key_form::bytes;
    case value_kind::boolean:
    case value_kind::date:
      return key_form::integer;
    default:
      return is_integer(kind) ? key_form::integer : key_form::other;
  }
}

/// One form of each number: no negative zero, and one NaN.
std::uint64_t bits_of_float(double number) noexcept {
  if (std::isnan(number)) return 0x7FF8'0000'0000'0000;
  return number == 0 ? 0 : std::bit_cast<std::uint64_t>(number);
}

/// The float that is the same number as a value; nothing if there is none.
std::optional<double> float_of(const value& key) {
  if (key.kind() == value_kind::float64) return key.as_float64();
  if (key.kind() != value_kind::int64 && key.kind() != value_kind::uint64) return std::nullopt;
  const double number =
      key.kind() == value_kind::int64 ? static_cast<double>(key.as_int64()) : static_cast<double>(key.as_uint64());
  if (!same_key(value(number), key)) return std::nullopt;
  return number;
}

}  // namespace

table_key::table_key(const schema& types) {
  const record_type& root = types.root();
  if (root.key == 0) return;
  position_ = *root.position(root.key);
  const field_type& type = root.fields[position_].type;
  if (!is_hashable(type.kind())) {
    throw std::invalid_argument("the key field '" + root.fields[position_].name + "' is of kind " +
                                std::string(name_of(type.kind())) + ", which has no hash");
  }
  field_ = root.key;
  kind_ = type.kind();
  form_ = form_for(kind_);
  capacity_ = is_fixed(kind_) ? type.capacity() : 0;
}

table_key::table_key(value_kind kind) noexcept : form_(form_for(kind)), kind_(kind) {}

bool table_key::may_be(const value& key) const { return !is_float(kind_) || float_of(key).has_value(); }

std::uint64_t table_key::integer_at(const std::byte* record) const noexcept {
  const auto widened = [&]<typename Number>(Number) {
    const auto number = number_at<Number>(record);
    if constexpr (std::is_signed_v<Number>) return static_cast<std::uint64_t>(static_cast<std::int64_t>(number));
    return static_cast<std::uint64_t>(number);
  };
  switch (kind_) {
    case value_kind::int8:
      return widened(std::int8_t{});
    case value_kind::int16:
      return widened(std::int16_t{});
    case value_kind::int32:
    case value_kind::date:
      return widened(std::int32_t{});
    case value_kind::uint16:
      return widened(std::uint16_t{});
    case value_kind::uint32:
      return widened(std::uint32_t{});
    case value_kind::int64:
    case value_kind::uint64:
      return widened(std::uint64_t{});
    default:
      return widened(std::uint8_t{});  // uint8, boolean
  }
}

value table_key::whole(const packed_cell& cell) const { return record(cell, 0, 0).field(position_).materialise(); }

bool table_key::same(const packed_cell& a, const packed_cell& b) const {
  if (form_ == key_form::bytes) return is(a, bytes(b));
  if (form_ == key_form::integer) return is(a, integer(b));
  return same_key(*stored_copy(whole(a)), *stored_copy(whole(b)));
}

key_hash table_key::hash(const packed_cell& cell, std::uint64_t seed, hash_width width) const {
  if (form_ == key_form::bytes) return hash_key(bytes(cell), seed, width);
  if (form_ == key_form::integer) return hash_key(integer(cell), seed, width);
  return hash_key(bytes_view(hashed_bytes(*stored_copy(whole(cell)))), seed, width);
}

std::vector<std::byte> table_key::hashed_bytes(const value& key) const {
  std::vector<std::byte> bytes;
  if (is_float(kind_)) {
    // What is no float of any kind is not in the table: any bytes do.
    bytes.resize(8);
    put_number<std::uint64_t>(bytes.data(), bits_of_float(float_of(key).value_or(0)));
    return bytes;
  }
  append_key_of(bytes, key);
  return bytes;
}

std::optional<std::uint64_t> table_key::integer(const value& key) const {
  if (kind_ == value_kind::boolean) {
    return key.kind() == value_kind::boolean ? std::optional<std::uint64_t>(key.as_boolean() ? 1 : 0) : std::nullopt;
  }
  if (kind_ == value_kind::date) {
    if (key.kind() != value_kind::date) return std::nullopt;
    return static_cast<std::uint64_t>(std::int64_t{key.as_date().days});
  }
  constexpr double two_to_63 = 9223372036854775808.0;
  value number = key;
  if (key.kind() == value_kind::float64) {
    const double given = key.as_float64();
    if (std::trunc(given) != given || given < -two_to_63 || given >= 2 * two_to_63) return std::nullopt;
    number = given < two_to_63 ? value(static_cast<std::int64_t>(given)) : value(static_cast<std::uint64_t>(given));
  }
  if (number.kind() == value_kind::uint64) {
    return holds(number.as_uint64(), false) ? std::optional(number.as_uint64()) : std::nullopt;
  }
  if (number.kind() != value_kind::int64) return std::nullopt;
  const auto bits = static_cast<std::uint64_t>(number.as_int64());
  return holds(bits, true) ? std::optional(bits) : std::nullopt;
}

void table_key::append_order(std::vector<std::byte>& to, const packed_cell& cell) const {
  if (form_ == key_form::bytes) {
    const bytes_view key = bytes(cell);
    to.insert(to.end(), key.begin(), key.end());
    return;
  }
  const std::uint64_t number = ordered(integer(cell));
  for (unsigned shift = 64; shift != 0; shift -= 8) to.push_back(static_cast<std::byte>(number >> (shift - 8) & 0xffU));
}

std::string table_key::to_text(const packed_cell& cell) const {
  std::string text = stored_copy(whole(cell))->to_text();
  constexpr std::size_t most = 100;
  if (text.size() > most) text = text.substr(0, most) + "...";
  return text;
}

}  // namespace memosaic::table_core
