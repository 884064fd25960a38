#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/calendar.hpp"
#include "memosaic/table/decimal.hpp"
#include "memosaic/table/nd_array.hpp"
#include "memosaic/table/pooled_object.hpp"
#include "memosaic/table/value_kind.hpp"

namespace memosaic {

/// A value of any type that a table can hold, outside of any table.
///
/// Numbers, booleans, dates and null are held in place. Everything else is held by reference, as in Python: a copy is
/// the same list, not an equal one, and sees what is appended to the other. Who needs it may build graphs with shared
/// parts and circles from that; packing and reading keep both. A circle is only freed when `dismantle()` breaks it.
///
/// An integer is `int64` if it fits, else `uint64`: so equal integers are of equal kind. Equal means the same kind and
/// the same value: 1, 1.0 and true are three values. Sets and dicts are equal in any order. Threads: as
/// `std::shared_ptr`: different copies may be read at once. Errors: the functions that are named after a kind throw
/// `std::invalid_argument`, naming both, if it is another.
class value {
 public:
  using sequence = std::vector<value>;
  using entries = std::vector<std::pair<value, value>>;
  /// The fields that are there, by name. What is not listed is *missing*, which is not null.
  struct named_fields {
    std::string type_name;  ///< of the record type; empty for the one that the field asks for
    std::vector<std::pair<std::string, value>> fields;
  };

  value() noexcept = default;
  value(std::same_as<bool> auto boolean) noexcept : held_(bool{boolean}) {}
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool> && !std::same_as<Integer, char>) value(Integer number)
  noexcept {
    if (std::in_range<std::int64_t>(number)) {
      held_ = static_cast<std::int64_t>(number);
    } else {
      held_ = static_cast<std::uint64_t>(number);
    }
  }
  value(std::floating_point auto number) noexcept : held_(static_cast<double>(number)) {}
  value(memosaic::date day) noexcept : held_(day) {}
  value(memosaic::datetime time) noexcept : held_(time) {}
  value(pooled_object object) noexcept : held_(object) {}
  value(memosaic::decimal number);
  value(nd_array items);
  value(std::string_view text);
  value(const char* text) : value(std::string_view(text)) {}
  value(const std::string& text) : value(std::string_view(text)) {}

  [[nodiscard]] static value bytes(bytes_view bytes);
  [[nodiscard]] static value buffer(bytes_view bytes);
  [[nodiscard]] static value list(sequence items = {});
  [[nodiscard]] static value tuple(sequence items = {});
  /// Of two elements that are the same key, the first stays when the set is packed.
  [[nodiscard]] static value set(sequence items = {});
  [[nodiscard]] static value dict(entries items = {});
  [[nodiscard]] static value record(std::string type_name, std::vector<std::pair<std::string, value>> fields);
  [[nodiscard]] static value record(std::vector<std::pair<std::string, value>> fields) {
    return record({}, std::move(fields));
  }

  [[nodiscard]] value_kind kind() const noexcept;
  [[nodiscard]] bool is_null() const noexcept { return kind() == value_kind::null; }

  [[nodiscard]] bool as_boolean() const;
  [[nodiscard]] std::int64_t as_int64() const;
  /// Errors also: `std::out_of_range` for a negative one.
  [[nodiscard]] std::uint64_t as_uint64() const;
  [[nodiscard]] double as_float64() const;
  [[nodiscard]] memosaic::date as_date() const;
  [[nodiscard]] memosaic::datetime as_datetime() const;
  [[nodiscard]] pooled_object as_pooled() const;
  [[nodiscard]] const memosaic::decimal& as_decimal() const MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] const nd_array& as_array() const MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] std::string_view as_text() const MEMOSAIC_LIFETIMEBOUND;
  /// Of bytes and of a buffer.
  [[nodiscard]] bytes_view as_bytes() const MEMOSAIC_LIFETIMEBOUND;
  /// Of a list, tuple or set. All copies see what is changed through it.
  [[nodiscard]] sequence& items() const;
  [[nodiscard]] entries& dict_entries() const;
  [[nodiscard]] named_fields& record_fields() const;

  /// The field of a record, or what a text leads to in a dict; null if there is none.
  [[nodiscard]] const value* find(std::string_view name) const MEMOSAIC_LIFETIMEBOUND;

  /// Where what it refers to is: equal for copies of one list. Null for what is held in place.
  [[nodiscard]] const void* identity() const noexcept;
  /// How many values refer to the same; 0 for what is held in place.
  [[nodiscard]] std::size_t holders() const noexcept;

  /// Empties every list, tuple, set, dict and record that it leads to, itself included, for all who hold them: what
  /// frees circles, also those that damaged bytes may close in what is copied out of them. Not recursive.
  void dismantle() const;

  /// For messages and tests: a text in the manner of Python. What is nested deeper than 8, or very long, is cut.
  [[nodiscard]] std::string to_text() const;

  /// Ends for circles too: what is being compared already counts as equal.
  [[nodiscard]] friend bool operator==(const value& a, const value& b) { return a.equals(b); }

 private:
  struct bytes_node {
    value_kind kind;
    std::vector<std::byte> bytes;
  };
  struct sequence_node {
    value_kind kind;
    sequence items;
  };
  using held = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, memosaic::date,
                            memosaic::datetime, std::shared_ptr<const std::string>, std::shared_ptr<const bytes_node>,
                            std::shared_ptr<const memosaic::decimal>, std::shared_ptr<const nd_array>,
                            std::shared_ptr<sequence_node>, std::shared_ptr<entries>, std::shared_ptr<named_fields>,
                            pooled_object>;

  template <typename Held>
  [[nodiscard]] const Held& need(value_kind wanted) const;
  [[nodiscard]] bool equals(const value& other) const;

  held held_;
};

/// Key equality and key hash of docs/table_format.md, section 5: 1 and 1.0 are one key, true is another, a NaN is one.
///
/// Errors: `std::invalid_argument` for what cannot be a key: lists, dicts, arrays, records, buffers.
[[nodiscard]] bool same_key(const value& a, const value& b);
[[nodiscard]] std::uint64_t hash_of_key(const value& key);

}  // namespace memosaic
