#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "memosaic/sparse/sparse_memory.hpp"

/// Content in parts of bounded size, for records, transfers and pages of flash.
///
/// Errors: `std::invalid_argument` for a width of 0.
namespace memosaic {

/// Where blocks are cut into chunks.
enum class chop_at : std::uint8_t {
  blocks,     ///< every width from the start of the block on; what is cut off by a range begins there
  multiples,  ///< at the multiples of the width
};

/// Ranges of a memory of at most a width, found one by one: `for (const auto& chunk : chop(m, 16))`.
///
/// Lifetime: it borrows the memory. A change of the memory while it is walked is detected, as by `basic_walk`.
/// Cost: each step is O(1), and O(log pieces) where a block or a page begins, and its pieces for a block.
/// Errors: `std::logic_error` from a step after the memory was changed.
template <memory_address Address>
class basic_chunks {
 public:
  using memory = basic_sparse_memory<Address>;
  using range = basic_address_range<Address>;
  using length = address_length<Address>;

  /// How content is cut: inside blocks, or into whole pages.
  enum class rule : std::uint8_t { blocks, multiples, pages };

  class iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = range;
    using difference_type = std::ptrdiff_t;
    using pointer = const range*;
    using reference = const range&;

    iterator() = default;
    [[nodiscard]] const range& operator*() const noexcept { return item_; }
    [[nodiscard]] const range* operator->() const noexcept { return &item_; }
    iterator& operator++() {
      advance();
      return *this;
    }
    void operator++(int) { advance(); }
    [[nodiscard]] friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept {
      return at.item_.empty();
    }

   private:
    friend class basic_chunks;
    void advance();
    void next_page();

    const memory* walked_ = nullptr;
    std::uint64_t version_ = 0;
    length width_{};
    rule rule_ = rule::blocks;
    range rest_;   ///< what has not been looked at yet
    range block_;  ///< what is left of the block that is being cut
    range item_;   ///< empty at the end
  };

  basic_chunks(const memory& walked MEMOSAIC_LIFETIMEBOUND, length width, rule cut, range where);

  [[nodiscard]] iterator begin() const;
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

 private:
  iterator start_;  ///< before the first chunk
};

/// The blocks of a range in chunks of at most `width`.
template <memory_address Address>
[[nodiscard]] basic_chunks<Address> chop(
    const basic_sparse_memory<Address>& from MEMOSAIC_LIFETIMEBOUND,
    typename basic_sparse_memory<Address>::length width, chop_at where_cut = chop_at::blocks,
    typename basic_sparse_memory<Address>::range where = basic_sparse_memory<Address>::everywhere) {
  using chunks = basic_chunks<Address>;
  return {from, width, where_cut == chop_at::blocks ? chunks::rule::blocks : chunks::rule::multiples, where};
}

/// The pages that hold any content of a range: each from one multiple of `size` to the next, holes included, clipped to
/// the range.
template <memory_address Address>
[[nodiscard]] basic_chunks<Address> pages(
    const basic_sparse_memory<Address>& from MEMOSAIC_LIFETIMEBOUND, typename basic_sparse_memory<Address>::length size,
    typename basic_sparse_memory<Address>::range where = basic_sparse_memory<Address>::everywhere) {
  return {from, size, basic_chunks<Address>::rule::pages, where};
}

/// Where chunks go with their bytes. Use `visit_chunks`.
template <memory_address Address>
class chunk_sink {
 public:
  virtual void take(Address at, bytes_view bytes) = 0;

 protected:
  ~chunk_sink() = default;
};

template <memory_address Address>
void send_chunks(const basic_sparse_memory<Address>& from, address_length<Address> width, chop_at where_cut,
                 basic_address_range<Address> where, chunk_sink<Address>& to);

/// Calls `take(address, bytes)` for every chunk that `chop` would give, in order; the bytes are borrowed for the call.
/// The memory must not change meanwhile.
///
/// Cost: O(content). A chunk that lies in several pieces is copied together, all others are shown where they lie.
template <memory_address Address, typename Take>
void visit_chunks(const basic_sparse_memory<Address>& from, typename basic_sparse_memory<Address>::length width,
                  chop_at where_cut, typename basic_sparse_memory<Address>::range where, Take&& take) {
  struct sink final : chunk_sink<Address> {
    explicit sink(Take& taker) : taker_(taker) {}
    void take(Address at, bytes_view bytes) override { taker_(at, bytes); }
    Take& taker_;
  } to(take);
  send_chunks(from, width, where_cut, where, static_cast<chunk_sink<Address>&>(to));
}

using memory_chunks = basic_chunks<std::int64_t>;

extern template class basic_chunks<std::int64_t>;
extern template class basic_chunks<int128>;

}  // namespace memosaic
