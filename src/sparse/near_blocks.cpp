// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/near_blocks.hpp"

#include "memosaic/sparse/wide_address.hpp"

namespace memosaic {

template <memory_address Address>
std::vector<basic_address_range<Address>> near_blocks(const basic_sparse_memory<Address>& memory,
                                                      typename basic_sparse_memory<Address>::length gap,
                                                      typename basic_sparse_memory<Address>::range where) {
  std::vector<basic_address_range<Address>> found;
  for (const auto& block : memory.blocks(where)) {
    if (!found.empty() && distance(found.back().stop, block.start) < gap) {
      found.back().stop = block.stop;
    } else {
      found.push_back(block);
    }
  }
  return found;
}

#define MEMOSAIC_NEAR_BLOCKS_FOR(Address)                         \
  template std::vector<basic_address_range<Address>> near_blocks( \
      const basic_sparse_memory<Address>&, address_length<Address>, basic_address_range<Address>);

MEMOSAIC_NEAR_BLOCKS_FOR(std::int64_t)
MEMOSAIC_NEAR_BLOCKS_FOR(int128)
MEMOSAIC_NEAR_BLOCKS_FOR(wide_address)

}  // namespace memosaic
