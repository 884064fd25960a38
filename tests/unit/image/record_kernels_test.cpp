// SPDX-License-Identifier: Apache-2.0
#include "image/record_kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "memosaic/bytes/hex.hpp"

namespace memosaic::record_kernels_test {

using image_core::record_kernels_for;

std::vector<std::byte> random_bytes(std::mt19937_64& numbers, std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::byte& each : bytes) each = static_cast<std::byte>(numbers());
  return bytes;
}

std::uint32_t sum_of(bytes_view bytes) {
  return std::accumulate(bytes.begin(), bytes.end(), std::uint32_t{0},
                         [](std::uint32_t sum, std::byte each) { return sum + std::to_integer<std::uint32_t>(each); });
}

TEST(RecordKernels, EncodingWritesTheDigitsAndGivesTheSum) {
  std::mt19937_64 numbers(1);
  for (const auto level : available_simd_levels()) {
    for (std::size_t size = 0; size < 300; ++size) {
      const auto bytes = random_bytes(numbers, size);
      std::string text(2 * size, '?');
      EXPECT_EQ(record_kernels_for(level).encode(bytes.data(), size, text.data()), sum_of(bytes));
      EXPECT_EQ(text, to_hex(bytes, {.upper = true}));
    }
  }
}

TEST(RecordKernels, DecodingStopsAtTheFirstPairThatIsNone) {
  std::mt19937_64 numbers(2);
  for (const auto level : available_simd_levels()) {
    for (std::size_t size = 0; size < 300; ++size) {
      const auto bytes = random_bytes(numbers, size);
      std::string text = to_hex(bytes, {.upper = numbers() % 2 == 0});
      std::size_t whole = size;
      if (size != 0 && numbers() % 2 == 0) {
        const auto at = numbers() % text.size();
        do text[at] = static_cast<char>(numbers());
        while (std::isxdigit(static_cast<unsigned char>(text[at])) != 0);
        whole = at / 2;
      }
      std::vector<std::byte> read(size);
      std::uint32_t sum = 5;
      ASSERT_EQ(record_kernels_for(level).decode(text.data(), size, read.data(), sum), whole);
      ASSERT_TRUE(std::equal(read.begin(), read.begin() + static_cast<std::ptrdiff_t>(whole), bytes.begin()));
      ASSERT_EQ(sum, 5 + sum_of(bytes_view(bytes).first(whole)));
    }
  }
}

}  // namespace memosaic::record_kernels_test
