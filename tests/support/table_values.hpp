#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "memosaic/table/schema.hpp"

namespace memosaic::testing {

/// Makes schemas, and values that fit them, from a run of numbers: any run gives some, and nothing in them is left to
/// chance beyond it. Edges of each type come as often as anything else.
class table_values {
 public:
  explicit table_values(std::span<const std::uint8_t> choices) : choices_(choices) {}

  std::size_t below(std::size_t limit) {
    if (choices_.empty()) return 0;
    const std::size_t chosen = choices_.front() % limit;
    choices_ = choices_.subspan(1);
    return chosen;
  }
  [[nodiscard]] bool used_up() const { return choices_.empty(); }

  schema any_schema() {
    const std::size_t types = 1 + below(3);
    std::vector<record_type> made(types);
    for (std::size_t i = 0; i < types; ++i) {
      made[i].name = "type" + std::to_string(i);
      const std::size_t fields = below(7);
      for (std::size_t each = 0; each < fields; ++each) {
        const auto number = static_cast<std::uint16_t>(1 + each * 3 + below(3));
        field_type type = any_type(types, 0);
        if (type.kind() == value_kind::record || below(3) == 0) type = type.or_null();
        made[i].fields.push_back({number, "field" + std::to_string(number), type, below(3) == 0, 0, {}});
      }
    }
    return schema(std::move(made));
  }

  field_type any_type(std::size_t record_types, int depth) {
    switch (below(depth < 2 ? 28 : 19)) {
      case 19:
      case 20:
        return field_type::list(any_element(record_types, depth));
      case 21:
        return field_type::tuple(any_element(record_types, depth));
      case 22:
        return field_type::set(hashable_type(depth));
      case 23:
      case 24:
        return field_type::dict(hashable_type(depth), any_element(record_types, depth));
      case 25:
        return record_types == 0 ? field_type::text() : field_type::record(below(record_types));
      case 26:
      case 27:
        return field_type::any();
      default:
        return plain(static_cast<value_kind>(1 + below(25)));
    }
  }

  /// A value of that type, or nothing where it is to be missing or null.
  value record_of(const schema& types, std::size_t type, int depth = 0) {
    std::vector<std::pair<std::string, value>> fields;
    for (const schema_field& field : types.types()[type].fields) {
      if (field.may_be_missing && below(3) == 0) continue;
      fields.emplace_back(field.name, value_of(types, field.type, depth + 1));
    }
    return value::record(types.types()[type].name, std::move(fields));
  }

  value value_of(const schema& types, const field_type& type, int depth) {
    if (type.nullable() && (depth > 4 || below(4) == 0)) return {};
    switch (type.kind()) {
      case value_kind::boolean:
        return below(2) == 1;
      case value_kind::int8:
        return integer<std::int8_t>();
      case value_kind::int16:
        return integer<std::int16_t>();
      case value_kind::int32:
        return integer<std::int32_t>();
      case value_kind::int64:
        return integer<std::int64_t>();
      case value_kind::uint8:
        return integer<std::uint8_t>();
      case value_kind::uint16:
        return integer<std::uint16_t>();
      case value_kind::uint32:
        return integer<std::uint32_t>();
      case value_kind::uint64:
        return integer<std::uint64_t>();
      case value_kind::float32:
        return floating<float>();
      case value_kind::float64:
        return floating<double>();
      case value_kind::date:
        return date(integer<std::int32_t>());
      case value_kind::datetime:
        return any_datetime();
      case value_kind::fixed_bytes:
        return value::bytes(bytes_of(bytes(type.capacity())));
      case value_kind::fixed_text:
        return text(type.capacity());
      case value_kind::decimal:
        return any_decimal();
      case value_kind::bytes:
        return value::bytes(bytes_of(bytes(70000)));
      case value_kind::buffer:
        return value::buffer(bytes_of(bytes(70000)));
      case value_kind::text:
        return text(70000);
      case value_kind::list:
        return value::list(sequence(types, type.element(), depth));
      case value_kind::tuple:
        return value::tuple(sequence(types, type.element(), depth));
      case value_kind::set:
        return value::set(distinct(types, type.element(), depth));
      case value_kind::dict: {
        value::entries entries;
        for (value& key : distinct(types, type.element(), depth)) {
          entries.emplace_back(std::move(key), value_of(types, type.mapped(), depth + 1));
        }
        return value::dict(std::move(entries));
      }
      case value_kind::array:
        return any_array();
      case value_kind::record:
        return record_of(types, type.record_type(), depth);
      default:
        return any_value(types, depth);
    }
  }

