// SPDX-License-Identifier: Apache-2.0
// Sparse memory: bytes at any address, holes between them, and undo in O(1).
#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>

int main() {
  using namespace memosaic::literals;
  // [sparse]
  memosaic::sparse_memory memory;
  memory.write(0x8000, "boot"_bytes);
  memory.fill({0x10000, 0x10000 + (std::int64_t{4} << 30)}, "\xFF"_bytes);  // one run, a few kilobytes of memory
  memory.insert(0x8002, "!"_bytes);                                         // everything above moves up by one
  assert(memory.to_bytes({0x8000, 0x8005}).size() == 5 && !memory.peek(0x8005));
  assert(memory.find("oo"_bytes) == std::nullopt && memory.find("o!o"_bytes) == 0x8001);

  const auto before = memory.snapshot();  // O(1)
  memory.clear({0x8000, 0x8002});
  assert(memory.block_count() == 2 && !memory.contains(0x8000));
  memory.rollback(before);  // O(1)
  assert(memory == before && memory.contains(0x8000));
  // [sparse]

  // [masked]
  memosaic::sparse_memory image;
  image.write(0x100, "ab"_bytes);
  image.write(0x103, "d"_bytes);  // 0x102 is a hole
  const auto needle = memosaic::masked_needle::parse("62 ?? 64");
  assert(find(image, needle) == std::nullopt);  // a match lies in one block
  assert(find(image, needle, {0, 0x1000}, memosaic::hole_match::as(std::byte{0xFF})) == 0x101);
  assert(find(image, needle, {0, 0x1000}, memosaic::hole_match::wildcards()) == 0x101);
  // [masked]
}
