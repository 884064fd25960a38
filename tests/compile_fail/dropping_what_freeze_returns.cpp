// SPDX-License-Identifier: Apache-2.0
// expect: ignoring return value
#include "memosaic/buffer/buffer.hpp"

using namespace memosaic;

#ifdef MEMOSAIC_SHOULD_COMPILE
view published(buffer& whole) { return whole.freeze(); }
#else
void published(buffer& whole) { whole.freeze(); }
#endif
