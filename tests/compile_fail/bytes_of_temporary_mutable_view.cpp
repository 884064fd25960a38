// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/buffer/buffer.hpp"

using namespace memosaic;

void clear(buffer& whole) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const mutable_view tail = whole.mutable_view(2);
  const mutable_bytes_view bytes = tail.bytes();
#else
  const mutable_bytes_view bytes = whole.mutable_view(2).bytes();
#endif
  bytes[0] = std::byte{0};
}
