// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "bytes/compare_kernels.hpp"

// Random bytes of a small alphabet, so that equal and differing positions lie everywhere, against byte loops.
namespace compare_kernels_random {

using namespace memosaic;

struct model {
  std::size_t first_difference, last_difference, first_equal, last_equal;
};

model naive(const std::vector<std::byte>& a, const std::vector<std::byte>& b) {
  model result{a.size(), 0, a.size(), 0};
  for (std::size_t at = a.size(); at-- > 0;) (a[at] != b[at] ? result.first_difference : result.first_equal) = at;
  for (std::size_t at = 0; at < a.size(); ++at) (a[at] != b[at] ? result.last_difference : result.last_equal) = at + 1;
  return result;
}

TEST(CompareKernelsRandom, AgreeWithByteLoops) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 3000; ++round) {
    const std::size_t size = random() % (round % 10 == 0 ? 5000 : 400);
    // The rarer kind of position comes once in 1 to 4096 bytes, at random places.
    const std::uint64_t rarity = std::uint64_t{1} << (random() % 13);
    const bool mostly_equal = random() % 2 == 0;
    std::vector<std::byte> a(size);
    std::vector<std::byte> b(size);
    for (std::size_t at = 0; at < size; ++at) {
      a[at] = static_cast<std::byte>(random());
      const bool rare = random() % rarity == 0;
      const auto other = static_cast<std::byte>(1 + random() % 255);
      b[at] = rare == mostly_equal ? a[at] ^ other : a[at];
    }
    const model expected = naive(a, b);
    for (const simd_level level : available_simd_levels()) {
      const compare_kernels& kernels = compare_kernels_for(level);
      SCOPED_TRACE(to_string(level));
      ASSERT_EQ(kernels.first_difference(a.data(), b.data(), size), expected.first_difference) << size;
      ASSERT_EQ(kernels.last_difference(a.data(), b.data(), size), expected.last_difference) << size;
      ASSERT_EQ(kernels.first_equal(a.data(), b.data(), size), expected.first_equal) << size;
      ASSERT_EQ(kernels.last_equal(a.data(), b.data(), size), expected.last_equal) << size;
    }
  }
}

TEST(CompareKernelsRandom, DifferenceBitsAgreeWithByteLoops) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 20000; ++round) {
    const std::size_t size = random() % 65;
    std::vector<std::byte> a(size);
    std::vector<std::byte> b(size);
    std::uint64_t expected = 0;
    for (std::size_t at = 0; at < size; ++at) {
      a[at] = static_cast<std::byte>(random() % 3);
      b[at] = static_cast<std::byte>(random() % 3);
      if (a[at] != b[at]) expected |= std::uint64_t{1} << at;
    }
    for (const simd_level level : available_simd_levels()) {
      ASSERT_EQ(compare_kernels_for(level).difference_bits(a.data(), b.data(), size), expected) << to_string(level);
    }
  }
}

}  // namespace compare_kernels_random
