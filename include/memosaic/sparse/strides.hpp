#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "memosaic/sparse/sparse_memory.hpp"

/// Every k-th address of a range: its first one, and each that lies a multiple of the step behind it. Holes count as
/// addresses.
///
/// Errors: `std::invalid_argument` for a step of 0.
namespace memosaic {

/// What lies at every `step`-th address, moved together: sample k comes to `where.start + k`, without bounds. A
/// negative step counts from the last address of the range downwards, so that -1 gives the range reversed.
///
/// Cost: O(content of the range); runs stay runs.
template <memory_address Address>
[[nodiscard]] basic_sparse_memory<Address> extract_every(const basic_sparse_memory<Address>& from,
                                                         typename basic_sparse_memory<Address>::range where,
                                                         std::int64_t step);

/// Writes one byte after the other to every `step`-th address.
///
/// Cost: O(bytes log pieces). Errors also: `std::invalid_argument` unless there are as many bytes as such addresses; as
/// `basic_sparse_memory::write`; `buffer_pinned` if a mutable view shows any of the range.
template <memory_address Address>
void write_every(basic_sparse_memory<Address>& to, typename basic_sparse_memory<Address>::range where,
                 typename basic_sparse_memory<Address>::length step, bytes_view bytes);

/// Removes every `step`-th address; what lies between and behind them moves down.
///
/// Cost: O(content of the range). Errors also: as `basic_sparse_memory::erase`; `buffer_pinned` if a mutable view shows
/// any of the range.
template <memory_address Address>
void erase_every(basic_sparse_memory<Address>& from, typename basic_sparse_memory<Address>::range where,
                 typename basic_sparse_memory<Address>::length step);

}  // namespace memosaic
