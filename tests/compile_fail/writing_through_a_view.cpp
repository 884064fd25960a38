// SPDX-License-Identifier: Apache-2.0
// expect: returns a const value
#include "memosaic/buffer/buffer.hpp"

using namespace memosaic;

#ifdef MEMOSAIC_SHOULD_COMPILE
void clear(const mutable_view& bytes) { bytes.bytes()[0] = std::byte{0}; }
#else
void clear(const view& bytes) { bytes.bytes()[0] = std::byte{0}; }
#endif
