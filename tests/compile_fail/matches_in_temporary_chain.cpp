// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/buffer/chain.hpp"

using namespace memosaic;

bool contains(const chain& whole, bytes_view needle) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const chain head = whole.sub(0, 4);
  const chain_matches all = head.find_all(needle);
#else
  const chain_matches all = whole.sub(0, 4).find_all(needle);
#endif
  return all.begin() != all.end();
}
