// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/sparse/sparse_memory.hpp"

using namespace memosaic;

bool is_stored(const sparse_memory& whole) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const sparse_memory part = whole.extract({0, 100});
  const auto blocks = part.blocks();
#else
  const auto blocks = whole.extract({0, 100}).blocks();
#endif
  return blocks.begin() != blocks.end();
}
