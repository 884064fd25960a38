// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/buffer/array.hpp"

using namespace memosaic;

std::size_t size_of() {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const array numbers("<h");
  const item_format& format = numbers.format();
#else
  const item_format& format = array("<h").format();
#endif
  return format.size();
}
