#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <vector>

#include "memosaic/sparse/sparse_memory.hpp"

namespace memosaic {

/// Ranges of content in which no hole is as long as `gap`: near blocks count as one, from the first byte to the last.
/// A gap of 0 or 1 gives the blocks.
///
/// Cost: O(pieces).
template <memory_address Address>
[[nodiscard]] std::vector<basic_address_range<Address>> near_blocks(
    const basic_sparse_memory<Address>& memory, typename basic_sparse_memory<Address>::length gap,
    typename basic_sparse_memory<Address>::range where = basic_sparse_memory<Address>::everywhere);

}  // namespace memosaic
