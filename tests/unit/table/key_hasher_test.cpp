// SPDX-License-Identifier: Apache-2.0
#include "table/key_hasher.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace memosaic::table_core::key_hasher_test {

// Any bytes will do, as long as they differ.
std::vector<std::byte> some_bytes(std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(mixed(i + 1) & 0xffU);
  return bytes;
}

constexpr std::uint64_t seeds[] = {0, 1, 0x9e37'79b9'7f4a'7c15, ~std::uint64_t{0}};

TEST(KeyHasher, HashesBytesOfAnySizeAsTheFormatSays) {
  const auto bytes = some_bytes(300);
  for (const std::uint64_t seed : seeds) {
    const key_hasher hasher(seed);
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
      for (const std::size_t start : {std::size_t{0}, std::min<std::size_t>(1, bytes.size() - size)}) {
        const bytes_view key = bytes_view(bytes).subspan(start, size);
        EXPECT_EQ(hasher(key), hash_key(key, seed, hash_width::bits_64).place) << size << " bytes, seed " << seed;
      }
    }
  }
}

TEST(KeyHasher, HashesIntegersAsTheFormatSays) {
  for (const std::uint64_t seed : seeds) {
    for (const std::uint64_t key : {std::uint64_t{0}, std::uint64_t{42}, ~std::uint64_t{0}}) {
      EXPECT_EQ(key_hasher(seed)(key), hash_key(key, seed, hash_width::bits_64).place);
    }
  }
}

}  // namespace memosaic::table_core::key_hasher_test
