// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_map>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/bytes/hash.hpp"
#include "memosaic/table/value.hpp"
#include "table/tagged_key.hpp"

/// What makes two values equal, and what makes them the same key.
namespace memosaic {
namespace {

constexpr int deepest_key = 64;

/// Compares two values that may contain themselves.
class equality {
 public:
  bool operator()(const value& a, const value& b) {
    if (a.kind() != b.kind()) return false;
    if (a.identity() != nullptr && a.identity() == b.identity()) return true;
    switch (a.kind()) {
      case value_kind::float64:
        return std::bit_cast<std::uint64_t>(a.as_float64()) == std::bit_cast<std::uint64_t>(b.as_float64()) ||
               a.as_float64() == b.as_float64();
      case value_kind::array:
        return a.as_array() == b.as_array();
      case value_kind::decimal:
        return a.as_decimal() == b.as_decimal();
      case value_kind::text:
        return a.as_text() == b.as_text();
      case value_kind::bytes:
      case value_kind::buffer:
        return memosaic::equal(a.as_bytes(), b.as_bytes());
      case value_kind::list:
      case value_kind::tuple:
      case value_kind::set:
      case value_kind::dict:
      case value_kind::record:
        return equal_containers(a, b);
      default:
        return equal_in_place(a, b);
    }
  }

 private:
  static bool equal_in_place(const value& a, const value& b) {
    switch (a.kind()) {
      case value_kind::boolean:
        return a.as_boolean() == b.as_boolean();
      case value_kind::int64:
        return a.as_int64() == b.as_int64();
      case value_kind::uint64:
        return a.as_uint64() == b.as_uint64();
      case value_kind::date:
        return a.as_date() == b.as_date();
      case value_kind::datetime:
        return a.as_datetime() == b.as_datetime();
      case value_kind::pooled:
        return a.as_pooled() == b.as_pooled();
      default:
        return true;  // null
    }
  }

  bool equal_containers(const value& a, const value& b) {
    // A pair that is met again is being compared further up: what differs will be found there.
    if (!assumed_.emplace(a.identity(), b.identity()).second) return true;
    switch (a.kind()) {
      case value_kind::set:
        return equal_sets(a.items(), b.items());
      case value_kind::dict:
        return equal_dicts(a.dict_entries(), b.dict_entries());
      case value_kind::record:
        return equal_records(a.record_fields(), b.record_fields());
      default:
        return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(), std::ref(*this));
    }
  }

  bool equal_sets(const value::sequence& a, const value::sequence& b) {
    if (a.size() != b.size()) return false;
    std::unordered_multimap<std::uint64_t, const value*> others;
    for (const value& each : b) others.emplace(hash_of_key(each), &each);
    return std::all_of(a.begin(), a.end(), [&](const value& each) {
      const auto [first, last] = others.equal_range(hash_of_key(each));
      const auto found = std::find_if(first, last, [&](const auto& other) { return (*this)(each, *other.second); });
      if (found == last) return false;
      others.erase(found);
      return true;
    });
  }

  bool equal_dicts(const value::entries& a, const value::entries& b) {
    if (a.size() != b.size()) return false;
    std::unordered_multimap<std::uint64_t, const std::pair<value, value>*> others;
    for (const auto& each : b) others.emplace(hash_of_key(each.first), &each);
    return std::all_of(a.begin(), a.end(), [&](const auto& each) {
      const auto [first, last] = others.equal_range(hash_of_key(each.first));
      const auto found = std::find_if(first, last, [&](const auto& other) {
        return (*this)(each.first, other.second->first) && (*this)(each.second, other.second->second);
      });
      if (found == last) return false;
      others.erase(found);
      return true;
    });
  }

  bool equal_records(const value::named_fields& a, const value::named_fields& b) {
    if (a.fields.size() != b.fields.size()) return false;
    return std::all_of(a.fields.begin(), a.fields.end(), [&](const auto& each) {
      const auto found =
          std::find_if(b.fields.begin(), b.fields.end(), [&](const auto& other) { return other.first == each.first; });
      return found != b.fields.end() && (*this)(each.second, found->second);
    });
  }

