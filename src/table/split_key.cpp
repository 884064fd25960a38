// SPDX-License-Identifier: Apache-2.0
#include "table/split_key.hpp"

#include <algorithm>
#include <utility>

#include "memosaic/bytes/endian.hpp"

namespace memosaic::table_core {
namespace {

/// With only those fields of the root for which that is so.
template <typename Test>
std::vector<record_type> filtered(const schema& whole, const Test& stays) {
  std::vector<record_type> types = whole.types();
  std::erase_if(types.front().fields, [&](const schema_field& field) { return !stays(field); });
  return types;
}

schema without_key(const schema& whole) {
  const std::uint16_t key = whole.root().key;
  auto types = filtered(whole, [key](const schema_field& field) { return field.number != key; });
  types.front().key = 0;
  return schema(std::move(types));
}

}  // namespace

split_key::split_key(const schema& whole)
    : name_(whole.root().fields[*whole.root().position(whole.root().key)].name),
      keys_(filtered(whole, [key = whole.root().key](const schema_field& field) { return field.number == key; })),
      rest_(without_key(whole)) {}

value split_key::key_of(const value& object) const {
  const value* const key = object.find(name_);
  return key == nullptr ? value::record({}) : value::record({{name_, *key}});
}

value split_key::rest_of(const value& object) const {
  if (object.kind() == value_kind::record) {
    auto fields = object.record_fields().fields;
    std::erase_if(fields, [&](const auto& field) { return field.first == name_; });
    return value::record(object.record_fields().type_name, std::move(fields));
  }
  auto entries = object.dict_entries();
  std::erase_if(entries, [&](const auto& entry) {
    return entry.first.kind() == value_kind::text && entry.first.as_text() == name_;
  });
  return value::dict(std::move(entries));
}

void split_key::end(std::vector<std::byte>& waiting, std::size_t rest) {
  const std::size_t stop = waiting.size();
  waiting.resize(stop + 8);
  store_little<std::uint64_t>(mutable_bytes_view(waiting), stop, stop - rest);
}

bytes_view split_key::rest_in(bytes_view waiting) {
  const std::size_t stop = waiting.size() - 8;
  const auto size = static_cast<std::size_t>(load_little<std::uint64_t>(waiting, stop));
  return waiting.subspan(stop - size, size);
}

}  // namespace memosaic::table_core
