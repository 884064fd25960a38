// SPDX-License-Identifier: Apache-2.0
// expect: no matching function
#include <string>

#include "memosaic/bytes/bytes_view.hpp"

using namespace memosaic;

std::size_t size_of(std::string text) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const mutable_bytes_view bytes = mutable_bytes_of(text);
#else
  const mutable_bytes_view bytes = mutable_bytes_of(text + "!");
#endif
  return bytes.size();
}
