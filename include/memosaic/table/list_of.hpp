#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <utility>

#include "memosaic/table/dict_view.hpp"
#include "memosaic/table/proxy_iterator.hpp"
#include "memosaic/table/sequence_view.hpp"
#include "memosaic/table/stored.hpp"
#include "memosaic/table/struct_places.hpp"

namespace memosaic {

/// A list or set where it lies, of elements of one C++ type. What a file holds in a narrower type is widened when it is
/// read.
///
/// Lifetime: as `value_view`, and that of the projection.
template <typename Element>
class list_of {
 public:
  using value_type = typename stored<Element>::read_type;
  using iterator = proxy_iterator<list_of>;
  using const_iterator = iterator;

  list_of() noexcept = default;
  list_of(const sequence_view& items, const table_core::struct_places* nested) noexcept
      : items_(items), nested_(nested) {}

  [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }
  [[nodiscard]] bool empty() const noexcept { return items_.empty(); }
  /// Errors: `std::out_of_range`.
  [[nodiscard]] value_type operator[](std::size_t index) const {
    require_index(index, items_.size());
    if constexpr (stored<Element>::nullable) {
      if (items_.null_at(index)) return {};
    }
    return stored<Element>::read(
        {items_.slots() + index * items_.slot_size(), items_.element_type(), nested_, items_.cell()});
  }
  [[nodiscard]] value_type at(std::size_t index) const { return (*this)[index]; }
  [[nodiscard]] value_type front() const { return (*this)[0]; }
  [[nodiscard]] value_type back() const { return (*this)[size() - 1]; }
  [[nodiscard]] iterator begin() const noexcept { return {*this, 0}; }
  [[nodiscard]] iterator end() const noexcept { return {*this, size()}; }

  /// See `sequence_view::contains`.
  [[nodiscard]] bool contains(const value& needle) const { return items_.contains(needle); }

  /// The same without static types.
  [[nodiscard]] const sequence_view& items() const noexcept MEMOSAIC_LIFETIMEBOUND { return items_; }

 private:
  sequence_view items_;
  const table_core::struct_places* nested_ = nullptr;
};

/// A dict where it lies, of keys and values of C++ types.
///
/// Lifetime: as `list_of`.
template <typename Key, typename Mapped>
class dict_of {
 public:
  using value_type = std::pair<typename stored<Key>::read_type, typename stored<Mapped>::read_type>;
  using iterator = proxy_iterator<dict_of>;
  using const_iterator = iterator;

  dict_of() noexcept = default;
  dict_of(const dict_view& entries, const table_core::struct_places* nested) noexcept
      : entries_(entries), nested_(nested) {}

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  /// The entry of that position. Errors: `std::out_of_range`.
  [[nodiscard]] value_type operator[](std::size_t index) const {
    return {stored<Key>::read({entries_.key_slot(index), entries_.key_type(), nullptr, entries_.cell()}),
            mapped_at(index)};
  }
  [[nodiscard]] iterator begin() const noexcept { return {*this, 0}; }
  [[nodiscard]] iterator end() const noexcept { return {*this, size()}; }

  /// What a key leads to, or nothing. See `dict_view::find`.
  [[nodiscard]] std::optional<typename stored<Mapped>::read_type> find(const value& key) const {
    const auto position = entries_.position(key);
    if (!position) return std::nullopt;
    return mapped_at(*position);
  }
  [[nodiscard]] bool contains(const value& key) const { return entries_.contains(key); }

  /// The same without static types.
  [[nodiscard]] const dict_view& entries() const noexcept MEMOSAIC_LIFETIMEBOUND { return entries_; }

 private:
  [[nodiscard]] typename stored<Mapped>::read_type mapped_at(std::size_t index) const {
    const std::byte* const slot = entries_.mapped_slot(index);
    if constexpr (stored<Mapped>::nullable) {
      if (entries_.null_at(index)) return {};
    }
    return stored<Mapped>::read({slot, entries_.mapped_type(), nested_, entries_.cell()});
  }

  dict_view entries_;
  const table_core::struct_places* nested_ = nullptr;
};

}  // namespace memosaic
