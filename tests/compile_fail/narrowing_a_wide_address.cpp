// SPDX-License-Identifier: Apache-2.0
// expect: no viable conversion
#include "memosaic/sparse/wide_address.hpp"

using namespace memosaic;

std::int64_t narrow(const wide_address& address) {
#ifdef MEMOSAIC_SHOULD_COMPILE
  return static_cast<std::int64_t>(address);
#else
  return address;
#endif
}