 private:
  field_type plain(value_kind kind) {
    switch (kind) {
      case value_kind::fixed_bytes:
        return field_type::fixed_bytes(below(2) == 0 ? 1 + below(20) : 255 + below(3));
      case value_kind::fixed_text:
        return field_type::fixed_text(below(2) == 0 ? 1 + below(20) : 255 + below(3));
      case value_kind::list:
      case value_kind::tuple:
      case value_kind::set:
      case value_kind::dict:
      case value_kind::record:
        return field_type::text();
      default:
        return field_type(kind);
    }
  }

  field_type any_element(std::size_t record_types, int depth) {
    field_type type = any_type(record_types, depth + 1);
    return type.kind() == value_kind::record || below(3) == 0 ? type.or_null() : type;
  }

  field_type hashable_type(int depth) {
    const field_type type = any_type(0, depth + 1);
    return type.kind() <= value_kind::text ? type : field_type::any();
  }

  template <typename Integer>
  Integer integer() {
    using limits = std::numeric_limits<Integer>;
    switch (below(6)) {
      case 0:
        return 0;
      case 1:
        return limits::min();
      case 2:
        return limits::max();
      case 3:
        return static_cast<Integer>(limits::max() - 1);
      case 4:
        return static_cast<Integer>(below(256));
      default: {
        std::uint64_t number = 0;
        for (int i = 0; i < 8; ++i) number = number << 8 | below(256);
        return static_cast<Integer>(number);
      }
    }
  }

  template <typename Float>
  Float floating() {
    using limits = std::numeric_limits<Float>;
    const Float edges[] = {0,
                           Float(-0.0),
                           1,
                           Float(-1.5),
                           limits::min(),
                           limits::max(),
                           limits::denorm_min(),
                           limits::infinity(),
                           -limits::infinity(),
                           limits::quiet_NaN(),
                           Float(0.1)};
    return edges[below(std::size(edges))];
  }

  datetime any_datetime() {
    datetime time{integer<std::int64_t>(), 0, below(2) == 1, below(2) == 1};
    const std::int32_t offsets[] = {0, -86399, 86399, 19800, -1};
    if (time.aware) time.offset = offsets[below(std::size(offsets))];
    return time;
  }

  decimal any_decimal() {
    const char* const edges[] = {"0",
                                 "-0",
                                 "0.00",
                                 "1.50",
                                 "-12345678901234567890123456789",
                                 "1E+999999999",
                                 "Infinity",
                                 "-Infinity",
                                 "NaN",
                                 "sNaN",
                                 "-NaN123",
                                 "1e-9223372036854775807",
                                 "7"};
    return decimal::from_text(edges[below(std::size(edges))]);
  }

  nd_array any_array() {
    const array_item kinds[] = {array_item::boolean, array_item::int16,     array_item::float64,
                                array_item::float16, array_item::complex64, array_item::raw};
    const array_item kind = kinds[below(std::size(kinds))];
    const std::size_t item = kind == array_item::raw ? 1 + below(5) : item_size_of(kind);
    std::vector<std::uint64_t> shape;
    std::size_t size = item;
    for (std::size_t dimensions = below(4); dimensions-- > 0;) {
      shape.push_back(below(4));
      size *= static_cast<std::size_t>(shape.back());
    }
    std::vector<std::byte> items(size);
    for (std::byte& each : items) each = static_cast<std::byte>(below(256));
    return {kind, item, std::move(shape), std::move(items)};
  }

