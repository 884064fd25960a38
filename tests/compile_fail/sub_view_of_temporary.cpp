// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/buffer/buffer.hpp"

using namespace memosaic;

std::size_t size_of() {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const buffer whole(8);
  const bytes_view bytes = sub_view(whole.bytes(), 2, 4);
#else
  const bytes_view bytes = sub_view(buffer(8).bytes(), 2, 4);
#endif
  return bytes.size();
}
