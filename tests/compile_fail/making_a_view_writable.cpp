// SPDX-License-Identifier: Apache-2.0
// expect: no viable conversion from returned value
#include "memosaic/buffer/buffer.hpp"

using namespace memosaic;

#ifdef MEMOSAIC_SHOULD_COMPILE
view converted(const mutable_view& bytes) { return bytes; }
#else
mutable_view converted(const view& bytes) { return bytes; }
#endif
