// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/sparse/sparse_memory.hpp"

using namespace memosaic;

std::byte first(const sparse_memory& memory) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const view held = memory.view({0, 100});
  const bytes_view bytes = held.bytes();
#else
  const bytes_view bytes = memory.view({0, 100}).bytes();
#endif
  return bytes[0];
}
