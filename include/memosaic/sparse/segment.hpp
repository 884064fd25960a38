#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/sparse/address.hpp"

namespace memosaic {

/// A stretch of sparse memory that is stored in one place: a piece, or the part of one that a range asks for.
///
/// Lifetime: `bytes` is borrowed from the memory and valid until it changes.
template <memory_address Address>
struct basic_segment {
  Address start = 0;
  Address stop = 0;
  bytes_view bytes;      ///< the bytes of the stretch; of a run, one period of its pattern, beginning at `start`
  bool repeats = false;  ///< whether it is a run that repeats `bytes`

  [[nodiscard]] std::byte at(Address address) const noexcept {
    const auto offset = distance(start, address);
    return bytes[static_cast<std::size_t>(repeats ? offset % bytes.size() : offset)];
  }
};

using memory_segment = basic_segment<std::int64_t>;

/// What lies around an address: the block or the hole that holds it. A side without an end reaches as far as addresses
/// do.
template <memory_address Address>
struct basic_run {
  basic_address_range<Address> range;
  bool stored = false;  ///< a block, not a hole
  friend constexpr bool operator==(const basic_run&, const basic_run&) = default;
};

}  // namespace memosaic
