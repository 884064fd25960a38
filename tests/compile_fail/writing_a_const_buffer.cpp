// SPDX-License-Identifier: Apache-2.0
// expect: is not marked const
#include "memosaic/buffer/buffer.hpp"

using namespace memosaic;

#ifdef MEMOSAIC_SHOULD_COMPILE
void clear(buffer& whole) { whole.mutable_bytes()[0] = std::byte{0}; }
#else
void clear(const buffer& whole) { whole.mutable_bytes()[0] = std::byte{0}; }
#endif
