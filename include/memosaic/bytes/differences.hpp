#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <iterator>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// A run `[start, stop)` in which two operands differ.
struct difference {
  std::size_t start = 0;
  std::size_t stop = 0;
  friend bool operator==(const difference&, const difference&) = default;
};

/// All differing runs, in order, found one by one as they are iterated.
/// (sketch: differences_range class with begin()/end(), input iterator, std::default_sentinel_t)
class difference_runs;

/// Runs that are fewer than `min_gap` equal bytes apart are joined. If one operand is longer, what it has beyond the
/// other differs. Errors: `std::invalid_argument` if `min_gap` is 0.
[[nodiscard]] difference_runs differences(bytes_view a MEMOSAIC_LIFETIMEBOUND, bytes_view b MEMOSAIC_LIFETIMEBOUND,
                                          std::size_t min_gap = 1);

}  // namespace memosaic
