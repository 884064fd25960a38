#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/hash.hpp"
#include "memosaic/table/field_type.hpp"
#include "memosaic/table/record_layout.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic {

class packed_context;
class record;

/// A field of a record type. Its number is what it is: it may be renamed, and its number is never used again.
struct schema_field {
  std::uint16_t number;  ///< from 1
  std::string name;
  field_type type;
  bool may_be_missing = false;       ///< whether a record may lack it, which is not the same as null
  std::uint32_t since = 0;           ///< the version of your schema in which it appeared; for information
  std::optional<value> otherwise{};  ///< what readers take where a file does not have the field
  /// Whether it is a number that may be written in a table that is finished, see `table_numbers`. Such a field is a
  /// field of the records themselves, neither null nor missing nor their key; and no field leads to such records.
  bool in_place = false;

  friend bool operator==(const schema_field&, const schema_field&) = default;
};

/// Fields under one name. `key` is the number of the field that is laid first and by which records are found, 0 if
/// none.
struct record_type {
  std::string name;
  std::vector<schema_field> fields;
  std::uint16_t key = 0;

  [[nodiscard]] std::optional<std::size_t> position(std::string_view field_name) const noexcept;
  [[nodiscard]] std::optional<std::size_t> position(std::uint16_t field_number) const noexcept;

  friend bool operator==(const record_type&, const record_type&) = default;
};

/// What records consist of: the record types, of which number 0 is that of the records themselves.
///
///     const schema trades({record_type{"trade", {{1, "symbol", field_type::text()}, {2, "price",
///     field_type::float64()}}}}); const std::vector<std::byte> packed = trades.pack(value::record({{"symbol", "ABC"},
///     {"price", 1.5}})); trades.unpack_from(packed, 0)["price"].as_float64();
///
/// Copies share what they hold, which never changes. For structs of C++, see `schema_of`.
/// Lifetime: records and other proxies borrow the schema that unpacked them, and the bytes.
/// Errors: `std::invalid_argument`, saying which field of which type, for what the format does not allow.
class schema {
 public:
  static constexpr std::size_t most_bytes = std::size_t{1} << 24;

  /// The fields of each type are put into the order of their numbers.
  explicit schema(std::vector<record_type> types);

  /// Reads the canonical form. Work and memory are bounded by its size.
  ///
  /// Errors: `format_error` for any bytes that no schema writes.
  [[nodiscard]] static schema parse(bytes_view canonical_form);

  [[nodiscard]] bytes_view canonical_form() const noexcept MEMOSAIC_LIFETIMEBOUND;
  /// Of the canonical form: equal for equal schemas only.
  [[nodiscard]] hash128 fingerprint() const noexcept;

  [[nodiscard]] const std::vector<record_type>& types() const noexcept MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] const record_type& root() const noexcept MEMOSAIC_LIFETIMEBOUND { return types().front(); }
  [[nodiscard]] const record_layout& layout(std::size_t type = 0, reference_width width = reference_width::narrow) const
      MEMOSAIC_LIFETIMEBOUND;

  /// The record as a cell of its own. A record is a `value::record` or a dict with texts as keys: each field is taken
  /// by name; one that is not there must be allowed to be missing or null, or have a default. Nothing else may be
  /// there.
  ///
  /// Shared parts are stored once. Errors also: `std::out_of_range` for a number that does not fit its field,
  /// `std::length_error` for what reaches beyond 16 GiB or is nested deeper than 256.
  [[nodiscard]] std::vector<std::byte> pack(const value& object) const;

  /// The same at `offset` of `target`, aligned or not; returns where it ends. Errors also: `std::out_of_range` if it
  /// does not fit; nothing is written then.
  std::size_t pack_into(const value& object, mutable_bytes_view target, std::size_t offset = 0) const;

  /// The record that begins at `offset`, in place: nothing is decoded or copied. What it refers to is behind it in
  /// `source`.
  ///
  /// Errors: `std::out_of_range` if its fixed part is not in `source`. Whatever the bytes are, reading the record gives
  /// values or a `format_error`.
  [[nodiscard]] record unpack_from(bytes_view source MEMOSAIC_LIFETIMEBOUND,
                                   std::size_t offset = 0) const MEMOSAIC_LIFETIMEBOUND;

  /// What records unpacked by this schema resolve their references with: nothing shared, narrow references.
  [[nodiscard]] const packed_context& context() const noexcept MEMOSAIC_LIFETIMEBOUND;

  [[nodiscard]] friend bool operator==(const schema& a, const schema& b) noexcept {
    return a.fingerprint() == b.fingerprint();
  }

 private:
  struct contents;
  std::shared_ptr<const contents> contents_;
};

/// Tests whether a reader with schema `wanted` may read what was written with `stored`: docs/table_format.md, 2.4.
///
/// Errors: `std::invalid_argument`, naming the field and both types.
void require_readable(const schema& stored, const schema& wanted);

/// The same of one type in place of another; the record types that they name are numbers in their schemas.
[[nodiscard]] bool widens(const field_type& stored, const field_type& wanted) noexcept;

}  // namespace memosaic
