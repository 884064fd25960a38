#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "memosaic/image/image.hpp"

namespace memosaic {

/// Makes holes of the runs of `value` that are at least `least` bytes long: what stands for nothing, as 0xFF in erased
/// flash, need not be stored or sent. A run ends where its block or `where` does.
///
/// Cost: O(content of the range); a run that is stored as such is removed in O(log pieces), however long.
/// Errors: `std::invalid_argument` if `least` is 0; `buffer_pinned` while mutable views are out. Nothing
/// has changed then.
void unfill(image_memory& memory, std::byte value, address_length<int128> least = 1,
            image_range where = image_memory::everywhere);

}  // namespace memosaic
