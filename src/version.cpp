// SPDX-License-Identifier: Apache-2.0
#include "memosaic/version.hpp"

#define MEMOSAIC_TEXT(x) #x
#define MEMOSAIC_JOIN(a, b, c) MEMOSAIC_TEXT(a) "." MEMOSAIC_TEXT(b) "." MEMOSAIC_TEXT(c)

namespace memosaic {

const char* version() noexcept {
  return MEMOSAIC_JOIN(MEMOSAIC_VERSION_MAJOR, MEMOSAIC_VERSION_MINOR, MEMOSAIC_VERSION_PATCH);
}

}  // namespace memosaic
