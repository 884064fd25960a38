#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <optional>
#include <utility>

#include "memosaic/table/packed_cell.hpp"
#include "memosaic/table/proxy_iterator.hpp"
#include "memosaic/table/value_view.hpp"

namespace memosaic {

/// A dict where it lies: entries in the order in which they were given, found by key in O(log n).
///
/// Lifetime: as `value_view`.
class dict_view {
 public:
  using value_type = std::pair<value_view, value_view>;
  using iterator = proxy_iterator<dict_view>;
  using const_iterator = iterator;

  /// No entries.
  dict_view() noexcept = default;

  /// The object that a slot leads to. Its size is tested here, once for all entries.
  dict_view(const field_type& key MEMOSAIC_LIFETIMEBOUND, const field_type& mapped MEMOSAIC_LIFETIMEBOUND,
            const packed_object& object);

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

  /// The entry of that position. Errors: `std::out_of_range`.
  [[nodiscard]] value_type operator[](std::size_t index) const { return {key_at(index), mapped_at(index)}; }
  [[nodiscard]] value_view key_at(std::size_t index) const;
  [[nodiscard]] value_view mapped_at(std::size_t index) const;
  [[nodiscard]] iterator begin() const noexcept { return {*this, 0}; }
  [[nodiscard]] iterator end() const noexcept { return {*this, size_}; }

  /// What a key leads to, whatever kind the key is; nothing if it is not there.
  ///
  /// Errors: `std::invalid_argument` for what cannot be a key.
  [[nodiscard]] std::optional<value_view> find(const value& key) const;
  [[nodiscard]] bool contains(const value& key) const { return position(key).has_value(); }
  /// Errors: `std::out_of_range` if it is not there.
  [[nodiscard]] value_view at(const value& key) const;
  [[nodiscard]] std::optional<std::size_t> position(const value& key) const;

  /// What typed dicts read.
  [[nodiscard]] const std::byte* key_slot(std::size_t index) const;
  [[nodiscard]] const std::byte* mapped_slot(std::size_t index) const;
  [[nodiscard]] const field_type* key_type() const noexcept { return key_; }
  [[nodiscard]] const field_type* mapped_type() const noexcept { return mapped_; }
  [[nodiscard]] const packed_cell& cell() const noexcept { return cell_; }
  [[nodiscard]] bool null_at(std::size_t index) const noexcept { return nulls_ != nullptr && bit_at(nulls_, index); }
  /// Bytes of the whole object.
  [[nodiscard]] std::size_t byte_size() const noexcept { return byte_size_; }

 private:
  const field_type* key_ = nullptr;
  const field_type* mapped_ = nullptr;
  const std::byte* keys_ = nullptr;
  const std::byte* values_ = nullptr;
  const std::byte* nulls_ = nullptr;  ///< of the values; null if they never are
  const std::byte* index_ = nullptr;  ///< of dicts of more than 8
  std::size_t size_ = 0;
  std::size_t byte_size_ = 0;
  packed_cell cell_;
};

}  // namespace memosaic
