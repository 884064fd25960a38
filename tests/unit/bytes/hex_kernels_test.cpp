// SPDX-License-Identifier: Apache-2.0
#include "bytes/hex_kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "support/guarded_bytes.hpp"

namespace hex_kernels_levels {

using namespace memosaic;

TEST(HexKernels, EveryLevelAgreesWithTheTables) {
  std::mt19937_64 random(12);
  for (std::size_t size = 0; size <= 300; ++size) {
    std::vector<std::byte> bytes(size);
    for (std::byte& value : bytes) value = static_cast<std::byte>(random());
    for (const bool upper : {false, true}) {
      std::string expected(2 * size, '.');
      scalar_hex_kernels.encode(bytes.data(), size, expected.data(), upper);
      for (const simd_level level : available_simd_levels()) {
        std::string text(2 * size, '.');
        hex_kernels_for(level).encode(bytes.data(), size, text.data(), upper);
        ASSERT_EQ(text, expected) << to_string(level);
        std::string separated(3 * size, '.');
        hex_kernels_for(level).encode_separated(bytes.data(), size, separated.data(), upper, ':');
        for (std::size_t at = 0; at < size; ++at) {
          ASSERT_EQ(separated.substr(3 * at, 3), expected.substr(2 * at, 2) + ":") << to_string(level) << ' ' << at;
        }
        std::vector<std::byte> back(size);
        ASSERT_EQ(hex_kernels_for(level).decode(text.data(), size, back.data()), size);
        ASSERT_EQ(back, bytes) << to_string(level);
        std::fill(separated.begin(), separated.end(), ' ');
        hex_kernels_for(level).encode_separated(bytes.data(), size, separated.data(), upper, '\t');
        back.assign(size, std::byte{0});
        ASSERT_EQ(hex_kernels_for(level).decode_separated(separated.data(), size, back.data()), size);
        ASSERT_EQ(back, bytes) << to_string(level);
      }
    }
  }
}

TEST(HexKernels, NothingOutsideIsTouched) {
  const memosaic::testing::guarded_bytes bytes(512);
  const memosaic::testing::guarded_bytes text(1024);
  std::mt19937_64 random(20);
  for (const simd_level level : available_simd_levels()) {
    const hex_kernels& kernels = hex_kernels_for(level);
    for (std::size_t size = 0; size <= 300; ++size) {
      const auto inner = size % 2 == 0 ? bytes.at(size, random() % 64) : bytes.from(size, random() % 64);
      for (std::byte& value : inner) value = static_cast<std::byte>(random());
      const std::vector<std::byte> before(inner.begin(), inner.end());
      for (const std::size_t width : {2u, 3u}) {
        const auto outer = size % 2 == 0 ? text.at(width * size, 0) : text.from(width * size, 0);
        char* const characters = reinterpret_cast<char*>(outer.data());
        if (width == 2) {
          kernels.encode(inner.data(), size, characters, false);
          ASSERT_EQ(kernels.decode(characters, size, inner.data()), size);
        } else {
          kernels.encode_separated(inner.data(), size, characters, false, ' ');
          ASSERT_EQ(kernels.decode_separated(characters, size, inner.data()), size);
        }
        ASSERT_TRUE(std::ranges::equal(inner, before)) << to_string(level) << ' ' << size;
      }
    }
  }
}

TEST(HexKernels, EveryLevelTellsDigitsFromEveryOtherCharacter) {
  for (const simd_level level : available_simd_levels()) {
    for (int code = 0; code < 256; ++code) {
      const bool digit = (code >= '0' && code <= '9') || (code >= 'a' && code <= 'f') || (code >= 'A' && code <= 'F');
      for (std::size_t at = 0; at < 255; at += 37) {
        std::string text(256, '0');
        text[at] = static_cast<char>(code);
        std::byte bytes[128];
        EXPECT_EQ(hex_kernels_for(level).decode(text.data(), 128, bytes), digit ? 128u : at / 2) << code;
        std::string separated;
        for (int byte = 0; byte < 85; ++byte) separated += "00 ";
        separated[at % 255] = static_cast<char>(code);
        const bool fits = at % 3 == 2 ? is_hex_space(static_cast<char>(code)) : digit;
        EXPECT_EQ(hex_kernels_for(level).decode_separated(separated.data(), 85, bytes), fits ? 85u : at / 3) << code;
      }
    }
  }
}

}  // namespace hex_kernels_levels
