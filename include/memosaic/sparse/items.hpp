#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <type_traits>

#include "memosaic/sparse/sparse_memory.hpp"

namespace memosaic {

/// A stored byte and where it is.
template <memory_address Address>
struct basic_item {
  Address at = 0;
  std::byte value{};
  friend bool operator==(const basic_item&, const basic_item&) = default;
};

/// An address and what is there: a byte, or nothing in a hole.
template <memory_address Address>
struct basic_place {
  Address at = 0;
  std::optional<std::byte> value;
  friend bool operator==(const basic_place&, const basic_place&) = default;
};

using memory_item = basic_item<std::int64_t>;
using memory_place = basic_place<std::int64_t>;

enum class walk_order : bool { up, down };

/// A memory byte by byte: `for (const auto& [at, value] : items(memory))`.
///
/// Lifetime: it borrows the memory. A change of the memory while it is walked is detected, as by `basic_walk`.
/// Cost: each step is O(1), and O(log pieces) where a piece begins. Whoever wants many bytes at once takes segments.
/// Errors: `std::logic_error` from a step after the memory was changed.
template <memory_address Address, typename Item>
class basic_byte_walk {
 public:
  using memory = basic_sparse_memory<Address>;
  using range = basic_address_range<Address>;

  class iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using pointer = const Item*;
    using reference = const Item&;

    iterator() = default;
    iterator(const memory& walked, range where, walk_order order)
        : walked_(&walked), version_(walked.version()), up_(order == walk_order::up), rest_(where) {
      ++*this;
    }

    [[nodiscard]] const Item& operator*() const noexcept { return item_; }
    [[nodiscard]] const Item* operator->() const noexcept { return &item_; }
    iterator& operator++() {
      if (walked_->version() != version_) throw_changed();
      more_ = !rest_.empty();
      if (more_) step();
      return *this;
    }
    void operator++(int) { ++*this; }
    [[nodiscard]] friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept { return !at.more_; }

   private:
    using length = address_length<Address>;
    static constexpr bool holes_too = std::is_same_v<Item, basic_place<Address>>;

    [[nodiscard]] static Address before(Address at) noexcept {
      return static_cast<Address>(static_cast<length>(at) - 1);
    }

    void step() {
      Address at = up_ ? rest_.start : before(rest_.stop);
      if (!around_.contains(at)) look();
      if (!stored_ && !holes_too) {
        if (around_ == rest_) {
          more_ = false;
          return;
        }
        at = up_ ? around_.stop : before(around_.start);
        look_at(at);
      }
      item_.at = at;
      if (stored_) {
        item_.value = segment_.at(at);
      } else if constexpr (holes_too) {
        item_.value = std::nullopt;
      }
      if (up_) {
        rest_.start = static_cast<Address>(static_cast<length>(at) + 1);
      } else {
        rest_.stop = at;
      }
    }

    /// Finds what lies at the near end of `rest_`: a segment, or a hole up to the next one.
    void look() { look_at(up_ ? rest_.start : before(rest_.stop)); }
    void look_at(Address at);
    [[noreturn]] static void throw_changed();

    const memory* walked_ = nullptr;
    std::uint64_t version_ = 0;
    bool up_ = true;
    bool more_ = false;
    bool stored_ = false;             ///< whether `around_` is a segment, else a hole
    range rest_;                      ///< what has not been visited yet
    range around_;                    ///< what is known: `segment_`, or a hole, inside the range
    basic_segment<Address> segment_;  ///< where the walk is, if it is there
    Item item_;
  };

  basic_byte_walk(const memory& walked MEMOSAIC_LIFETIMEBOUND, range where, walk_order order) noexcept
      : walked_(&walked), where_(where), order_(order) {}

  [[nodiscard]] iterator begin() const { return iterator(*walked_, where_, order_); }
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

 private:
  const memory* walked_;
  range where_;
  walk_order order_;
};

/// The stored bytes of a range, from the front or from the back.
template <memory_address Address>
[[nodiscard]] basic_byte_walk<Address, basic_item<Address>> items(
    const basic_sparse_memory<Address>& memory MEMOSAIC_LIFETIMEBOUND,
    typename basic_sparse_memory<Address>::range where = basic_sparse_memory<Address>::everywhere,
    walk_order order = walk_order::up) noexcept {
  return {memory, where, order};
}

/// Every address of a range, holes too: O(range) in all.
template <memory_address Address>
[[nodiscard]] basic_byte_walk<Address, basic_place<Address>> places(
    const basic_sparse_memory<Address>& memory MEMOSAIC_LIFETIMEBOUND,
    typename basic_sparse_memory<Address>::range where, walk_order order = walk_order::up) noexcept {
  return {memory, where, order};
}

/// Every address of `span()`.
template <memory_address Address>
[[nodiscard]] basic_byte_walk<Address, basic_place<Address>> places(
    const basic_sparse_memory<Address>& memory MEMOSAIC_LIFETIMEBOUND) noexcept {
  return {memory, memory.span(), walk_order::up};
}

extern template class basic_byte_walk<std::int64_t, basic_item<std::int64_t>>;
extern template class basic_byte_walk<std::int64_t, basic_place<std::int64_t>>;
extern template class basic_byte_walk<int128, basic_item<int128>>;
extern template class basic_byte_walk<int128, basic_place<int128>>;

}  // namespace memosaic
