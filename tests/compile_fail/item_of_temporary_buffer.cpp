// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/buffer/buffer.hpp"

using namespace memosaic;

std::byte first() {
#ifdef MEMOSAIC_SHOULD_COMPILE
  buffer whole(8);
  const std::byte& byte = whole[0];
#else
  const std::byte& byte = buffer(8)[0];
#endif
  return byte;
}
