// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/buffer/buffer.hpp"

using namespace memosaic;

std::size_t size_of() {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const buffer whole(8);
  const std::string_view text = text_of(whole.bytes());
#else
  const std::string_view text = text_of(buffer(8).bytes());
#endif
  return text.size();
}
