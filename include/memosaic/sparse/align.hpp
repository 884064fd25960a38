#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <vector>

#include "memosaic/sparse/sparse_memory.hpp"

/// Blocks that begin and end at multiples of a width, as flash memory wants them.
///
/// Cost: O(log pieces) for each block.
/// Errors: `std::invalid_argument` for a width of 0; `std::out_of_range` if a multiple is no address.
namespace memosaic {

/// The holes that `align` would fill, in order: each lies between two neighbouring multiples.
template <memory_address Address>
[[nodiscard]] std::vector<basic_address_range<Address>> padding(
    const basic_sparse_memory<Address>& memory, typename basic_sparse_memory<Address>::length width,
    typename basic_sparse_memory<Address>::range where = basic_sparse_memory<Address>::everywhere);

/// Fills the holes around the blocks of a range, so that they begin and end at multiples of `width`; never outside the
/// range. The pattern begins anew at every multiple, so aligning again changes nothing.
///
/// Errors also: as `basic_sparse_memory::flood`, bounds included.
template <memory_address Address>
void align(basic_sparse_memory<Address>& memory, typename basic_sparse_memory<Address>::length width,
           bytes_view pattern,
           typename basic_sparse_memory<Address>::range where = basic_sparse_memory<Address>::everywhere);

}  // namespace memosaic
