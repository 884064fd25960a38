#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <iterator>
#include <optional>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/table/packed_cell.hpp"
#include "memosaic/table/proxy_iterator.hpp"
#include "memosaic/table/value_view.hpp"

namespace memosaic {

/// A list, tuple or set where it lies: elements are made when they are asked for.
///
/// Of a set, elements are in the order in which they were given, and `contains` needs no look at all of them.
/// Lifetime: as `value_view`.
class sequence_view {
 public:
  using value_type = value_view;
  using iterator = proxy_iterator<sequence_view>;
  using const_iterator = iterator;

  /// No elements.
  sequence_view() noexcept = default;

  /// The object that a slot of that kind leads to. Its size is tested here, once for all elements.
  sequence_view(value_kind kind, const field_type& element MEMOSAIC_LIFETIMEBOUND, const packed_object& object);

  [[nodiscard]] value_kind kind() const noexcept { return kind_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

  /// Errors: `std::out_of_range`.
  [[nodiscard]] value_view operator[](std::size_t index) const;
  [[nodiscard]] value_view at(std::size_t index) const { return (*this)[index]; }
  [[nodiscard]] value_view front() const { return (*this)[0]; }
  [[nodiscard]] value_view back() const { return (*this)[size_ - 1]; }
  [[nodiscard]] iterator begin() const noexcept { return {*this, 0}; }
  [[nodiscard]] iterator end() const noexcept { return {*this, size_}; }

  /// Whether an element is the same key as `needle`, of whatever kind that is: 1.5 is not among integers.
  ///
  /// Cost: O(log n) in a set; O(n) else, where equal means the same key too.
  /// Errors: `std::invalid_argument` for a needle that cannot be a key.
  [[nodiscard]] bool contains(const value& needle) const { return find(needle).has_value(); }
  /// The position of the first such element.
  [[nodiscard]] std::optional<std::size_t> find(const value& needle) const;

  /// All slots, one behind the other: what typed lists read.
  [[nodiscard]] const std::byte* slots() const noexcept { return slots_; }
  [[nodiscard]] std::size_t slot_size() const noexcept { return slot_size_; }
  [[nodiscard]] const field_type* element_type() const noexcept { return element_; }
  [[nodiscard]] const packed_cell& cell() const noexcept { return cell_; }
  [[nodiscard]] bool null_at(std::size_t index) const noexcept { return nulls_ != nullptr && bit_at(nulls_, index); }
  /// Bytes of the whole object.
  [[nodiscard]] std::size_t byte_size() const noexcept { return byte_size_; }

 private:
  const field_type* element_ = nullptr;
  const std::byte* slots_ = nullptr;
  const std::byte* nulls_ = nullptr;  ///< null if elements never are
  const std::byte* index_ = nullptr;  ///< of sets of more than 8
  std::size_t size_ = 0;
  std::size_t slot_size_ = 0;
  std::size_t byte_size_ = 0;
  packed_cell cell_;
  value_kind kind_ = value_kind::list;
};

}  // namespace memosaic
