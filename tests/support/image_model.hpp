#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/image/image.hpp"

namespace memosaic::test {

/// An image memory that is obviously right.
using image_bytes = std::map<int128, std::byte>;

[[nodiscard]] inline image_bytes bytes_of_memory(const image_memory& memory) {
  image_bytes bytes;
  for (const auto& piece : memory.segments()) {
    for (int128 at = piece.start; at < piece.stop; ++at) bytes[at] = piece.at(at);
  }
  return bytes;
}

[[nodiscard]] inline image_memory memory_of(const image_bytes& bytes) {
  image_memory memory;
  for (const auto& [at, byte] : bytes) memory.poke(at, byte);
  return memory;
}

/// A few blocks around `base`: bytes of few values, and runs that repeat patterns.
[[nodiscard]] inline image_memory random_image(std::mt19937_64& random, int128 base) {
  image_memory memory;
  const auto below = [&](std::uint64_t limit) { return static_cast<int128>(random() % limit); };
  const auto blocks = below(6);
  for (int128 block = 0; block < blocks; ++block) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(1 + below(40)));
    for (std::byte& byte : bytes) byte = random() % 3 == 0 ? static_cast<std::byte>(random()) : std::byte{0xFF};
    const int128 at = base + below(400) - 200;
    if (random() % 2 == 0) {
      memory.write(at, bytes);
    } else {
      bytes.resize(static_cast<std::size_t>(1 + below(7)) % (bytes.size() + 1));
      if (!bytes.empty()) memory.fill({at, at + below(150)}, bytes);
    }
  }
  return memory;
}

/// Where random images lie: around the borders that file formats have.
inline const std::vector<int128> image_bases{0, 0x10000, int128{1} << 32, int128{1} << 63, int128{1} << 64, -1000};

}  // namespace memosaic::test
