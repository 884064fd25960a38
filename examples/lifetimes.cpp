// SPDX-License-Identifier: Apache-2.0
// The three lifetimes: a borrowed span, a pinned view, a slice that follows its owner.
#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>

int main() {
  using namespace memosaic::literals;
  // [lifetimes]
  memosaic::buffer bytes("abc"_bytes);
  memosaic::view view = bytes.view(1);              // pinned
  const memosaic::slice slice = bytes.slice(2, 8);  // relocatable
  try {
    bytes.resize(8);
    assert(false);
  } catch (const memosaic::buffer_pinned& refused) {
    assert(refused.pins() == 1);  // "resize refused: 1 view holds the buffer; ..."
  }
  memosaic::copy_to("zz"_bytes, bytes.mutable_bytes());  // writing in place is allowed, and the view shows it
  assert(memosaic::equal(view.bytes(), "zc"_bytes));
  view.release();
  bytes.resize(8, "XY"_bytes);  // new bytes repeat the pattern from the old end on
  assert(memosaic::equal(bytes.bytes(), "zzcXYXYX"_bytes));
  assert(slice.size() == 6);  // it was 1 long before
  bytes.resize(1);
  assert(slice.empty());  // its place is gone: empty, not dangling

  const memosaic::view frozen = bytes.freeze();  // nobody can write these bytes any more; share them with threads
  assert(frozen.size() == 1 && bytes.empty());
  // [lifetimes]
}
