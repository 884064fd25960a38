#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "memosaic/buffer/chain_matches.hpp"
#include "memosaic/buffer/view.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/find_all.hpp"

namespace memosaic {

/// Several views read as one run of bytes, in order, without joining them: for gather I/O and for search across their
/// borders. Empty views are dropped. Moves leave it empty.
///
/// Iterate by segment: `for (const view& part : bytes.segments())`.
/// Cost: `at` and `sub` are O(log segments) to find the place; searches scan each segment where it lies.
/// Errors: `std::out_of_range` as a view; `std::length_error` when the sizes together pass 2^63 - 1.
class chain {
 public:
  chain() = default;
  explicit chain(std::vector<view> parts);

  chain(const chain&) = default;
  chain& operator=(const chain& other) { return *this = chain(other); }
  chain(chain&&) noexcept = default;
  chain& operator=(chain&&) noexcept = default;
  ~chain() = default;

  void append(view part);
  void append(const chain& parts);

  [[nodiscard]] std::size_t size() const noexcept { return stops_.empty() ? 0 : stops_.back(); }
  [[nodiscard]] bool empty() const noexcept { return stops_.empty(); }
  [[nodiscard]] std::span<const view> segments() const noexcept MEMOSAIC_LIFETIMEBOUND { return parts_; }
  [[nodiscard]] std::byte at(std::size_t index) const;

  /// The bytes `[start, stop)` as a chain over the same owners. Cost: O(segments touched).
  [[nodiscard]] chain sub(std::size_t start, std::size_t stop = npos) const;

  /// As the functions of the same names on one run of bytes; matches may lie across borders. A range that lies in one
  /// segment is searched without allocating.
  /// Errors: `std::invalid_argument` if `where.step` is 0; `std::bad_alloc`.
  [[nodiscard]] std::optional<std::size_t> find(bytes_view needle, const search_range& where = {}) const;
  [[nodiscard]] std::optional<std::size_t> rfind(bytes_view needle, const search_range& where = {}) const;
  [[nodiscard]] std::size_t count(bytes_view needle, overlap overlapping = overlap::no,
                                  const search_range& where = {}) const;

  /// All matches, found one by one as they are iterated.
  [[nodiscard]] chain_matches find_all(bytes_view needle MEMOSAIC_LIFETIMEBOUND, overlap overlapping = overlap::no,
                                       search_from from = search_from::front,
                                       const search_range& where = {}) const MEMOSAIC_LIFETIMEBOUND;

  /// Copies all bytes into `target`, which may be one of the segments.
  /// Errors: `std::out_of_range` if it is too small; nothing is written then.
  void copy_to(mutable_bytes_view target) const;

  /// All bytes as one view: the only segment itself if there is just one, else a copy, O(size).
  [[nodiscard]] view coalesce() const;

  /// The same bytes in few segments: neighbours of fewer than `smallest` bytes are copied together, O(bytes copied).
  ///
  /// What is copied no longer retains its old owner, so small views of big owners give them back.
  [[nodiscard]] chain compact(std::size_t smallest = 512) const;

 private:
  friend class chain_matches::iterator;

  [[nodiscard]] std::optional<std::size_t> find_from(search_from from, bytes_view needle,
                                                     const search_range& where) const;

  /// After it, `count` more parts are appended without allocating.
  void make_room(std::size_t count);

  /// Which segment holds the byte at `index`, which must exist.
  [[nodiscard]] std::size_t segment_at(std::size_t index) const noexcept;
  [[nodiscard]] std::size_t start_of(std::size_t segment) const noexcept {
    return segment == 0 ? 0 : stops_[segment - 1];
  }

  std::vector<view> parts_;         ///< none is empty
  std::vector<std::size_t> stops_;  ///< where each part ends, counted from the first byte
};

}  // namespace memosaic
