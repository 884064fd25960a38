// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "bytes/fill_kernels.hpp"

namespace memosaic {
namespace {

void repeat_tile(std::byte* target, std::size_t size, const std::byte* tile, std::size_t tile_size) noexcept {
  while (size > 0) {
    const std::size_t part = std::min(size, tile_size);
    std::memcpy(target, tile, part);
    target += part;
    size -= part;
  }
}

}  // namespace

const fill_kernels scalar_fill_kernels = {repeat_tile};

}  // namespace memosaic
