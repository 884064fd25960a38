#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "memosaic/sparse/sparse_memory.hpp"

/// Memories as sets of addresses. Results have no bounds and share the pieces of their operands: no bytes are copied.
///
/// Cost: O(pieces of both).
namespace memosaic {

/// What either stores; where both do, the bytes of `over`.
template <memory_address Address>
[[nodiscard]] basic_sparse_memory<Address> unite(const basic_sparse_memory<Address>& under,
                                                 const basic_sparse_memory<Address>& over);

/// What `from` stores where `mask` stores something too; the mask's bytes do not matter.
template <memory_address Address>
[[nodiscard]] basic_sparse_memory<Address> intersect(const basic_sparse_memory<Address>& from,
                                                     const basic_sparse_memory<Address>& mask);

/// What `from` stores where `mask` stores nothing.
template <memory_address Address>
[[nodiscard]] basic_sparse_memory<Address> subtract(const basic_sparse_memory<Address>& from,
                                                    const basic_sparse_memory<Address>& mask);

}  // namespace memosaic
