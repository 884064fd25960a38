// SPDX-License-Identifier: Apache-2.0
// Sparse memory: bytes at any address, holes between them, and undo in O(1).
#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>
#include <map>

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

  // [parts]
  memosaic::sparse_memory flash;
  flash.write(0x8005, "boot code of some length"_bytes);
  flash.write(0x9000, "data"_bytes);
  memosaic::align(flash, 16, "\xFF"_bytes);  // every 16 bytes that hold any content are full now
  std::size_t records = 0;
  for (const auto& record : memosaic::chop(flash, 16)) records += record.size() == 16 ? 1U : 0U;
  assert(records == 3);
  for (const auto& page : memosaic::pages(flash, 256)) assert(page.size() == 256 && page.start % 256 == 0);
  assert(memosaic::near_blocks(flash, 0x2000).size() == 1);  // holes shorter than 0x2000 do not part blocks

  assert(memosaic::hexdump(flash) ==
         "00008000  ff ff ff ff ff 62 6f 6f  74 20 63 6f 64 65 20 6f  |.....boot code o|\n"
         "00008010  66 20 73 6f 6d 65 20 6c  65 6e 67 74 68 ff ff ff  |f some length...|\n"
         "00008020  -- -- -- -- -- -- -- --  -- -- -- -- -- -- -- --  |                |\n"
         "*\n"
         "00009000  64 61 74 61 ff ff ff ff  ff ff ff ff ff ff ff ff  |data............|\n"
         "00009010\n");
  // [parts]

  // [joining]
  const std::map<std::int64_t, std::byte> bytes{{0, std::byte{'a'}}, {3, std::byte{'d'}}};
  auto pair = memosaic::from_items(bytes);
  memosaic::append(pair, pair);  // twice, with its hole; nothing is copied
  assert(pair.content_range() == (memosaic::address_range{0, 8}) && pair.block_count() == 3);
  assert(memosaic::repeated(pair, 1000).content_size() == 4000);
  for (const auto& [at, value] : memosaic::items(pair, {0, 4})) assert(bytes.at(at) == value);
  assert(memosaic::extract_every(pair, {0, 8}, 4).content_size() == 2);  // what lies at 0 and 4
  // [joining]

  // [undo]
  memosaic::undo_log log(flash);
  log.checkpoint("before the patch");
  flash.insert(0x8000, "patch"_bytes);
  log.checkpoint("before the fill");
  flash.flood({0x8000, 0xA000}, "\xFF"_bytes);
  log.rollback("before the patch");
  assert(flash.peek(0x8005) == std::byte{'b'});
  assert(log.redo() && flash.peek(0x8005) == std::byte{0xFF} && flash.block_count() == 2);
  // [undo]

  // [stream]
  memosaic::sparse_stream stream(flash, memosaic::hole_rule::skip());
  stream.seek(0x800A);
  assert(memosaic::text_of(stream.read(9)) == "boot code");
  stream.seek(-5, memosaic::seek_from::end);
  stream.write("tail!"_bytes);
  assert(stream.at_end());
  // [stream]
}
