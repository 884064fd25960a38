// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "bytes/compare_kernels.hpp"

// Runs beyond the caches, which the kernels read ahead in: the one place is found wherever it lies.
namespace compare_kernels_large {

using namespace memosaic;

TEST(CompareKernelsLarge, TheOnePlaceIsFoundFromBothEnds) {
  constexpr std::size_t size = 3 * 1024 * 1024 + 77;
  std::mt19937_64 random(22);
  std::vector<std::byte> a(size);
  for (std::byte& value : a) value = static_cast<std::byte>(random());
  std::vector<std::byte> same = a;
  std::vector<std::byte> opposite = a;
  for (std::byte& value : opposite) value = ~value;
  std::vector<std::size_t> places = {0, 1, 63, 64, 255, 256, 4095, 4096, 4352, size - 1, size - 256, size - 4097};
  for (int extra = 0; extra < 12; ++extra) places.push_back(random() % size);
  for (const simd_level level : available_simd_levels()) {
    const compare_kernels& kernels = compare_kernels_for(level);
    SCOPED_TRACE(to_string(level));
    EXPECT_EQ(kernels.first_difference(a.data(), same.data(), size), size);
    EXPECT_EQ(kernels.last_difference(a.data(), same.data(), size), 0u);
    EXPECT_EQ(kernels.first_equal(a.data(), opposite.data(), size), size);
    EXPECT_EQ(kernels.last_equal(a.data(), opposite.data(), size), 0u);
    for (const std::size_t at : places) {
      same[at] = ~a[at];
      opposite[at] = a[at];
      EXPECT_EQ(kernels.first_difference(a.data(), same.data(), size), at);
      EXPECT_EQ(kernels.last_difference(a.data(), same.data(), size), at + 1);
      EXPECT_EQ(kernels.first_equal(a.data(), opposite.data(), size), at);
      EXPECT_EQ(kernels.last_equal(a.data(), opposite.data(), size), at + 1);
      same[at] = a[at];
      opposite[at] = ~a[at];
    }
  }
}

}  // namespace compare_kernels_large
