#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// Puts the bytes in the opposite order, in place.
void reverse(mutable_bytes_view bytes) noexcept;

/// Reverses the bytes of every item of `item_size` bytes, in place: turns little-endian items into big-endian ones.
///
/// Sizes 2, 4, 8 and 16 run at the speed of a copy; any other size works too.
/// Errors: `std::invalid_argument` if `item_size` is 0 or `bytes` is not a whole number of items; nothing is written
/// then.
void swap_bytes(mutable_bytes_view bytes, std::size_t item_size);

}  // namespace memosaic
