// SPDX-License-Identifier: Apache-2.0
#include "harness/heap_bytes.hpp"

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

#include <stdexcept>

namespace memosaic::bench {

std::uint64_t heap_bytes() {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
  const auto counts = mallinfo2();
  return counts.uordblks + counts.hblkhd;  // of the heap, and mapped one by one
#else
  throw std::runtime_error("this C library does not tell how much is allocated");
#endif
}

void settle_heap() noexcept {
#if defined(__GLIBC__)
  mallopt(M_PERTURB, 0);  // any call joins them first; this one sets what is set already
#endif
}

}  // namespace memosaic::bench
