// SPDX-License-Identifier: Apache-2.0
// expect: cannot assign to return value|read-only|const-qualified
#include "memosaic/sparse/sparse_memory.hpp"

using namespace memosaic;

void set_first(sparse_memory& memory) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  for (const auto& part : memory.segments()) {
    memory.poke(part.start, std::byte{0});
    break;
  }
#else
  for (const auto& part : memory.segments()) part.bytes[0] = std::byte{0};
#endif
}
