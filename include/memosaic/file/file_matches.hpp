#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/find_all.hpp"
#include "memosaic/bytes/segment_searcher.hpp"
#include "memosaic/file/cursor.hpp"

namespace memosaic {

/// All matches in a part of a file, across the borders of windows, as a range of positions:
/// `for (std::uint64_t at : bytes.find_all(needle))`.
///
/// An input range: each call of `begin()` starts anew, and nothing is searched before it. Each iteration goes through
/// the file with a cursor of its own and pins one window at a time.
///
/// Lifetime: iterating borrows the needle, not this object.
/// Cost: O(bytes searched + needle) for all matches together; `begin()` allocates as a `segment_searcher`.
/// Errors: those of `cursor`, and `file_changed`, from `begin()` and from each step. A match is given only if no page
/// before it in the window was lost; that the file still has all of the range is tested at the end.
class file_matches {
 public:
  class iterator;

  [[nodiscard]] iterator begin() const;
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return std::default_sentinel; }

 private:
  friend class file_bytes;
  file_matches(cursor on, std::uint64_t offset, std::uint64_t size, bytes_view needle, overlap overlapping,
               search_from from, const search_range& where) noexcept
      : cursor_(std::move(on)),
        offset_(offset),
        size_(size),
        needle_(needle),
        overlapping_(overlapping),
        from_(from),
        where_(where) {}

  cursor cursor_;         ///< never moved
  std::uint64_t offset_;  ///< of the part in the file
  std::uint64_t size_;
  bytes_view needle_;
  overlap overlapping_;
  search_from from_;
  search_range where_;
};

/// One match, and how the search goes on behind it. It can only be moved, for it stands on a window.
class file_matches::iterator {
 public:
  using value_type = std::uint64_t;
  using difference_type = std::ptrdiff_t;
  using iterator_concept = std::input_iterator_tag;

  iterator(iterator&&) noexcept = default;
  iterator& operator=(iterator&&) noexcept = default;
  ~iterator() = default;

  /// The position of the match in the part.
  [[nodiscard]] std::uint64_t operator*() const noexcept { return found_; }
  iterator& operator++();
  void operator++(int) { ++*this; }

  friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept { return at.found_ == npos; }

 private:
  friend class file_matches;
  explicit iterator(const file_matches& all);

  void feed_next();

  std::optional<segment_searcher> searcher_;  ///< none: the needle is empty, or nothing can match
  cursor cursor_;
  search_from from_ = search_from::front;
  std::uint64_t low_ = 0;       ///< what is still to be searched, as offsets in the file
  std::uint64_t high_ = 0;      ///< where that ends
  std::uint64_t end_ = 0;       ///< where all of it ends
  std::uint64_t step_ = 1;      ///< from one match of an empty needle to the next
  std::uint64_t room_ = 0;      ///< from this one to the last
  std::uint64_t found_ = npos;  ///< npos: the end
};

}  // namespace memosaic
