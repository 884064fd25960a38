// SPDX-License-Identifier: Apache-2.0
// expect: temporary .* will be destroyed
#include "memosaic/bytes/masked_needle.hpp"

using namespace memosaic;

std::byte first() {
#ifdef MEMOSAIC_SHOULD_COMPILE
  const masked_needle needle = masked_needle::parse("de ??");
  const bytes_view mask = needle.mask();
#else
  const bytes_view mask = masked_needle::parse("de ??").mask();
#endif
  return mask[0];
}
