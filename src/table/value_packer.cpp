// SPDX-License-Identifier: Apache-2.0
#include "table/value_packer.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <unordered_map>

#include "memosaic/table/cell_writer.hpp"

namespace memosaic::table_core {
namespace {

/// Packs one value into one cell.
class value_packer {
 public:
  value_packer(std::span<const record_type> types, std::span<const record_layout> layouts, cell_writer& cell)
      : types_(types), layouts_(layouts), cell_(cell) {}

  std::size_t pack_record(std::size_t type, const value& object) {
    const depth_guard guard(depth_);
    const std::size_t at = cell_.allocate(layouts_[type].size());
    const bool is_record = object.kind() == value_kind::record;
    if (!is_record && object.kind() != value_kind::dict) refuse_kind("record", object);
    if (object.holders() > 1) cell_.remember(object.identity(), field_type::record(type), at);
    std::size_t used = 0;
    for (std::size_t i = 0; i < types_[type].fields.size(); ++i) {
      const schema_field& field = types_[type].fields[i];
      path_.push_back(&field.name);
      const value* const content = object.find(field.name);
      if (content != nullptr) ++used;
      pack_field(at, field, layouts_[type].places()[i], content);
      path_.pop_back();
    }
    const std::size_t given = is_record ? object.record_fields().fields.size() : object.dict_entries().size();
    if (used != given) refuse_unknown(types_[type], object);
    return at;
  }

