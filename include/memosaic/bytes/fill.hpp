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
/// Cost: O(target), as fast as filling with one byte for every pattern length; a pattern of more than 4 KiB that lies
/// inside the target is copied to the heap first.
/// Errors: `std::invalid_argument` if the pattern is empty and the target is not.
void fill(mutable_bytes_view target, bytes_view pattern, std::size_t phase = 0);

}  // namespace memosaic
