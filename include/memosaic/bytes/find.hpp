#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <optional>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// Where a search looks: matches lie wholly in `[start, stop)`, at positions `origin + k * step`.
///
/// `stop` beyond the end means the end. A `start` beyond the end is absence, also for an empty needle. Without an
/// `origin`, alignment is relative to `start`, in both directions; an origin may lie on either side of `start`.
struct search_range {
  std::size_t start = 0;
  std::size_t stop = npos;
  std::size_t step = 1;
  std::size_t origin = npos;  ///< npos: `start`
};

namespace detail {

/// What `find` and `rfind` stand for, with npos for absence: an optional returned from a function that is not inlined
/// goes through memory, which takes as long as the search of 64 bytes.
[[nodiscard]] std::size_t first_match(bytes_view haystack, bytes_view needle) noexcept;
[[nodiscard]] std::size_t last_match(bytes_view haystack, bytes_view needle) noexcept;

[[nodiscard]] inline std::optional<std::size_t> unless_absent(std::size_t position) noexcept {
  return position == npos ? std::nullopt : std::optional(position);
}

}  // namespace detail

/// The lowest position at which `needle` lies in `haystack`; an empty needle lies everywhere, the end included.
///
/// Cost: O(haystack + needle) in the worst case, no allocation; one pass at memory speed in all but hostile inputs.
[[nodiscard]] inline std::optional<std::size_t> find(bytes_view haystack, bytes_view needle) noexcept {
  return detail::unless_absent(detail::first_match(haystack, needle));
}

/// The same within `where`. Errors: `std::invalid_argument` if `where.step` is 0.
[[nodiscard]] std::optional<std::size_t> find(bytes_view haystack, bytes_view needle, const search_range& where);

/// The highest position at which `needle` lies in `haystack`. Cost: as `find`, and linear too.
[[nodiscard]] inline std::optional<std::size_t> rfind(bytes_view haystack, bytes_view needle) noexcept {
  return detail::unless_absent(detail::last_match(haystack, needle));
}

/// The same within `where`: alignment stays relative to the origin, not to the end.
/// Errors: `std::invalid_argument` if `where.step` is 0.
[[nodiscard]] std::optional<std::size_t> rfind(bytes_view haystack, bytes_view needle, const search_range& where);

/// Whether matches may share bytes.
enum class overlap : bool { no, yes };

/// How many matches there are, counted from the front. One byte is counted at the speed of a read.
///
/// An empty needle matches `haystack.size() + 1` times. Errors: as `find`.
[[nodiscard]] std::size_t count(bytes_view haystack, bytes_view needle, overlap overlapping = overlap::no,
                                const search_range& where = {});

}  // namespace memosaic
