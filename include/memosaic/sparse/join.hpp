#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "memosaic/sparse/sparse_memory.hpp"

/// Memories laid behind, between and in place of each other, holes included. Nothing is copied.
///
/// What is laid down is the source's `span()`: its first address comes to the place that is named, whatever it is, and
/// holes between its bounds and its content count. `basic_sparse_memory::write` keeps the source's own addresses
/// instead. The source may be the target.
///
/// Cost: as `basic_sparse_memory::write` of a memory.
/// Errors: `std::out_of_range` for content outside the bounds (unless they clip) or outside the address space;
/// `buffer_pinned` as the member of that name. Each is whole or has no effect.
namespace memosaic {

/// Behind the last byte of `target`, or at its lower bound or 0 if there is none; `gap` addresses stay free in between.
template <memory_address Address>
void append(basic_sparse_memory<Address>& target, const basic_sparse_memory<Address>& source,
            typename basic_sparse_memory<Address>::length gap = 0);

/// Everything at or after `at` moves up by the size of the source's span.
template <memory_address Address>
void insert(basic_sparse_memory<Address>& target, typename basic_sparse_memory<Address>::address at,
            const basic_sparse_memory<Address>& source);

/// In place of a range, whatever the sizes: what follows moves by their difference.
template <memory_address Address>
void replace(basic_sparse_memory<Address>& target, typename basic_sparse_memory<Address>::range where,
             const basic_sparse_memory<Address>& source);

/// `first`, then `second`, without bounds.
template <memory_address Address>
[[nodiscard]] basic_sparse_memory<Address> concatenated(const basic_sparse_memory<Address>& first,
                                                        const basic_sparse_memory<Address>& second);

/// So many copies of the span of a memory, one behind the other from its first address on, without bounds.
/// Cost: O(pieces of the result).
template <memory_address Address>
[[nodiscard]] basic_sparse_memory<Address> repeated(const basic_sparse_memory<Address>& unit, std::uint64_t times);

}  // namespace memosaic
