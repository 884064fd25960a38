// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/buffer/array.hpp"

using namespace memosaic;

std::size_t size_of(const array& names) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const item_value name = names.at(0);
  const bytes_view bytes = name.to_bytes();
#else
  const bytes_view bytes = names.at(0).to_bytes();
#endif
  return bytes.size();
}
