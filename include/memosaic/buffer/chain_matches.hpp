#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <iterator>
#include <optional>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/find_all.hpp"
#include "memosaic/bytes/segment_searcher.hpp"

namespace memosaic {

class chain;

/// All matches in a chain, across its borders, as a range of positions: `for (std::size_t at : bytes.find_all(n))`.
///
/// An input range: each call of `begin()` starts anew, and nothing is searched before it.
/// Lifetime: iterating borrows the chain and the needle, not this object.
/// Cost: O(bytes searched + needle) for all matches together; `begin()` allocates as a `segment_searcher`.
class chain_matches {
 public:
  class iterator;

  [[nodiscard]] iterator begin() const;
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return std::default_sentinel; }

 private:
  friend class chain;
  chain_matches(const chain& bytes, bytes_view needle, overlap overlapping, search_from from,
                const search_range& where) noexcept
      : bytes_(&bytes), needle_(needle), overlapping_(overlapping), from_(from), where_(where) {}

  const chain* bytes_;
  bytes_view needle_;
  overlap overlapping_;
  search_from from_;
  search_range where_;
};

/// One match, and how the search goes on behind it.
class chain_matches::iterator {
 public:
  using value_type = std::size_t;
  using difference_type = std::ptrdiff_t;
  using iterator_concept = std::input_iterator_tag;

  iterator() = default;

  /// The position of the match in the chain.
  [[nodiscard]] std::size_t operator*() const noexcept { return found_; }
  iterator& operator++();
  void operator++(int) { ++*this; }

  friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept { return at.found_ == npos; }

 private:
  friend class chain_matches;
  explicit iterator(const chain_matches& all);

  /// The part of a segment that is searched.
  [[nodiscard]] bytes_view searched_part(std::size_t segment) const noexcept;

  std::optional<segment_searcher> searcher_;  ///< none: the needle is empty; first, as copying it may fail
  const chain* bytes_ = nullptr;
  search_from from_ = search_from::front;
  std::size_t start_ = 0;     ///< the run that is searched
  std::size_t stop_ = 0;      ///< where it ends
  std::size_t segment_ = 0;   ///< the next segment to be fed
  std::size_t segments_ = 0;  ///< how many are to be fed
  std::size_t step_ = 1;      ///< from one empty match to the next
  std::size_t found_ = npos;  ///< npos: the end
};

}  // namespace memosaic