  std::set<std::pair<const void*, const void*>> assumed_;
};

[[noreturn]] void refuse_key(value_kind kind) {
  throw std::invalid_argument("a value of kind " + std::string(name_of(kind)) +
                              " cannot be a key: expected a number, boolean, date, text, bytes, decimal, tuple or set");
}

/// Makes the key bytes of values. A tuple that is met again is not hashed again: what consists of one tuple in many
/// places, to any depth, takes time in proportion to its parts.
class key_maker {
 public:
  void append(std::vector<std::byte>& bytes, const value& key) {
    switch (key.kind()) {
      case value_kind::null:
        return table_core::append_null_key(bytes);
      case value_kind::boolean:
        return table_core::append_key(bytes, key.as_boolean());
      case value_kind::int64:
        return table_core::append_key(bytes, key.as_int64());
      case value_kind::uint64:
        return table_core::append_key(bytes, key.as_uint64());
      case value_kind::float64:
        return table_core::append_key(bytes, key.as_float64());
      case value_kind::text:
        return table_core::append_key(bytes, key.as_text());
      case value_kind::bytes:
        return table_core::append_key(bytes, key.as_bytes());
      case value_kind::date:
        return table_core::append_key(bytes, key.as_date());
      case value_kind::datetime:
        return table_core::append_key(bytes, key.as_datetime());
      case value_kind::decimal:
        return table_core::append_key(bytes, key.as_decimal());
      case value_kind::tuple:
      case value_kind::set:
        return table_core::append_key(bytes, key.kind(), element_hashes(key));
      default:
        refuse_key(key.kind());
    }
  }

  std::uint64_t hash_of(const value& item) {
    const bool nested = item.kind() == value_kind::tuple || item.kind() == value_kind::set;
    if (nested) {
      const auto found = known_.find(item.identity());
      if (found != known_.end()) return found->second;
    }
    std::vector<std::byte> bytes;
    append(bytes, item);
    const std::uint64_t hash = xxh3_64(bytes);
    if (nested) known_.emplace(item.identity(), hash);
    return hash;
  }

 private:
  std::vector<std::uint64_t> element_hashes(const value& each) {
    if (depth_ == deepest_key) throw std::invalid_argument("a key is nested deeper than 64");
    ++depth_;
    std::vector<std::uint64_t> hashes;
    for (const value& item : each.items()) hashes.push_back(hash_of(item));
    if (each.kind() == value_kind::set) std::sort(hashes.begin(), hashes.end());
    --depth_;
    return hashes;
  }

  int depth_ = 0;
  std::unordered_map<const void*, std::uint64_t> known_;
};

/// Compares keys. Key bytes of tuples and sets hold hashes of their elements, which are compared in full here. Two that
/// are met again are not compared again, and elements of sets are looked for among those with their hash: so the time
/// is that of making the key bytes, whatever the keys share.
class key_equality {
 public:
  bool operator()(const value& a, const value& b) {
    std::vector<std::byte> bytes;
    std::vector<std::byte> others;
    keys_.append(bytes, a);
    keys_.append(others, b);
    if (!equal(bytes, others)) return false;
    if (a.kind() != value_kind::tuple && a.kind() != value_kind::set) return true;
    const auto found = known_.find({a.identity(), b.identity()});
    if (found != known_.end()) return found->second;
    const bool same = a.kind() == value_kind::set ? same_sets(a.items(), b.items())
                                                  : std::equal(a.items().begin(), a.items().end(), b.items().begin(),
                                                               b.items().end(), std::ref(*this));
    known_.emplace(std::pair(a.identity(), b.identity()), same);
    return same;
  }

 private:
  bool same_sets(const value::sequence& a, const value::sequence& b) {
    std::unordered_multimap<std::uint64_t, const value*> others;
    for (const value& each : b) others.emplace(keys_.hash_of(each), &each);
    return std::all_of(a.begin(), a.end(), [&](const value& each) {
      const auto [first, last] = others.equal_range(keys_.hash_of(each));
      const auto found = std::find_if(first, last, [&](const auto& other) { return (*this)(each, *other.second); });
      if (found == last) return false;
      others.erase(found);
      return true;
    });
  }

  key_maker keys_;
  std::map<std::pair<const void*, const void*>, bool> known_;
};

std::vector<std::byte> key_bytes_of(const value& key) {
  std::vector<std::byte> bytes;
  key_maker().append(bytes, key);
  return bytes;
}

}  // namespace

bool value::equals(const value& other) const { return equality()(*this, other); }

void table_core::append_key_of(std::vector<std::byte>& to, const value& key) { key_maker().append(to, key); }

std::uint64_t hash_of_key(const value& key) { return xxh3_64(key_bytes_of(key)); }

bool same_key(const value& a, const value& b) { return key_equality()(a, b); }

}  // namespace memosaic
