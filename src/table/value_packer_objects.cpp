// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_map>

#include "table/any_types.hpp"
#include "table/shared_objects.hpp"
#include "table/value_packer.hpp"

/// Objects to which slots lead, and values of `any`.
namespace memosaic::table_core {

void value_packer::require_kind(const field_type& type, const value& content) const {
  const bool dict_as_record = type.kind() == value_kind::record && content.kind() == value_kind::dict;
  if (content.kind() != type.kind() && !dict_as_record) refuse_kind(name_of(type.kind()), content);
}

void value_packer::pack_referenced(std::size_t slot, const field_type& type, const value& content, bool wide) {
  if (content.kind() == value_kind::pooled) return pack_pooled(slot, type, content.as_pooled(), wide);
  require_kind(type, content);
  if (const auto known = cell_.find(content.identity(), type)) return cell_.put_reference(slot, *known, wide);
  if (shared_ != nullptr && packing_ == nullptr && !in_key_ && shared_->takes(content)) {
    if (const auto at = pack_shared(type, content)) return cell_.put_shared_reference(slot, *at, wide);
  }
  const auto at = packing_ != nullptr ? pack_in_shared(type, content) : pack_object(type, content);
  if (at) cell_.put_reference(slot, *at, wide);
}

std::optional<std::size_t> value_packer::pack_whole(const field_type& type, const value& content) {
  require_kind(type, content);
  return pack_in_shared(type, content);
}

/// Nothing if it leads back into the record.
std::optional<std::size_t> value_packer::pack_shared(const field_type& type, const value& content) {
  if (const auto known = shared_->find(content, type)) return known;
  return shared_->put(&cell_, [&](cell_writer& cell, shared_packing& packing) {
    value_packer inner(types_, layouts_, cell, shared_, &packing);
    inner.path_ = path_;
    inner.depth_ = depth_;
    return inner.pack_in_shared(type, content);
  });
}

std::optional<std::size_t> value_packer::pack_in_shared(const field_type& type, const value& content) {
  if (const auto known = shared_->find(content, type)) return known;
  shared_->require_apart(content, *packing_);
  packing_->open.push_back(content.identity());
  const auto at = pack_object(type, content);
  packing_->open.pop_back();
  return at;
}

const field_type& value_packer::pooled_type(const pooled_object& object) const {
  if (in_key_) refuse("a key lies in its record: it cannot be an object of a pool");
  if (shared_ == nullptr) refuse("an object of a pool can be packed only by the builder that has the pool");
  const field_type* type = nullptr;
  with_path([&] { type = &shared_->type_of(object); });
  return *type;
}

void value_packer::pack_pooled(std::size_t slot, const field_type& type, const pooled_object& object, bool wide) {
  const field_type& stored = pooled_type(object);
  if (!stored.same_object(type)) refuse("expected " + type.to_text() + ", found a pooled " + stored.to_text());
  if (const auto at = shared_->place_of(object)) cell_.put_shared_reference(slot, *at, wide);
}

void value_packer::pack_pooled_any(std::size_t slot, const pooled_object& object) {
  const field_type& type = pooled_type(object);
  const bool is_sequence = type.kind() >= value_kind::list && type.kind() <= value_kind::set;
  const bool is_plain = is_sequence ? type.same_object(sequence_type(type.kind(), type.element().kind()))
                        : type.kind() == value_kind::dict
                            ? type.same_object(field_type::dict(field_type::any(), field_type::any()))
                            : true;
  if (!is_plain) refuse("a pooled " + type.to_text() + " is of no type that `any` has: add it to the pool without one");
  cell_.put_number(slot, static_cast<std::uint8_t>(type.kind()));
  if (is_sequence) cell_.put_number(slot + 1, static_cast<std::uint8_t>(type.element().kind()));
  if (type.kind() == value_kind::record) cell_.put_number(slot + 4, static_cast<std::uint32_t>(type.record_type()));
  pack_pooled(slot + 8, type, object, true);
}

std::optional<std::size_t> value_packer::pack_object(const field_type& type, const value& content) {
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

std::optional<std::size_t> value_packer::pack_leaf(const value& content) {
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

void value_packer::remember(const value& content, const field_type& type, std::size_t at) {
  if (content.holders() < 2) return;
  cell_.remember(content.identity(), type, at);
  if (packing_ != nullptr) packing_->placed.push_back({content, type, at});
}

std::optional<std::size_t> value_packer::pack_list(const field_type& type, const value& content) {
  const auto& items = content.items();
  if (items.empty()) return std::nullopt;
  const depth_guard guard(depth_);
  const std::size_t at = cell_.add_sequence(type.element(), items.size());
  remember(content, type, at);
  for (std::size_t i = 0; i < items.size(); ++i) pack_element(at + 8, items.size(), i, type.element(), items[i]);
  return at;
}

void value_packer::pack_element(std::size_t slots, std::size_t count, std::size_t i, const field_type& type,
                                const value& content) {
  const std::size_t slot_size = type.slot_size(cell_.width());
  if (content.is_null() && type.kind() != value_kind::any) {
    if (!type.nullable()) refuse_kind(type.to_text(), content);
    return cell_.set_bit(slots + slot_size * count, i);
  }
  pack_slot(slots + slot_size * i, type, content);
}

std::optional<std::size_t> value_packer::pack_set(const field_type& type, const value& content) {
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

std::optional<std::size_t> value_packer::pack_dict(const field_type& type, const value& content) {
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

std::uint64_t value_packer::hash_of(const value& key) const {
  std::uint64_t hash = 0;
  with_path([&] { hash = hash_of_key(key); });
  return hash;
}

void value_packer::pack_any(std::size_t slot, const value& content) {
  const value_kind kind = content.kind();
  if (kind == value_kind::pooled) return pack_pooled_any(slot, content.as_pooled());
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
      std::size_t type = 0;
      with_path([&] { type = record_type_named(types_, content.record_fields().type_name); });
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

void value_packer::pack_any_datetime(std::size_t slot, const datetime& time) {
  with_path([&] { cell_.put_datetime(slot + 4, time); });  // tests it; the two numbers are swapped here
  cell_.put_number(slot + 4, time.offset * 4 + (time.fold ? 2 : 0) + (time.aware ? 1 : 0));
  cell_.put_number(slot + 8, time.microseconds);
}

}  // namespace memosaic::table_core
