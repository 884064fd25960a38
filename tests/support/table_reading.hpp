#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/error.hpp"
#include "memosaic/table/table.hpp"
#include "support/table_exercise.hpp"

namespace memosaic::testing {

/// Asks a table of any bytes for all that it offers, at most so many records by each way.
///
/// What is found must be what was sought. A `format_error` is what damage may lead to; anything else that is thrown
/// leaves, or is a problem.
class table_reading {
 public:
  table_reading(const table& from, std::size_t most, std::size_t values_of_record = 60)
      : from_(from), most_(most), values_(values_of_record) {
    const record_type& type = from.schema().root();
    if (const auto found = type.position(type.key); type.key != 0 && found) key_ = *found;
    is_map_ = from.kind() != table_kind::array;
  }

  /// What was found but not sought; empty while all is well.
  [[nodiscard]] const std::string& problem() const { return problem_; }
  /// How many answers were errors.
  [[nodiscard]] std::size_t errors() const { return errors_; }

  void look_up(const value& key) {
    if (!is_map_) return refused([&] { static_cast<void>(from_.get(key)); });
    guarded([&] { take(from_.get(key), key); });
    guarded([&] { take(from_.equal_range(key), &key); });
    if (key.kind() == value_kind::text && is_any_of(value_kind::text, value_kind::fixed_text)) {
      look_up_typed(key, key.as_text(), std::string_view("?"));
      guarded([&] { take_ordered([&] { return from_.scan_prefix(key.as_text().substr(0, 2)); }); });
    } else if (key.kind() == value_kind::bytes && is_any_of(value_kind::bytes, value_kind::fixed_bytes)) {
      look_up_typed(key, key.as_bytes(), bytes_of(std::string_view("?")));
      guarded(
          [&] { take_ordered([&] { return from_.scan_prefix(key.as_bytes().first(key.as_bytes().size() / 2)); }); });
    } else if (key.kind() == value_kind::int64 && is_integer(key_kind())) {
      look_up_typed(key, key.as_int64(), std::int64_t{99});
    }
  }

  void read_all() {
    guarded([&] { take(from_.records(), nullptr); });
    guarded([&] {
      if (from_.container().find(section_type::order) != nullptr || !is_map_) take(from_.in_insertion_order(), nullptr);
    });
    if (is_map_) guarded([&] { take_ordered([&] { return from_.in_key_order(); }); });
    std::size_t seen = 0;
    guarded([&] {
      for (const record each : from_) {
        if (++seen > most_) break;
        read(each);
      }
    });
  }

 private:
  [[nodiscard]] value_kind key_kind() const { return from_.schema().root().fields[key_].type.kind(); }
  [[nodiscard]] bool is_any_of(value_kind a, value_kind b) const { return key_kind() == a || key_kind() == b; }

  template <typename Operation>
  void guarded(const Operation& operation) {
    try {
      operation();
    } catch (const format_error&) {
      ++errors_;
    }
  }

  template <typename Operation>
  void refused(const Operation& operation) {
    try {
      operation();
      problem_ = "an array was asked for a key, and answered";
    } catch (const std::invalid_argument&) {}
  }

  template <typename Key>
  void look_up_typed(const value& key, Key typed, Key other) {
    guarded([&] { take(from_.get(typed), key); });
    guarded([&] { take(from_.equal_range(typed), &key); });
    guarded([&] {
      const std::array<Key, 5> keys{typed, other, typed, other, typed};
      std::array<std::optional<record>, 5> found;
      from_.get_many(keys, found);
      for (std::size_t i = 0; i < found.size(); i += 2) take(found[i], key);
    });
    guarded([&] { take_ordered([&] { return from_.scan(typed, other); }); });
    guarded([&] { take_ordered([&] { return from_.scan(other, typed); }); });
  }

  /// A table without an order of keys says so.
  template <typename Ranges>
  void take_ordered(const Ranges& ranges) {
    try {
      take(ranges(), nullptr);
    } catch (const std::invalid_argument&) {
      if (from_.container().find(section_type::sorted) != nullptr) problem_ = "an order that is there was refused";
    }
  }

  void take(const std::optional<record>& found, const value& sought) {
    if (found) require_key(*found, sought);
  }

  void take(const table_range& found, const value* sought) {
    for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), most_); ++i) {
      guarded([&] {
        const record each = found[i];
        // Of a range, only the first was compared; that the others belong to it is for verification.
        if (sought != nullptr && i == 0) return require_key(each, *sought);
        read(each);
      });
    }
    if (found.size() > most_) {
      guarded([&] { read(found[found.size() - 1]); });
    }
  }

  void require_key(const record& found, const value& sought) {
    const value stored = found.field(key_).materialise();
    if (!same_key(stored, sought)) problem_ = "sought " + sought.to_text() + ", found " + stored.to_text();
    stored.dismantle();
    read(found);
  }

  void read(const record& each) { table_exercise(values_).read(each); }

  const table& from_;
  std::size_t most_;
  std::size_t values_;
  std::size_t key_ = 0;
  bool is_map_ = false;
  std::string problem_;
  std::size_t errors_ = 0;
};

}  // namespace memosaic::testing
