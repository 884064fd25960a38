// SPDX-License-Identifier: Apache-2.0
#include "bytes/copy_kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "memosaic/bytes/copy.hpp"
#include "support/guarded_bytes.hpp"

namespace copy_kernels_levels {

using namespace memosaic;

std::vector<std::byte> random_bytes(std::size_t size) {
  std::mt19937_64 random(18);
  std::vector<std::byte> bytes(size);
  for (std::byte& value : bytes) value = static_cast<std::byte>(random());
  return bytes;
}

TEST(CopyKernels, EveryLevelStreamsAnySizeFromAndToAnyPlace) {
  constexpr std::size_t smallest = copy_kernels::stream_block;
  const memosaic::testing::guarded_bytes from_memory(8 * smallest);
  const memosaic::testing::guarded_bytes to_memory(8 * smallest);
  std::ranges::copy(random_bytes(from_memory.all().size()), from_memory.all().begin());
  std::mt19937_64 random(19);
  for (const simd_level level : available_simd_levels()) {
    const copy_kernels& kernels = copy_kernels_for(level);
    if (kernels.stream == nullptr) continue;
    for (std::size_t gap = 0; gap < 128; ++gap) {
      const std::size_t size = gap == 0 ? smallest : smallest + random() % (6 * smallest);
      const auto from = gap % 3 == 0 ? from_memory.at(size, random() % 128) : from_memory.from(size, random() % 128);
      const auto to = gap % 2 == 0 ? to_memory.at(size, gap) : to_memory.from(size, gap);
      std::ranges::fill(to_memory.all(), std::byte{0});
      kernels.stream(to.data(), from.data(), size);
      ASSERT_TRUE(std::ranges::equal(to, from)) << to_string(level) << ' ' << size << ' ' << gap;
      const auto written = static_cast<std::size_t>(to.data() - to_memory.all().data());
      const auto untouched = [](std::byte value) { return value == std::byte{0}; };
      ASSERT_TRUE(std::ranges::all_of(to_memory.all().first(written), untouched)) << to_string(level);
      ASSERT_TRUE(std::ranges::all_of(to_memory.all().subspan(written + size), untouched)) << to_string(level);
    }
  }
}

// Above the size from which copies are streamed, overlapping and not.
TEST(CopyKernels, LargeCopiesOverlapLikeSmallOnes) {
  constexpr std::size_t size = 33 * 1024 * 1024 + 7;
  const std::vector<std::byte> original = random_bytes(size);
  std::vector<std::byte> bytes(2 * size);
  copy_to(original, bytes, size);
  ASSERT_TRUE(std::ranges::equal(bytes_view(bytes).subspan(size), original));
  move_within(bytes, size, 2 * size, size - 5);
  ASSERT_TRUE(std::ranges::equal(bytes_view(bytes).subspan(size - 5, size), original));
  move_within(bytes, size - 5, 2 * size - 5, size);
  ASSERT_TRUE(std::ranges::equal(bytes_view(bytes).subspan(size), original));
  move_within(bytes, size, 2 * size, 0);
  ASSERT_TRUE(std::ranges::equal(bytes_view(bytes).first(size), original));
}

}  // namespace copy_kernels_levels
