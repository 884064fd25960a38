// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "memosaic/bytes/hash.hpp"
#include "memosaic/table/sequence_view.hpp"
#include "table/stored_number.hpp"
#include "table/structure_verifier.hpp"
#include "table/tagged_key.hpp"

/// The keys of sets and dicts, which by now are values: that no two are the same, and that their index leads to them.
namespace memosaic::table_core {
namespace {

constexpr int deepest_key = 64;
constexpr std::size_t worth_knowing = 64;  ///< bytes of a run whose hash is kept

}  // namespace

value_view structure_verifier::key_at(const found_object& object, const collection& parts, std::size_t position) const {
  const verified_slot& type = *object.type->element;
  const bool null = object.type->kind == value_kind::set && parts.nulls != nullptr && bit_at(parts.nulls, position);
  return {*type.type, parts.slots + position * type.size, packed_cell(place_of(object).bytes, opened_.context()),
          null ? value_view::presence::null : value_view::presence::present};
}

void structure_verifier::verify_keys(const found_object& object) {
  const collection parts = parts_of(*object.type, object.offset, place_of(object));
  std::vector<std::uint64_t> hashes(parts.count);
  for (std::size_t i = 0; i < parts.count; ++i) hashes[i] = hash_of(key_at(object, parts, i), 0);
  std::vector<std::size_t> positions;
  if (parts.index == nullptr) {
    for (std::size_t i = 0; i < parts.count; ++i) positions.push_back(i);
    return require_distinct(object, parts, positions, hashes);
  }
  // Entries that ascend, each with the hash of its element, are different elements: so all of them.
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < parts.count; ++i) {
    const std::byte* const entry = parts.index + 8 * i;
    const std::uint64_t hash = load_stored<std::uint32_t>(entry);
    const std::size_t position = load_stored<std::uint32_t>(entry + 4);
    if (position >= parts.count || hash != hashes[position] >> 32) {
      refuse(entry, "index of a set or dict: an entry is not that of its element");
    }
    const std::uint64_t order = hash << 32 | position;
    if (i != 0 && order <= before) refuse(entry, "index of a set or dict: its entries are not in order");
    if (i != 0 && before >> 32 != hash) {
      require_distinct(object, parts, positions, hashes);
      positions.clear();
    }
    positions.push_back(position);
    before = order;
  }
  require_distinct(object, parts, positions, hashes);
}

void structure_verifier::require_distinct(const found_object& object, const collection& parts,
                                          std::vector<std::size_t>& positions,
                                          const std::vector<std::uint64_t>& hashes) {
  if (positions.size() < 2) return;
  std::sort(positions.begin(), positions.end(), [&](auto a, auto b) { return hashes[a] < hashes[b]; });
  for (auto first = positions.begin(); first != positions.end();) {
    const auto stop = std::find_if(first, positions.end(), [&](auto each) { return hashes[each] != hashes[*first]; });
    if (stop - first > 1) {
      std::vector<std::string> keys;
      for (auto each = first; each != stop; ++each) {
        std::vector<std::byte> bytes;
        append_key_of(bytes, key_at(object, parts, *each), 0);
        keys.emplace_back(text_of(bytes));
      }
      std::sort(keys.begin(), keys.end());
      if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) {
        refuse(parts.slots + *first * object.type->element->size, "set or dict: two of its keys are the same");
      }
    }
    first = stop;
  }
}

std::uint64_t structure_verifier::hash_of(const value_view& key, int depth) {
  const std::byte* const identity = key.identity();
  const bool nested = key.kind() == value_kind::tuple || key.kind() == value_kind::set;
  const bool run = key.kind() == value_kind::text || key.kind() == value_kind::bytes;
  // What many keys share is hashed once, or its work would have no bound.
  const bool kept =
      identity != nullptr &&
      (nested || key.kind() == value_kind::decimal ||
       (run && (key.kind() == value_kind::text ? key.as_text().size() : key.as_bytes().size()) >= worth_knowing));
  known_hashes& known = identity >= shared_.bytes.data() && identity < shared_.bytes.data() + shared_.bytes.size()
                            ? shared_hashes_
                            : own_hashes_;
  if (kept) {
    const auto [found, fresh] = known.try_emplace(identity);
    if (!fresh && !found->second) refuse(key.slot(), "key: it contains itself");
    if (!fresh) return *found->second;
  }
  std::vector<std::byte> bytes;
  append_key_of(bytes, key, depth);
  const std::uint64_t hash = xxh3_64(bytes);
  if (kept) known[identity] = hash;
  return hash;
}

void structure_verifier::append_key_of(std::vector<std::byte>& to, const value_view& key, int depth) {
  if (depth > deepest_key) refuse(key.slot(), "key: nested deeper than 64");
  switch (key.kind()) {
    case value_kind::null:
      return append_null_key(to);
    case value_kind::boolean:
      return append_key(to, key.as_boolean());
    case value_kind::float32:
    case value_kind::float64:
      return append_key(to, key.as_float64());
    case value_kind::text:
    case value_kind::fixed_text:
      return append_key(to, key.as_text());
    case value_kind::bytes:
    case value_kind::fixed_bytes:
      return append_key(to, key.as_bytes());
    case value_kind::date:
      return append_key(to, key.as_date());
    case value_kind::datetime:
      return append_key(to, key.as_datetime());
    case value_kind::decimal:
      return append_key(to, key.as_decimal());
    case value_kind::tuple:
    case value_kind::set: {
      const sequence_view items = key.as_sequence();
      std::vector<std::uint64_t> hashes(items.size());
      for (std::size_t i = 0; i < items.size(); ++i) hashes[i] = hash_of(items[i], depth + 1);
      if (key.kind() == value_kind::set) std::sort(hashes.begin(), hashes.end());
      return append_key(to, key.kind(), hashes);
    }
    default:
      break;
  }
  if (is_unsigned_integer(key.kind())) return append_key(to, key.as_uint64());
  if (is_integer(key.kind())) return append_key(to, key.as_int64());
  refuse(key.slot(), "a value of kind " + std::string(name_of(key.kind())) + " cannot be a key");
}

}  // namespace memosaic::table_core
