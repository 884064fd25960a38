// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/buffer/buffer.hpp"

using namespace memosaic;

std::byte first() {
#ifdef MEMOSAIC_SHOULD_COMPILE
  buffer whole(8);
  const auto* const start = whole.begin();
#else
  const auto* const start = buffer(8).begin();
#endif
  return *start;
}
