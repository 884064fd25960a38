// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/items.hpp"

#include "memosaic/sparse/wide_address.hpp"
#include "sparse/messages.hpp"
#include "sparse/reader.hpp"

namespace memosaic {

template <memory_address Address, typename Item>
void basic_byte_walk<Address, Item>::iterator::throw_changed() {
  sparse_core::throw_changed();
}

template <memory_address Address, typename Item>
void basic_byte_walk<Address, Item>::iterator::look_at(Address at) {
  const auto& tree = sparse_core::reader<Address>::tree(*walked_);
  sparse_core::path<Address> way;
  way.seek(tree, at);
  stored_ = way.leads_to_piece() && way.stop() > at;
  if (stored_) {
    segment_ = sparse_core::reader<Address>::segment_of(way, rest_);
    around_ = {segment_.start, segment_.stop};
    return;
  }
  const range hole{way.leads_to_piece() ? way.stop() : lowest_address<Address>,
                   way.next_start().value_or(highest_stop<Address>)};
  around_ = intersection(rest_, hole);
}

#define MEMOSAIC_ITEMS_FOR(Address)                             \
  template class basic_byte_walk<Address, basic_item<Address>>; \
  template class basic_byte_walk<Address, basic_place<Address>>;

MEMOSAIC_ITEMS_FOR(std::int64_t)
MEMOSAIC_ITEMS_FOR(int128)
MEMOSAIC_ITEMS_FOR(wide_address)

}  // namespace memosaic
