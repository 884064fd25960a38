// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/buffer/buffer.hpp"

using namespace memosaic;

std::size_t size_of(const buffer& whole) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const view tail = whole.view(2);
  const bytes_view bytes = tail.bytes();
#else
  const bytes_view bytes = whole.view(2).bytes();
#endif
  return bytes.size();
}
