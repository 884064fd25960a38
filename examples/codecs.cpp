// SPDX-License-Identifier: Apache-2.0
// Numbers, digits and checksums in a packet that is built and read in place.
#include <bit>
#include <cstdint>

#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>

int main() {
  using namespace memosaic::literals;
  // [codecs]
  memosaic::buffer packet(16);
  const auto bytes = packet.mutable_bytes();
  memosaic::store<std::uint32_t>(bytes, 1, 0xDEADBEEF, std::endian::big);  // unaligned
  memosaic::fill(bytes.subspan(5, 7), "\xAA\x55"_bytes);
  memosaic::store<std::uint32_t>(bytes, 12, memosaic::crc32(packet.bytes().first(12)), std::endian::little);
  assert(memosaic::to_hex(packet.bytes().first(8), {.group = 1, .separator = " "}) == "00 de ad be ef aa 55 aa");
  assert(memosaic::load<std::uint32_t>(packet.bytes(), 12, std::endian::little) ==
         memosaic::crc32(packet.bytes().first(12)));

  static constexpr memosaic::crc_algorithm modbus(memosaic::crc_16_modbus);  // any CRC of 8 to 64 bits
  assert(modbus.compute("123456789"_bytes) == 0x4B37);
  // [codecs]
}
