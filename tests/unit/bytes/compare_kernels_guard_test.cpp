// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "bytes/compare_kernels.hpp"
#include "support/guarded_bytes.hpp"

// Every size up to 300 at every distance up to 63 from a guard page, on both sides, for every level.
namespace compare_kernels_guard {

using namespace memosaic;

void expect_all(const compare_kernels& kernels, std::span<std::byte> a, std::span<std::byte> b, std::size_t at) {
  const std::size_t size = a.size();
  std::copy(a.begin(), a.end(), b.begin());
  ASSERT_EQ(kernels.first_difference(a.data(), b.data(), size), size);
  ASSERT_EQ(kernels.last_difference(a.data(), b.data(), size), 0u);
  if (size != 0) {
    b[at] = ~a[at];
    ASSERT_EQ(kernels.first_difference(a.data(), b.data(), size), at);
    ASSERT_EQ(kernels.last_difference(a.data(), b.data(), size), at + 1);
  }
  if (size != 0 && size <= 64) {
    ASSERT_EQ(kernels.difference_bits(a.data(), b.data(), size), std::uint64_t{1} << at);
  }
  std::transform(a.begin(), a.end(), b.begin(), [](std::byte value) { return ~value; });
  ASSERT_EQ(kernels.first_equal(a.data(), b.data(), size), size);
  ASSERT_EQ(kernels.last_equal(a.data(), b.data(), size), 0u);
  if (size != 0) {
    b[at] = a[at];
    ASSERT_EQ(kernels.first_equal(a.data(), b.data(), size), at);
    ASSERT_EQ(kernels.last_equal(a.data(), b.data(), size), at + 1);
  }
}

TEST(CompareKernelsGuard, NothingOutsideIsReadAndEveryPlaceIsFound) {
  const memosaic::testing::guarded_bytes first(512);
  const memosaic::testing::guarded_bytes second(512);
  std::mt19937_64 random(1);
  for (std::byte& value : first.all()) value = static_cast<std::byte>(random());
  for (const simd_level level : available_simd_levels()) {
    const compare_kernels& kernels = compare_kernels_for(level);
    SCOPED_TRACE(to_string(level));
    for (std::size_t size = 0; size <= 300; ++size) {
      for (std::size_t gap = 0; gap < 64; ++gap) {
        const std::size_t at = size == 0 ? 0 : random() % size;
        const std::size_t other_gap = random() % 64;
        expect_all(kernels, first.at(size, gap), second.at(size, other_gap), at);
        expect_all(kernels, first.from(size, gap), second.from(size, other_gap), at);
        if (HasFatalFailure()) FAIL() << "size " << size << " gaps " << gap << ", " << other_gap << " at " << at;
      }
    }
  }
}

TEST(CompareKernelsGuard, NullWithSizeZero) {
  for (const simd_level level : available_simd_levels()) {
    const compare_kernels& kernels = compare_kernels_for(level);
    EXPECT_EQ(kernels.first_difference(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(kernels.last_difference(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(kernels.first_equal(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(kernels.last_equal(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(kernels.difference_bits(nullptr, nullptr, 0), 0u);
  }
}

}  // namespace compare_kernels_guard
