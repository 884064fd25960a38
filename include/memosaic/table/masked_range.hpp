#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <iterator>
#include <stdexcept>

#include "memosaic/table/record_mask.hpp"
#include "memosaic/table/table_range.hpp"

namespace memosaic {

/// The records of a range whose positions are wanted by a mask, in the order of the range.
///
///     for (const record& each : masked_range(table.records(), dear)) use(each);
///
/// One proxy is pointed at one record after the other: what `*iterator` refers to changes with the iterator, so copy
/// it, which is cheap, to keep a record.
/// Lifetime: it borrows the mask and what the range borrows. Cost: 64 positions that are not wanted are passed over at
/// once. Errors: `std::invalid_argument` if the mask has not the size of the range; as `table_range`.
class masked_range {
 public:
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = record;
    using difference_type = std::ptrdiff_t;
    using pointer = const record*;
    using reference = const record&;

    iterator() noexcept = default;

    [[nodiscard]] const record& operator*() const noexcept { return proxy_; }
    [[nodiscard]] const record* operator->() const noexcept { return &proxy_; }
    iterator& operator++() {
      point_at(within_->mask_->next(position_ + 1));
      return *this;
    }
    void operator++(int) { ++*this; }
    /// In the range that the mask is for.
    [[nodiscard]] std::size_t position() const noexcept { return position_; }

    friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.position_ == b.position_; }

   private:
    friend class masked_range;
    iterator(const masked_range& within, std::size_t position) : within_(&within) { point_at(position); }

    void point_at(std::size_t position) {
      if (position < within_->mask_->size()) proxy_ = within_->records_[position];
      position_ = position;
    }

    const masked_range* within_ = nullptr;
    std::size_t position_ = 0;
    record proxy_;
  };

  using value_type = record;

  masked_range(const table_range& records, const record_mask& wanted MEMOSAIC_LIFETIMEBOUND)
      : records_(records), mask_(&wanted) {
    if (wanted.size() != records.size()) throw std::invalid_argument("a mask has a position for each record");
  }
  masked_range(const table_range&, record_mask&&) = delete;

  /// How many records there are. Cost: linear in the mask.
  [[nodiscard]] std::size_t size() const noexcept { return mask_->count(); }

  [[nodiscard]] iterator begin() const MEMOSAIC_LIFETIMEBOUND { return {*this, mask_->next(0)}; }
  [[nodiscard]] iterator end() const MEMOSAIC_LIFETIMEBOUND { return {*this, mask_->size()}; }

 private:
  table_range records_;
  const record_mask* mask_;
};

}  // namespace memosaic
