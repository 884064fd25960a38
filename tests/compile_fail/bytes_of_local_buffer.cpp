// SPDX-License-Identifier: Apache-2.0
// expect: address of stack memory
#include "memosaic/buffer/buffer.hpp"

using namespace memosaic;

#ifdef MEMOSAIC_SHOULD_COMPILE
bytes_view all_of(const buffer& whole) { return whole.bytes(); }
#else
bytes_view all_of() {
  const buffer whole(8);
  return whole.bytes();
}
#endif
