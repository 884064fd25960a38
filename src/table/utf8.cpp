// SPDX-License-Identifier: Apache-2.0
#include "table/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace memosaic::table_core {

bool is_utf8(bytes_view bytes) noexcept {
  const std::byte* at = bytes.data();
  const std::byte* const stop = at + bytes.size();
  while (at != stop) {
    if (stop - at >= 8) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, at, 8);
      if ((eight & 0x8080808080808080U) == 0) {
        at += 8;
        continue;
      }
    } else if (bytes.size() >= 8) {
      std::uint64_t last_eight = 0;  // what was seen before is valid up to here: the rest is, if it is ASCII
      std::memcpy(&last_eight, stop - 8, 8);
      if ((last_eight & 0x8080808080808080U) == 0) return true;
    }
    const auto first = std::to_integer<unsigned>(*at++);
    if (first < 0x80) continue;
    if (first < 0xC2 || first > 0xF4) return false;
    const std::ptrdiff_t more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    if (stop - at < more) return false;
    const unsigned least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    const auto second = std::to_integer<unsigned>(*at++);
    if (second < least || second > most) return false;
    for (std::ptrdiff_t i = 1; i < more; ++i) {
      if ((std::to_integer<unsigned>(*at++) & 0xC0U) != 0x80) return false;
    }
  }
  return true;
}

}  // namespace memosaic::table_core
