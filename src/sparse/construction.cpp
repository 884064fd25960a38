// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/construction.hpp"

#include <stdexcept>
#include <string>

#include "memosaic/sparse/wide_address.hpp"
#include "sparse/messages.hpp"

namespace memosaic {

template <memory_address Address>
basic_sparse_memory<Address> from_blocks(std::type_identity_t<std::span<const basic_byte_block<Address>>> blocks,
                                         block_order order) {
  basic_sparse_memory<Address> made;
  for (const auto& block : blocks) {
    if (order == block_order::apart && !made.empty() && block.start < made.content_range().stop) {
      throw std::invalid_argument(std::string("from_blocks refused: the block at ")
                                      .append(address_text(block.start))
                                      .append(" begins before the one before it ends, at ")
                                      .append(address_text(made.content_range().stop))
                                      .append("; sort them, or overlay them"));
    }
    made.write(block.start, block.bytes);
  }
  return made;
}

#define MEMOSAIC_CONSTRUCTION_FOR(Address)                    \
  template basic_sparse_memory<Address> from_blocks<Address>( \
      std::type_identity_t<std::span<const basic_byte_block<Address>>>, block_order);

MEMOSAIC_CONSTRUCTION_FOR(std::int64_t)
MEMOSAIC_CONSTRUCTION_FOR(int128)
MEMOSAIC_CONSTRUCTION_FOR(wide_address)

}  // namespace memosaic
