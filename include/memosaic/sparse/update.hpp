#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <optional>
#include <ranges>
#include <type_traits>

#include "memosaic/sparse/sparse_memory.hpp"

/// Changes that both write and clear. Each is whole or has no effect.
///
/// Errors: as `basic_sparse_memory::write`; `buffer_pinned` if a mutable view shows what would change.
namespace memosaic {

/// Makes `target` what `source` is, holes included, over the source's `span()` moved by `offset`; outside it nothing
/// changes. `target.write(source)` leaves holes alone.
///
/// Cost: as `basic_sparse_memory::write` of a memory.
template <memory_address Address>
void overwrite(basic_sparse_memory<Address>& target, const basic_sparse_memory<Address>& source,
               std::type_identity_t<Address> offset = 0);

/// Writes one memory, and makes holes where another stores anything; its bytes do not matter. What both store is
/// written.
template <memory_address Address>
void write_and_clear(basic_sparse_memory<Address>& target, const basic_sparse_memory<Address>& written,
                     const basic_sparse_memory<Address>& cleared);

/// Writes pairs of an address and a byte or `std::optional<std::byte>`; an empty one makes a hole. Of several with one
/// address, the last counts.
///
/// Cost: O(n log pieces).
template <memory_address Address, std::ranges::input_range Items>
void update(basic_sparse_memory<Address>& target, Items&& items) {
  basic_sparse_memory<Address> written;
  basic_sparse_memory<Address> cleared;
  for (const auto& [at, value] : items) {
    const Address address = at;
    const std::optional<std::byte> byte = value;
    const basic_address_range<Address> place{address, checked_advance<Address>(address, 1).value_or(address)};
    if (byte) {
      written.poke(address, *byte);
      cleared.clear(place);
    } else {
      written.clear(place);
      if (!place.empty()) cleared.poke(address, std::byte{});
    }
  }
  write_and_clear(target, written, cleared);
}

}  // namespace memosaic
