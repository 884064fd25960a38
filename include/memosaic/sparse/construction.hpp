#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <span>
#include <type_traits>

#include "memosaic/sparse/sparse_memory.hpp"

/// Memories made of blocks, of items, of values. None of them has bounds; the bytes are copied.
///
/// Name the address type if it is not `std::int64_t`: `from_items<int128>(map)`.
/// Errors: `std::out_of_range` for what is no address.
namespace memosaic {

/// Bytes and where they go. Lifetime: the bytes are borrowed.
template <memory_address Address>
struct basic_byte_block {
  Address start = 0;
  bytes_view bytes;
};

using byte_block = basic_byte_block<std::int64_t>;

/// What blocks may look like.
enum class block_order : std::uint8_t {
  apart,     ///< sorted, none begins before the one before it ends
  overlaid,  ///< in any order; where they overlap, the later one wins
};

/// Cost: O(n log n) and the bytes; O(n) for blocks that are apart.
/// Errors also: `std::invalid_argument` for blocks that should be apart and are not, naming the first.
template <memory_address Address = std::int64_t>
[[nodiscard]] basic_sparse_memory<Address> from_blocks(
    std::type_identity_t<std::span<const basic_byte_block<Address>>> blocks, block_order order = block_order::apart);

/// Of pairs of an address and a byte or `std::optional<std::byte>`: a map, or what `items` and `places` give. An empty
/// one is a hole; of several with one address, the last counts.
///
/// Cost: O(n log n), or O(n) in the order of addresses.
template <memory_address Address = std::int64_t, std::ranges::input_range Items>
[[nodiscard]] basic_sparse_memory<Address> from_items(Items&& items) {
  basic_sparse_memory<Address> made;
  for (const auto& [at, value] : items) {
    const Address address = at;
    const std::optional<std::byte> byte = value;
    if (byte) {
      made.poke(address, *byte);
    } else {
      made.clear({address, checked_advance<Address>(address, 1).value_or(address)});
    }
  }
  return made;
}

/// Of bytes or `std::optional<std::byte>`, one for each address from `start` on. An empty one is a hole.
/// Cost: O(n).
template <memory_address Address = std::int64_t, std::ranges::input_range Values>
[[nodiscard]] basic_sparse_memory<Address> from_values(Values&& values, std::type_identity_t<Address> start = 0) {
  basic_sparse_memory<Address> made;
  std::optional<Address> at = start;
  for (const auto& value : values) {
    const std::optional<std::byte> byte = value;
    if (byte) made.poke(at.value_or(highest_stop<Address>), *byte);  // which refuses it
    if (at) at = checked_advance<Address>(*at, 1);
  }
  return made;
}

/// A memory at other addresses, sharing all bytes. Cost: O(1).
template <memory_address Address>
[[nodiscard]] basic_sparse_memory<Address> shifted(const basic_sparse_memory<Address>& from,
                                                   std::type_identity_t<Address> offset) {
  auto made = from.snapshot();
  made.set_bounds({});
  made.shift(offset);
  return made;
}

}  // namespace memosaic
