// SPDX-License-Identifier: Apache-2.0
#include "bytes/reverse_kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "support/guarded_bytes.hpp"

namespace reverse_kernels_levels {

using namespace memosaic;

TEST(ReverseKernels, EveryLevelAtEverySizeBetweenGuardPages) {
  const memosaic::testing::guarded_bytes memory(512);
  std::mt19937_64 random(10);
  for (const simd_level level : available_simd_levels()) {
    const reverse_kernels& kernels = reverse_kernels_for(level);
    for (std::size_t size = 0; size <= 300; ++size) {
      for (std::size_t gap = 0; gap < 64; ++gap) {
        const auto bytes = gap % 2 == 0 ? memory.at(size, gap) : memory.from(size, gap);
        for (std::byte& value : bytes) value = static_cast<std::byte>(random());
        std::vector<std::byte> expected(bytes.rbegin(), bytes.rend());
        kernels.reverse(bytes.data(), size);
        ASSERT_TRUE(std::equal(bytes.begin(), bytes.end(), expected.begin())) << to_string(level) << ' ' << size;
      }
    }
  }
}

TEST(ReverseKernels, EveryLevelSwapsEveryItemSize) {
  const memosaic::testing::guarded_bytes memory(512);
  std::mt19937_64 random(11);
  for (const simd_level level : available_simd_levels()) {
    for (const std::size_t item : {2u, 4u, 8u, 16u}) {
      for (std::size_t size = 0; size <= 304; size += item) {
        const auto bytes = memory.at(size, random() % 64);
        for (std::byte& value : bytes) value = static_cast<std::byte>(random());
        std::vector<std::byte> expected(bytes.begin(), bytes.end());
        for (std::size_t at = 0; at < size; ++at) expected[at] = bytes[at / item * item + (item - 1 - at % item)];
        reverse_kernels_for(level).swap_items(bytes.data(), size, item);
        ASSERT_TRUE(std::equal(bytes.begin(), bytes.end(), expected.begin())) << to_string(level) << ' ' << size;
      }
    }
  }
}

}  // namespace reverse_kernels_levels
