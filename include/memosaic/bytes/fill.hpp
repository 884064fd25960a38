#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// Writes one byte everywhere.
void fill(mutable_bytes_view target, std::byte value) noexcept;

/// Repeats `pattern` over `target`, beginning with the pattern's byte `phase % pattern.size()`; the last repetition
/// may be cut. A pattern that shares bytes with the target is taken before the first write.
///
/// Write `memosaic::fill`: unqualified, with a mutable pattern, `std::fill` is found through `std::span` and fits
/// better.
///
/// Cost: O(target), as fast as filling with one byte for every pattern length (0.95 to 1.05 of `memset` at 1 and 64
/// MiB); a pattern of more than 4 KiB that shares bytes with the target is copied to the heap first. Errors:
/// `std::invalid_argument` if the pattern is empty and the target is not; `std::bad_alloc` for that copy. Nothing is
/// written then.
void fill(mutable_bytes_view target, bytes_view pattern, std::size_t phase = 0);

}  // namespace memosaic
