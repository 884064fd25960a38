#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <iterator>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/search_plan.hpp"

namespace memosaic {

/// From which end matches are taken; it decides which ones remain when they may not overlap.
enum class search_from : bool { front, back };

/// All matches as a range of positions, found one by one as it is iterated: `for (std::size_t at : find_all(h, n))`.
///
/// An input range: each call of `begin()` starts anew, and nothing is searched before it. Iterating borrows haystack
/// and needle, not the `matches` itself.
///
/// Cost: O(haystack + needle) for all matches together, also when they overlap; no allocation.
class matches {
 public:
  class iterator;

  [[nodiscard]] iterator begin() const noexcept;
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return std::default_sentinel; }

 private:
  friend matches find_all(bytes_view, bytes_view, overlap, search_from, const search_range&);
  matches() = default;

  const std::byte* run_ = nullptr;  ///< where matches may lie
  std::size_t run_size_ = 0;
  std::size_t base_ = 0;     ///< position of the run in the haystack
  std::size_t first_ = 0;    ///< first aligned position, numbered in the direction of the search; npos: no match at all
  std::size_t step_ = 1;     ///< distance of aligned positions
  std::size_t advance_ = 1;  ///< distance from one match to the next place where one may be
  search_from from_ = search_from::front;
  bytes_view needle_;
};

/// One match of `matches`, and how the search goes on behind it.
class matches::iterator {
 public:
  using value_type = std::size_t;
  using difference_type = std::ptrdiff_t;
  using iterator_concept = std::input_iterator_tag;

  iterator() = default;

  /// The position of the match in the haystack.
  [[nodiscard]] std::size_t operator*() const noexcept { return found_; }
  iterator& operator++() noexcept;
  void operator++(int) noexcept { ++*this; }

  friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept { return at.found_ == npos; }

 private:
  friend class matches;
  explicit iterator(const matches& all) noexcept;
  void search(std::size_t from) noexcept;

  matches all_;
  detail::search_plan plan_;
  std::size_t position_ = 0;  ///< of the match, numbered in the direction of the search
  std::size_t found_ = npos;  ///< of the match, in the haystack; npos: the end
};

/// The positions at which `needle` lies in `haystack`, as `find` sees them.
///
/// Without overlap, a match that shares bytes with the one taken before is left out; from the back, that may leave
/// others than from the front. An empty needle lies at every position, the end included.
/// Errors: `std::invalid_argument` if `where.step` is 0.
[[nodiscard]] matches find_all(bytes_view haystack MEMOSAIC_LIFETIMEBOUND, bytes_view needle MEMOSAIC_LIFETIMEBOUND,
                               overlap overlapping = overlap::no, search_from from = search_from::front,
                               const search_range& where = {});

}  // namespace memosaic
