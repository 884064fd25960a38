// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/buffer/chain.hpp"

using namespace memosaic;

std::size_t count_of(const chain& whole) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const chain head = whole.sub(0, 4);
  const std::span<const view> parts = head.segments();
#else
  const std::span<const view> parts = whole.sub(0, 4).segments();
#endif
  return parts.size();
}
