// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/sparse/sparse_memory.hpp"

using namespace memosaic;

bool is_stored(const sparse_memory& whole) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const sparse_memory now = whole.snapshot();
  const auto segments = now.segments({0, 100});
#else
  const auto segments = whole.snapshot().segments({0, 100});
#endif
  return segments.begin() != segments.end();
}
