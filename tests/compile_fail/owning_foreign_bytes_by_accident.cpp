// SPDX-License-Identifier: Apache-2.0
// expect: no matching conversion
#include "memosaic/buffer/buffer.hpp"

using namespace memosaic;

#ifdef MEMOSAIC_SHOULD_COMPILE
view kept(bytes_view foreign) { return view(foreign, unowned); }
#else
view kept(bytes_view foreign) { return view(foreign); }
#endif
