#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "memosaic/sparse/sparse_memory.hpp"

/// What is done with the matches of a search, beside finding them.
namespace memosaic {

/// As `basic_sparse_memory::find`, for who knows that it is there. Errors: `std::out_of_range` if it is not.
template <memory_address Address>
[[nodiscard]] Address index(
    const basic_sparse_memory<Address>& memory, bytes_view needle,
    typename basic_sparse_memory<Address>::range where = basic_sparse_memory<Address>::everywhere);

/// As `basic_sparse_memory::rfind`. Errors: `std::out_of_range` if it is not there.
template <memory_address Address>
[[nodiscard]] Address rindex(
    const basic_sparse_memory<Address>& memory, bytes_view needle,
    typename basic_sparse_memory<Address>::range where = basic_sparse_memory<Address>::everywhere);

/// Removes all matches that do not overlap, from the front; what follows each moves down. Returns how many there were.
/// What comes together by that is not searched again.
///
/// Cost: O(range), and O(log pieces) for each match.
/// Errors: `std::invalid_argument` for an empty needle; as `basic_sparse_memory::erase`; `buffer_pinned` if a mutable
/// view shows a match. All are removed or none.
template <memory_address Address>
std::uint64_t remove_all(basic_sparse_memory<Address>& memory, bytes_view needle,
                         typename basic_sparse_memory<Address>::range where = basic_sparse_memory<Address>::everywhere);

}  // namespace memosaic
