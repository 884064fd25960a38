#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/sparse/address.hpp"

namespace memosaic {

template <memory_address Address>
class basic_sparse_memory;

/// The items of a memory in the order of their addresses, found one by one: `for (const auto& block : m.blocks())`.
///
/// Lifetime: it borrows the memory. A change of the memory while it is walked is detected: the next step throws. To
/// change a memory while walking it, walk a snapshot, which costs O(1).
/// Cost: each step is O(log pieces), and proportional to the pieces that the item consists of.
/// Errors: `std::logic_error` from a step after the memory was changed.
template <memory_address Address, typename Item>
class basic_walk {
 public:
  using memory = basic_sparse_memory<Address>;

  class iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using pointer = const Item*;
    using reference = const Item&;

    iterator() = default;
    iterator(const memory& walked, basic_address_range<Address> range) : walked_(&walked), rest_(range) {
      version_ = walked.version();
      ++*this;
    }

    [[nodiscard]] const Item& operator*() const noexcept { return item_; }
    [[nodiscard]] const Item* operator->() const noexcept { return &item_; }
    iterator& operator++() {
      walked_->require_version(version_);
      more_ = walked_->next_item(rest_, item_);
      return *this;
    }
    void operator++(int) { ++*this; }
    [[nodiscard]] friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept { return !at.more_; }

   private:
    const memory* walked_ = nullptr;
    std::uint64_t version_ = 0;
    basic_address_range<Address> rest_;  ///< what has not been walked yet
    Item item_;
    bool more_ = false;
  };

  basic_walk(const memory& walked MEMOSAIC_LIFETIMEBOUND, basic_address_range<Address> range) noexcept
      : walked_(&walked), range_(range) {}

  [[nodiscard]] iterator begin() const { return iterator(*walked_, range_); }
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

 private:
  const memory* walked_;
  basic_address_range<Address> range_;
};

}  // namespace memosaic
