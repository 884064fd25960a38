// SPDX-License-Identifier: Apache-2.0
// Images: merge, erased flash left out, a checksum where a boot loader looks for it, differences as a patch.
#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>

int main() {
  using namespace memosaic::literals;
  memosaic::image boot;
  boot.memory.write(0x8000, "boot"_bytes);
  boot.entry = {.address = 0x8000};
  memosaic::image app;
  app.memory.write(0x9000, "app\xFF\xFF\xFF\xFF\xFF"_bytes);
  // [operations]
  memosaic::image_merger merger;  // refuses addresses that two images bring, unless it is told otherwise
  merger.add("boot.hex", boot);
  merger.add("app.hex", app);
  memosaic::image flash = merger.merged();
  assert(merger.contributions()[1].source == "app.hex");

  memosaic::unfill(flash.memory, std::byte{0xFF}, 4);  // runs of 4 bytes and more that are erased anyway
  assert((flash.memory.content_range() == memosaic::image_range{0x8000, 0x9003}));

  const memosaic::image before = flash;  // O(1)
  memosaic::store_image_checksum(flash.memory, {.algorithm = "crc32",
                                                .range = memosaic::image_range{0x8000, 0xA000},
                                                .holes = memosaic::hole_rule::fill(std::byte{0xFF}),
                                                .target = 0x9FFC});
  const memosaic::image_patch patch(before, flash);  // to be written by write_patch, and read by read_patch
  memosaic::image other = before;
  patch.apply(other);
  assert(other == flash);
  // [operations]
}
