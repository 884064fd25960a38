// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include <string>

#include "memosaic/bytes/bytes_view.hpp"

using namespace memosaic;

std::size_t size_of(const std::string& text) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const std::string whole = text + "!";
  const bytes_view bytes = bytes_of(whole);
#else
  const bytes_view bytes = bytes_of(text + "!");
#endif
  return bytes.size();
}
