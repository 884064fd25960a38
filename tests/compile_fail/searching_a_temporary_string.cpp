// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include <string>

#include "memosaic/bytes/find_all.hpp"

using namespace memosaic;

bool contains(const std::string& text, bytes_view needle) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const std::string whole = text + "!";
  const matches all = find_all(bytes_of(whole), needle);
#else
  const matches all = find_all(bytes_of(text + "!"), needle);
#endif
  return all.begin() != all.end();
}
