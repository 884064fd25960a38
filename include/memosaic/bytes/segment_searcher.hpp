#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/find_all.hpp"
#include "memosaic/bytes/search_plan.hpp"

namespace memosaic {

/// Which matches a `segment_searcher` takes, and how it numbers them.
struct segment_search {
  overlap overlapping = overlap::no;
  search_from from = search_from::front;  ///< back: segments come from the last to the first, matches likewise
  std::uint64_t at = 0;      ///< address of the first byte to be fed; from the back, the address behind the last byte
  std::uint64_t step = 1;    ///< matches lie at addresses congruent to `origin` modulo `step`
  std::uint64_t origin = 0;  ///< may lie on either side of `at`
};

/// Finds a needle in a run of bytes that arrives in segments: a chain's views, a pipe's reads, a file's windows.
///
/// Feed the segments in order; each is scanned once where it lies, and no byte of it is kept: only how much of the
/// needle its end agrees with. Segments may be empty, or smaller than the needle.
///
///     segment_searcher search(needle);
///     for (bytes_view part : parts) {
///       search.feed(part);
///       while (auto at = search.next()) report(*at);   // before the next feed: it borrows `part`
///     }
///
/// From the back, `how.at` is where the run ends: feed the last segment first, each read as it lies in memory. Matches
/// are addresses in both directions. To search a range of a run, feed just that range.
///
/// Cost: O(bytes fed + needle) overall, also for segments of one byte and for hostile bytes; large segments are scanned
/// at the speed of `find`. Memory: nine bytes for each byte of the needle.
class segment_searcher {
 public:
  /// The needle is copied.
  /// Errors: `std::invalid_argument` for an empty needle or a step of 0; `std::bad_alloc`.
  explicit segment_searcher(bytes_view needle, const segment_search& how = {});

  segment_searcher(const segment_searcher&) = default;
  segment_searcher& operator=(const segment_searcher& other) { return *this = segment_searcher(other); }
  segment_searcher(segment_searcher&&) noexcept = default;
  segment_searcher& operator=(segment_searcher&&) noexcept = default;
  ~segment_searcher() = default;

  /// Gives the next segment, borrowed until the next call of `feed`. Matches of the last one that were not yet taken
  /// are passed over.
  ///
  /// Errors: `std::length_error` if addresses would pass 2^64 or, from the back, 0; nothing is changed then.
  void feed(bytes_view segment);

  /// Leaves out bytes that do not exist: a hole, in which no match lies and across which none reaches.
  ///
  /// Errors: as `feed`.
  void skip(std::uint64_t size);

  /// The next match that ends (from the back: begins) in the current segment, or nothing when it holds no more.
  [[nodiscard]] std::optional<std::uint64_t> next() noexcept;

  /// How many bytes have been fed or skipped.
  [[nodiscard]] std::uint64_t fed() const noexcept { return before_ + segment_.size(); }

  [[nodiscard]] bytes_view needle() const noexcept MEMOSAIC_LIFETIMEBOUND { return needle_; }

 private:
  [[nodiscard]] bool aligned(std::uint64_t start) const noexcept;
  [[nodiscard]] std::uint64_t address(std::uint64_t start) const noexcept;
  [[nodiscard]] std::byte needle_byte(std::size_t index) const noexcept;
  void require_room(std::uint64_t size) const;
  void take_byte() noexcept;
  void take_rest(std::size_t from) noexcept;

  // Everything is counted in the direction of the search; `next` turns it into addresses.
  std::vector<std::byte> needle_;
  std::vector<std::size_t>
      borders_;  // [k]: longest proper border of the first k bytes of the needle (Knuth-Morris-Pratt)
  segment_search how_;
  detail::search_plan plan_;
  bytes_view segment_;
  std::uint64_t before_ = 0;  // bytes fed before the current segment
  std::size_t taken_ = 0;     // bytes of the current segment that `agreed_` accounts for
  std::size_t agreed_ = 0;    // length of the longest prefix of the needle that ends there and may still be a match
};

}  // namespace memosaic
