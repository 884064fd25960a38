#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <iterator>
#include <optional>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/find.hpp"

namespace memosaic {

/// From which end matches are taken; it decides which ones remain when they may not overlap.
enum class search_from : bool { front, back };

/// All matches as a range of positions, found one by one as it is iterated: `for (std::size_t at : find_all(h, n))`.
/// (sketch: matches class with begin()/end(), input iterator, std::default_sentinel_t)
class matches;

/// Errors: `std::invalid_argument` if `where.step` is 0.
[[nodiscard]] matches find_all(bytes_view haystack MEMOSAIC_LIFETIMEBOUND, bytes_view needle MEMOSAIC_LIFETIMEBOUND,
                               overlap overlapping = overlap::no, search_from from = search_from::front,
                               const search_range& where = {});

}  // namespace memosaic
