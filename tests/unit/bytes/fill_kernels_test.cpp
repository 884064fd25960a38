// SPDX-License-Identifier: Apache-2.0
#include "bytes/fill_kernels.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "support/guarded_bytes.hpp"

namespace fill_kernels_levels {

using namespace memosaic;

TEST(FillKernels, EveryLevelRepeatsTilesOfEverySize) {
  constexpr std::size_t granule = fill_kernels::granule;
  const memosaic::testing::guarded_bytes target_memory(16384);
  const memosaic::testing::guarded_bytes tile_memory(8192);
  std::mt19937_64 random(9);
  for (std::size_t tile_size = 1; tile_size < 700; ++tile_size) {
    // The tile lies at an aligned place, and ends less than a granule before the guard page.
    const std::size_t readable = (tile_size + 2 * granule - 1) / granule * granule;
    const auto tile = tile_memory.at_back(readable);
    for (std::size_t at = 0; at < tile_size; ++at) tile[at] = static_cast<std::byte>(random());
    for (std::size_t at = tile_size; at < readable; ++at) tile[at] = tile[at - tile_size];
    const std::size_t size = granule * (random() % 64);
    const auto target = tile_size % 2 == 0 ? target_memory.at_back(size) : target_memory.at_front(size);
    for (const simd_level level : available_simd_levels()) {
      for (std::byte& value : target) value = std::byte{0};
      fill_kernels_for(level).repeat_tile(target.data(), size, tile.data(), tile_size);
      for (std::size_t at = 0; at < size; ++at) {
        ASSERT_EQ(target[at], tile[at % tile_size]) << to_string(level) << ' ' << tile_size << ' ' << size << ' ' << at;
      }
    }
  }
}

}  // namespace fill_kernels_levels
