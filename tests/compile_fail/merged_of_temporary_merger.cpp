// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/sparse/merger.hpp"

using namespace memosaic;

bool has_content(const memory_merger& merger) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const sparse_memory& merged = merger.merged();
#else
  const sparse_memory& merged = memory_merger(merger).merged();
#endif
  return !merged.empty();
}
