// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/sparse/sparse_memory.hpp"

using namespace memosaic;

bool clips(const sparse_memory& whole) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const memory_bounds& limits = whole.bounds();
#else
  const memory_bounds& limits = whole.snapshot().bounds();
#endif
  return limits.policy == bounds_policy::clip;
}
