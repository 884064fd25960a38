// SPDX-License-Identifier: Apache-2.0
// expect: discards qualifiers|not marked const|is a const
#include "memosaic/sparse/sparse_memory.hpp"

using namespace memosaic;

#ifdef MEMOSAIC_SHOULD_COMPILE
mutable_view writable(sparse_memory& memory) { return memory.mutable_view({0, 100}); }
#else
mutable_view writable(const sparse_memory& memory) { return memory.mutable_view({0, 100}); }
#endif
