#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <optional>

#include "memosaic/sparse/items.hpp"
#include "memosaic/sparse/sparse_memory.hpp"

/// Taking single bytes out of a memory. Cost: O(log pieces). Errors: as `basic_sparse_memory::erase`.
namespace memosaic {

/// Removes the last byte and says what it was and where; nothing if there is none.
template <memory_address Address>
std::optional<basic_item<Address>> pop_last(basic_sparse_memory<Address>& from) {
  if (from.empty()) return std::nullopt;
  const Address at = from.byte_address(from.content_size() - 1);
  const basic_item<Address> last{at, *from.peek(at)};
  from.clear({at, from.content_range().stop});
  return last;
}

/// Removes an address and says what was there: what follows moves down by one, also when it was a hole.
template <memory_address Address>
std::optional<std::byte> pop(basic_sparse_memory<Address>& from, typename basic_sparse_memory<Address>::address at) {
  const auto value = from.peek(at);
  from.erase({at, checked_advance<Address>(at, 1).value_or(at)});
  return value;
}

}  // namespace memosaic
