// SPDX-License-Identifier: Apache-2.0
// expect: call to deleted constructor
#include "memosaic/buffer/buffer.hpp"

using namespace memosaic;

std::size_t size_of(const buffer& whole) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const buffer second = whole.copy();
#else
  const buffer second = whole;
#endif
  return second.size();
}
