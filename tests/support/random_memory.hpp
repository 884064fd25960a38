#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

#include "memosaic/sparse/sparse_memory.hpp"

namespace memosaic {

using byte_map = std::map<std::int64_t, std::byte>;

/// A memory of blocks, runs and isolated bytes in `[0, width)`, with few different values so that much is equal.
inline sparse_memory random_memory(std::mt19937_64& numbers, std::int64_t width) {
  sparse_memory memory;
  const auto below = [&](std::int64_t limit) {
    return static_cast<std::int64_t>(numbers() % static_cast<std::uint64_t>(limit));
  };
  for (auto count = below(12); count > 0; --count) {
    const auto at = below(width);
    std::vector<std::byte> bytes(static_cast<std::size_t>(1 + below(width / 4)));
    for (auto& byte : bytes) byte = static_cast<std::byte>('a' + below(2));
    switch (below(4)) {
      case 0:
        memory.fill({at, at + below(width * 20)}, bytes_view(bytes).first(std::min<std::size_t>(3, bytes.size())));
        break;
      case 1:
        memory.clear({at, at + below(width)});
        break;
      default:
        memory.write(at, bytes);
        break;
    }
  }
  memory.crop({0, width * 20});
  return memory;
}

inline byte_map map_of(const sparse_memory& memory) {
  byte_map map;
  for (const auto& block : memory.blocks()) {
    const auto bytes = memory.to_bytes(block);
    for (std::size_t i = 0; i < bytes.size(); ++i) map[block.start + static_cast<std::int64_t>(i)] = bytes[i];
  }
  return map;
}

}  // namespace memosaic
