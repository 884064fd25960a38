#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/packed_cell.hpp"
#include "memosaic/table/schema.hpp"
#include "memosaic/table/value.hpp"
#include "table/key_hash.hpp"
#include "table/key_section.hpp"

namespace memosaic::table_core {

/// How keys of a kind are hashed and compared: docs/table_format.md, 5.1.
enum class key_form : std::uint8_t {
  none,     ///< no key field
  bytes,    ///< text and bytes, fixed or not
  integer,  ///< integers, booleans, dates: 64 bits in two's complement
  other,    ///< floats, and what has tagged key bytes; compared as values
};

/// The key field of records, which lies at the start of their cells. Nothing in the bytes is trusted.
///
/// A cell that is given has at least the fixed part of a record. Errors: `format_error` where the bytes cannot be a
/// key.
class table_key {
 public:
  table_key() noexcept = default;

  /// Of records of the schema's type 0. Errors: `std::invalid_argument` for a key that cannot be hashed.
  explicit table_key(const schema& types);

  /// Of keys that no record has, to be hashed only. The kind is one of a field, and can be hashed.
  explicit table_key(value_kind kind) noexcept;

  [[nodiscard]] key_form form() const noexcept { return form_; }
  [[nodiscard]] value_kind kind() const noexcept { return kind_; }
  [[nodiscard]] std::uint16_t field() const noexcept { return field_; }

  /// Of the form `bytes`.
  [[nodiscard]] bytes_view bytes(const packed_cell& cell) const {
    if (capacity_ != 0) return fixed_run(cell.data(), capacity_, cell);
    const std::uint64_t reference = cell.reference_at(cell.data());
    if (reference == 0) return {};
    return cell.follow(reference, 1).short_run();
  }
  [[nodiscard]] bool is(const packed_cell& cell, bytes_view wanted) const {
    const bytes_view stored = bytes(cell);
    return stored.size() == wanted.size() &&
           (wanted.empty() || std::memcmp(stored.data(), wanted.data(), wanted.size()) == 0);
  }

  /// Whether all of a key lies at the start of its record: a number of a fixed size, or fixed bytes or text with one
  /// byte of length. Only then, where the whole fixed part of a record is there:
  [[nodiscard]] bool lies_within() const noexcept {
    return form_ == key_form::integer || (form_ == key_form::bytes && capacity_ != 0 && capacity_ < 256);
  }
  /// Whether the key at the start of a record is the one that is wanted, which is of the form of the keys. A length
  /// that is more than there may be is no key.
  [[nodiscard]] bool is_at(const std::byte* record, bytes_view wanted) const noexcept {
    return std::to_integer<std::size_t>(*record) == wanted.size() && wanted.size() <= capacity_ &&
           (wanted.empty() || std::memcmp(record + 1, wanted.data(), wanted.size()) == 0);
  }
  [[nodiscard]] bool is_at(const std::byte* record, std::uint64_t wanted) const noexcept {
    return integer_at(record) == wanted;
  }

  /// Of the form `integer`.
  [[nodiscard]] std::uint64_t integer(const packed_cell& cell) const noexcept { return integer_at(cell.data()); }
  [[nodiscard]] bool is(const packed_cell& cell, std::uint64_t wanted) const noexcept {
    return integer(cell) == wanted;
  }

  /// Of any form.
  [[nodiscard]] value whole(const packed_cell& cell) const;
  [[nodiscard]] bool same(const packed_cell& a, const packed_cell& b) const;
  [[nodiscard]] key_hash hash(const packed_cell& cell, std::uint64_t seed, hash_width width) const;

  /// What is hashed of a key of the form `other`. Errors: `std::invalid_argument` for what cannot be a key.
  [[nodiscard]] std::vector<std::byte> hashed_bytes(const value& key) const;

  /// Whether a value of the form `other` may be the same as a key of this kind; else `hashed_bytes` says nothing.
  [[nodiscard]] bool may_be(const value& key) const;

  /// The integer of a key that a value is the same as; nothing if no key of this kind is.
  [[nodiscard]] std::optional<std::uint64_t> integer(const value& key) const;

  /// An integer has the same 64 bits as another one: whether a key of this kind may be meant.
  [[nodiscard]] bool holds(std::uint64_t bits, bool is_signed) const noexcept {
    return is_signed == is_signed_integer(kind_) || bits >> 63U == 0;
  }

  /// Integers that are ordered as unsigned ones by this, to and fro.
  [[nodiscard]] std::uint64_t ordered(std::uint64_t integer) const noexcept {
    return kind_ == value_kind::date || is_signed_integer(kind_) ? integer ^ (std::uint64_t{1} << 63U) : integer;
  }

  /// Whether keys have an order: those of the form `bytes` and `integer`. What is appended is ordered as bytes are.
  [[nodiscard]] bool has_order() const noexcept { return form_ == key_form::bytes || form_ == key_form::integer; }
  void append_order(std::vector<std::byte>& to, const packed_cell& cell) const;

  /// For messages: at most about 100 characters.
  [[nodiscard]] std::string to_text(const packed_cell& cell) const;

 private:
  [[nodiscard]] std::uint64_t integer_at(const std::byte* record) const noexcept;

  key_form form_ = key_form::none;
  value_kind kind_ = value_kind::null;
  std::uint16_t field_ = 0;
  std::size_t capacity_ = 0;  ///< of fixed bytes and text, else 0
  std::size_t position_ = 0;  ///< of the field in its record type
};

}  // namespace memosaic::table_core