  std::vector<std::uint8_t> bytes(std::size_t most) {
    const std::size_t sizes[] = {0, 1, 7, 8, 252, 253, 255, 256, 65535, 65536};
    std::size_t size = below(8) < 6 ? below(20) : sizes[below(std::size(sizes))];
    if (size > most) size = most;
    std::vector<std::uint8_t> made(size);
    for (std::size_t i = 0; i < size && i < 16; ++i) made[i] = static_cast<std::uint8_t>(below(256));
    return made;
  }

  std::string text(std::size_t most) {
    std::string made;
    for (const std::uint8_t each : bytes(most)) made += static_cast<char>(each & 0x7F);
    if (most >= made.size() + 4 && below(3) == 0) made += "\xF0\x9F\x98\x80";
    return made;
  }

  value::sequence sequence(const schema& types, const field_type& element, int depth) {
    value::sequence made;
    const std::size_t count = depth > 4 ? 0 : below(12);
    for (std::size_t i = 0; i < count; ++i) made.push_back(value_of(types, element, depth + 1));
    return made;
  }

  value::sequence distinct(const schema& types, const field_type& element, int depth) {
    value::sequence made;
    const std::size_t count = depth > 4 ? 0 : below(20);
    for (std::size_t i = 0; i < count; ++i) {
      value each = element.kind() == value_kind::any ? hashable(depth) : value_of(types, element, depth + 1);
      bool known = false;
      for (const value& other : made) known = known || same_key(other, each);
      if (!known) made.push_back(std::move(each));
    }
    return made;
  }

  value hashable(int depth) {
    switch (below(depth > 3 ? 7 : 9)) {
      case 0:
        return {};
      case 1:
        return below(2) == 1;
      case 2:
        return integer<std::int64_t>();
      case 3:
        return integer<std::uint64_t>();
      case 4:
        return floating<double>();
      case 5:
        return text(300);
      case 6:
        return any_decimal();
      case 7: {
        value::sequence items;
        for (std::size_t count = below(4); count-- > 0;) items.push_back(hashable(depth + 1));
        return value::tuple(std::move(items));
      }
      default: {
        value::sequence items;
        for (std::size_t count = below(4); count-- > 0;) items.push_back(value(count));
        return value::set(std::move(items));
      }
    }
  }

  value any_value(const schema& types, int depth) {
    switch (below(depth > 3 ? 9 : 14)) {
      case 9: {
        value::sequence items;
        const std::size_t kind = below(4);
        for (std::size_t count = below(12); count-- > 0;) {
          items.push_back(kind == 0   ? value(integer<std::int16_t>())
                          : kind == 1 ? value(floating<double>())
                          : kind == 2 ? value(below(2) == 1)
                                      : value(text(20)));
        }
        return value::list(std::move(items));
      }
      case 10:
        return value::tuple(sequence(types, field_type::any(), depth + 1));
      case 11:
        return value::dict({{hashable(depth), any_value(types, depth + 1)}});
      case 12:
        return value::set(distinct(types, field_type::any(), depth + 1));
      case 13:
        return record_of(types, below(types.types().size()), depth + 1);
      case 0:
        return {};
      case 1:
        return integer<std::uint64_t>();
      case 2:
        return any_datetime();
      case 3:
        return date(integer<std::int32_t>());
      case 4:
        return any_array();
      case 5:
        return value::buffer(bytes_of(bytes(300)));
      case 6:
        return value::bytes(bytes_of(bytes(300)));
      default:
        return hashable(depth);
    }
  }

  std::span<const std::uint8_t> choices_;
};

}  // namespace memosaic::testing
