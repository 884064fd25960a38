#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// Copies all of `source` into `target` at `at`; the two may overlap.
///
/// Cost: O(source), at the speed of the C library. In a virtual machine, which is told a far larger cache than it has,
/// copies of 32 MiB and more that do not overlap go past the cache instead: 1.7 to 1.8 times as fast (64 MiB, Sapphire
/// Rapids, glibc 2.36), and the copy is then in memory, not in the cache.
/// Errors: `std::out_of_range` if it does not fit; nothing is written then.
void copy_to(bytes_view source, mutable_bytes_view target, std::size_t at = 0);

/// Moves `[start, stop)` of `bytes` so that it begins at `to`, as if by way of a copy.
///
/// Errors: `std::out_of_range` if either place is not inside; nothing is written then.
void move_within(mutable_bytes_view bytes, std::size_t start, std::size_t stop, std::size_t to);

}  // namespace memosaic