  void pack_slot(std::size_t slot, const field_type& type, const value& content) {
    switch (type.kind()) {
      case value_kind::boolean:
        return cell_.put_boolean(slot, need(content, value_kind::boolean).as_boolean());
      case value_kind::int8:
        return pack_integer<std::int8_t>(slot, content);
      case value_kind::int16:
        return pack_integer<std::int16_t>(slot, content);
      case value_kind::int32:
        return pack_integer<std::int32_t>(slot, content);
      case value_kind::int64:
        return pack_integer<std::int64_t>(slot, content);
      case value_kind::uint8:
        return pack_integer<std::uint8_t>(slot, content);
      case value_kind::uint16:
        return pack_integer<std::uint16_t>(slot, content);
      case value_kind::uint32:
        return pack_integer<std::uint32_t>(slot, content);
      case value_kind::uint64:
        return pack_integer<std::uint64_t>(slot, content);
      case value_kind::float32:
        return pack_float32(slot, need(content, value_kind::float64).as_float64());
      case value_kind::float64:
        return cell_.put_number(slot, need(content, value_kind::float64).as_float64());
      case value_kind::date:
        return cell_.put_number(slot, need(content, value_kind::date).as_date().days);
      case value_kind::datetime:
        return with_path([&] { cell_.put_datetime(slot, need(content, value_kind::datetime).as_datetime()); });
      case value_kind::fixed_bytes:
        return with_path([&] { cell_.put_fixed(slot, type, need(content, value_kind::bytes).as_bytes()); });
      case value_kind::fixed_text:
        return with_path([&] { cell_.put_fixed(slot, type, bytes_of(need(content, value_kind::text).as_text())); });
      case value_kind::any:
        return pack_any(slot, content);
      default:
        return pack_referenced(slot, type, content, false);
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const { throw std::invalid_argument(path() + what); }

  [[noreturn]] void refuse_kind(std::string_view expected, const value& found) const {
    refuse("expected " + std::string(expected) + ", found " + std::string(name_of(found.kind())));
  }

  [[noreturn]] void refuse_unknown(const record_type& type, const value& object) const {
    const auto require_known = [&](const value& name) {
      if (name.kind() != value_kind::text) refuse_kind("text as the name of a field", name);
      if (!type.position(name.as_text())) {
        refuse("record type '" + type.name + "' has no field '" + std::string(name.as_text()) + "'");
      }
    };
    if (object.kind() == value_kind::dict) {
      for (const auto& [name, content] : object.dict_entries()) require_known(name);
    } else {
      for (const auto& [name, content] : object.record_fields().fields) require_known(name);
    }
    refuse("a field is given twice");
  }

  [[nodiscard]] std::string path() const {
    std::string text;
    for (const std::string* const name : path_) text += (text.empty() ? "" : ".") + *name;
    return text.empty() ? text : text + ": ";
  }

  /// What knows nothing of fields is told where it happened.
  template <typename Operation>
  void with_path(const Operation& operation) const {
    try {
      operation();
    } catch (const std::out_of_range& error) {
      throw std::out_of_range(path() + error.what());
    } catch (const std::invalid_argument& error) {
      if (std::string_view(error.what()).starts_with(path()) && !path_.empty()) throw;
      throw std::invalid_argument(path() + error.what());
    }
  }

  const value& need(const value& content, value_kind kind) const {
    if (content.kind() != kind) refuse_kind(name_of(kind), content);
    return content;
  }

  void pack_field(std::size_t record, const schema_field& field, const field_place& place, const value* content) {
    if (content == nullptr && field.may_be_missing) return cell_.set_bit(record, place.missing_bit);
    if (content == nullptr && field.otherwise) content = &*field.otherwise;
    if (content == nullptr && !field.type.nullable()) {
      refuse("it is not given, and can be neither missing nor null");
    }
    if (content == nullptr || (content->is_null() && field.type.kind() != value_kind::any)) {
      if (!field.type.nullable()) refuse_kind(field.type.to_text(), value());
      return cell_.set_bit(record, place.null_bit);
    }
    pack_slot(record + place.offset, field.type, *content);
  }

  template <typename Integer>
  void pack_integer(std::size_t slot, const value& content) {
    if (content.kind() == value_kind::uint64) {
      const std::uint64_t number = content.as_uint64();
      if (!std::in_range<Integer>(number)) refuse_number<Integer>(std::to_string(number));
      return cell_.put_number(slot, static_cast<Integer>(number));
    }
    const std::int64_t number = need(content, value_kind::int64).as_int64();
    if (!std::in_range<Integer>(number)) refuse_number<Integer>(std::to_string(number));
    cell_.put_number(slot, static_cast<Integer>(number));
  }

  template <typename Integer>
  [[noreturn]] void refuse_number(const std::string& number) const {
    throw std::out_of_range(path() + number + " does not fit " + std::string(name_of(kind_of_number<Integer>())));
  }

  /// A double that is none of a float would be read back as another number.
  void pack_float32(std::size_t slot, double number) {
    const auto single = static_cast<float>(number);
    if (static_cast<double>(single) != number && number == number) {
      throw std::out_of_range(path() + std::to_string(number) + " is not a float32; use float64");
    }
    cell_.put_number(slot, single);
  }

  void pack_referenced(std::size_t slot, const field_type& type, const value& content, bool wide) {
    if (content.kind() == type.kind() || (type.kind() == value_kind::record && content.kind() == value_kind::dict)) {
      if (const auto known = cell_.find(content.identity(), type)) return cell_.put_reference(slot, *known, wide);
      if (const auto object = pack_object(type, content)) cell_.put_reference(slot, *object, wide);
    } else {
      refuse_kind(name_of(type.kind()), content);
    }
  }

  /// Where it begins; nothing for what is empty, and takes no room.
  std::optional<std::size_t> pack_object(const field_type& type, const value& content) {
    switch (type.kind()) {
      case value_kind::record:
        return pack_record(type.record_type(), content);
      case value_kind::list:
      case value_kind::tuple:
        return pack_list(type, content);
      case value_kind::set:
        return pack_set(type, content);
      case value_kind::dict:
        return pack_dict(type, content);
      default:
        break;
    }
    std::optional<std::size_t> at;
    with_path([&] { at = pack_leaf(content); });
    if (at) remember(content, type, *at);
    return at;
  }

  std::optional<std::size_t> pack_leaf(const value& content) {
    switch (content.kind()) {
      case value_kind::text:
        if (content.as_text().empty()) return std::nullopt;
        return cell_.add_text(content.as_text());
      case value_kind::bytes:
        if (content.as_bytes().empty()) return std::nullopt;
        return cell_.add_bytes(content.as_bytes());
      case value_kind::buffer:
        if (content.as_bytes().empty()) return std::nullopt;
        return cell_.add_buffer(content.as_bytes());
      case value_kind::decimal:
        return cell_.add_decimal(content.as_decimal());
      default:
        return cell_.add_array(content.as_array());
    }
  }

  void remember(const value& content, const field_type& type, std::size_t at) {
    if (content.holders() > 1) cell_.remember(content.identity(), type, at);
  }

  std::optional<std::size_t> pack_list(const field_type& type, const value& content) {
    const auto& items = content.items();
    if (items.empty()) return std::nullopt;
    const depth_guard guard(depth_);
    const std::size_t at = cell_.add_sequence(type.element(), items.size());
    remember(content, type, at);
    for (std::size_t i = 0; i < items.size(); ++i) pack_element(at + 8, items.size(), i, type.element(), items[i]);
    return at;
  }

  /// Element or mapped value i of `count`, whose slots begin at `slots` and are followed by the null bits.
  void pack_element(std::size_t slots, std::size_t count, std::size_t i, const field_type& type, const value& content) {
    const std::size_t slot_size = type.slot_size(cell_.width());
    if (content.is_null() && type.kind() != value_kind::any) {
      if (!type.nullable()) refuse_kind(type.to_text(), content);
      return cell_.set_bit(slots + slot_size * count, i);
    }
    pack_slot(slots + slot_size * i, type, content);
  }

  std::optional<std::size_t> pack_set(const field_type& type, const value& content) {
    std::vector<const value*> distinct;
    std::vector<std::uint64_t> hashes;
    std::unordered_multimap<std::uint64_t, const value*> seen;
    for (const value& each : content.items()) {
      const std::uint64_t hash = hash_of(each);
      const auto [first, last] = seen.equal_range(hash);
      if (std::any_of(first, last, [&](const auto& other) { return same_key(*other.second, each); })) continue;
      seen.emplace(hash, &each);
      distinct.push_back(&each);
      hashes.push_back(hash);
    }
    if (distinct.empty()) return std::nullopt;
    const depth_guard guard(depth_);
    const std::size_t at = cell_.add_sequence(type.element(), distinct.size(), &hashes);
    remember(content, type, at);
    for (std::size_t i = 0; i < distinct.size(); ++i) {
      pack_element(at + 8, distinct.size(), i, type.element(), *distinct[i]);
    }
    return at;
  }

  std::optional<std::size_t> pack_dict(const field_type& type, const value& content) {
    const auto& entries = content.dict_entries();
    if (entries.empty()) return std::nullopt;
    std::vector<std::uint64_t> hashes;
    std::unordered_multimap<std::uint64_t, const value*> seen;
    for (const auto& [key, mapped] : entries) {
      hashes.push_back(hash_of(key));
      const auto [first, last] = seen.equal_range(hashes.back());
      if (std::any_of(first, last, [&key = key](const auto& other) { return same_key(*other.second, key); })) {
        refuse("a dict has the key " + key.to_text() + " twice");
      }
      seen.emplace(hashes.back(), &key);
    }
    const depth_guard guard(depth_);
    const auto places = cell_.add_dict(type.element(), type.mapped(), hashes);
    remember(content, type, places.object);
    const std::size_t key_size = type.element().slot_size(cell_.width());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      pack_slot(places.keys + key_size * i, type.element(), entries[i].first);
      pack_element(places.values, entries.size(), i, type.mapped(), entries[i].second);
    }
    return places.object;
  }

  std::uint64_t hash_of(const value& key) const {
    std::uint64_t hash = 0;
    with_path([&] { hash = hash_of_key(key); });
    return hash;
  }

  void pack_any(std::size_t slot, const value& content) {
    const value_kind kind = content.kind();
    cell_.put_number(slot, static_cast<std::uint8_t>(kind));
    switch (kind) {
      case value_kind::null:
        return;
      case value_kind::boolean:
        return cell_.put_boolean(slot + 8, content.as_boolean());
      case value_kind::int64:
        return cell_.put_number(slot + 8, content.as_int64());
      case value_kind::uint64:
        return cell_.put_number(slot + 8, content.as_uint64());
      case value_kind::float64:
        return cell_.put_number(slot + 8, content.as_float64());
      case value_kind::date:
        return cell_.put_number(slot + 8, std::int64_t{content.as_date().days});
      case value_kind::datetime:
        return pack_any_datetime(slot, content.as_datetime());
      case value_kind::list:
      case value_kind::tuple:
      case value_kind::set: {
        const value_kind element = element_kind(content.items());
        cell_.put_number(slot + 1, static_cast<std::uint8_t>(element));
        return pack_referenced(slot + 8, sequence_type(kind, element), content, true);
      }
      case value_kind::dict: {
        static const auto type = field_type::dict(field_type::any(), field_type::any());
        return pack_referenced(slot + 8, type, content, true);
      }
      case value_kind::record: {
        const std::size_t type = record_type_named(content.record_fields().type_name);
        if (layouts_[type].numbers_size() != 0) {
          refuse("a record of type '" + types_[type].name +
                 "' has numbers that are written in place: it cannot be within another one");
        }
        cell_.put_number(slot + 4, static_cast<std::uint32_t>(type));
        return pack_referenced(slot + 8, field_type::record(type), content, true);
      }
      default:
        return pack_referenced(slot + 8, plain_type(kind), content, true);
    }
  }

  void pack_any_datetime(std::size_t slot, const datetime& time) {
    with_path([&] { cell_.put_datetime(slot + 4, time); });  // tests it; the two numbers are swapped here
    cell_.put_number(slot + 4, time.offset * 4 + (time.fold ? 2 : 0) + (time.aware ? 1 : 0));
    cell_.put_number(slot + 8, time.microseconds);
  }

  /// The narrowest kind that holds all of them, or `any`.
  static value_kind element_kind(const value::sequence& items) {
    if (items.empty()) return value_kind::any;
    const value_kind first = items.front().kind();
    const auto all = [&](auto test) { return std::all_of(items.begin(), items.end(), test); };
    if (all([](const value& each) { return each.kind() == value_kind::int64; })) {
      const auto fits_kind = [&](auto number) {
        return all([](const value& each) { return std::in_range<decltype(number)>(each.as_int64()); });
      };
      if (fits_kind(std::int8_t{})) return value_kind::int8;
      if (fits_kind(std::int16_t{})) return value_kind::int16;
      return fits_kind(std::int32_t{}) ? value_kind::int32 : value_kind::int64;
    }
    const bool uniform = first == value_kind::boolean || first == value_kind::float64 || first == value_kind::text ||
                         first == value_kind::bytes || first == value_kind::uint64;
    return uniform && all([&](const value& each) { return each.kind() == first; }) ? first : value_kind::any;
  }

  static const field_type& sequence_type(value_kind kind, value_kind element) {
    static const auto made = [] {
      std::vector<field_type> types;
      for (const value_kind each : {value_kind::list, value_kind::tuple, value_kind::set}) {
        for (unsigned i = 0; i <= static_cast<unsigned>(value_kind::any); ++i) {
          const auto inner = static_cast<value_kind>(i);
          const bool used = is_number(inner) || inner == value_kind::boolean || inner == value_kind::text ||
                            inner == value_kind::bytes;
          const field_type& type = used ? plain_type(inner) : plain_type(value_kind::any);
          types.push_back(each == value_kind::list    ? field_type::list(type)
                          : each == value_kind::tuple ? field_type::tuple(type)
                                                      : field_type::set(type));
        }
      }
      return types;
    }();
    const auto row = static_cast<std::size_t>(kind) - static_cast<std::size_t>(value_kind::list);
    return made[row * (static_cast<std::size_t>(value_kind::any) + 1) + static_cast<std::size_t>(element)];
  }

  [[nodiscard]] std::size_t record_type_named(const std::string& name) const {
    if (name.empty() && types_.size() == 1) return 0;
    for (std::size_t i = 0; i < types_.size(); ++i) {
      if (types_[i].name == name) return i;
    }
    refuse("the schema has no record type '" + name + "'");
  }

  std::span<const record_type> types_;
  std::span<const record_layout> layouts_;
  cell_writer& cell_;
  std::vector<const std::string*> path_;
  int depth_ = 0;
};

/// Runs `operation` on a cell behind what is in `target`, and cuts it off again if that fails.
template <typename Operation>
void append_whole(std::vector<std::byte>& target, reference_width width, const Operation& operation) {
  const std::size_t before = target.size();
  try {
    cell_writer cell(target, width);
    operation(cell);
  } catch (...) {
    target.resize(before);
    throw;
  }
}

}  // namespace

void pack_value(const schema& types, reference_width width, const value& object, std::vector<std::byte>& target) {
  append_whole(target, width, [&](cell_writer& cell) {
    value_packer(types.types(), {&types.layout(0, width), types.types().size()}, cell).pack_record(0, object);
  });
}

void pack_slot_alone(const schema_field& field, const value& content, std::vector<std::byte>& target) {
  append_whole(target, reference_width::narrow, [&](cell_writer& cell) {
    const std::size_t slot = cell.allocate(field.type.slot_size(reference_width::narrow));
    value_packer({}, {}, cell).pack_slot(slot, field.type, content);
  });
}

void pack_any(const schema& types, cell_writer& cell, std::size_t slot, const value& content) {
  value_packer(types.types(), {&types.layout(0, cell.width()), types.types().size()}, cell)
      .pack_slot(slot, plain_type(value_kind::any), content);
}

}  // namespace memosaic::table_core
