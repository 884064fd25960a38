// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/hash.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <vector>

namespace hash_values {

using namespace memosaic;
using namespace memosaic::literals;

// The frozen output, as `xxhsum -H3` and `xxhsum -H2` print it.
TEST(Hash, FrozenValues) {
  EXPECT_EQ(xxh3_64({}), 0x2d06800538d394c2u);
  EXPECT_EQ(xxh3_128({}), (hash128{0x6001c324468d497f, 0x99aa06d3014798d8}));
}

TEST(Hash, PartsGiveWhatTheWholeGives) {
  std::mt19937_64 random(16);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::byte> bytes(random() % (round % 3 == 0 ? 5000 : 300));
    for (std::byte& value : bytes) value = static_cast<std::byte>(random());
    const std::uint64_t seed = round % 2 == 0 ? 0 : random();
    hasher parts(seed);
    for (bytes_view rest = bytes; !rest.empty();) {
      const std::size_t part = std::min<std::size_t>(rest.size(), random() % 400);
      parts.update(rest.first(part));
      rest = rest.subspan(part);
      static_cast<void>(parts.value_64());  // asking changes nothing
    }
    ASSERT_EQ(parts.value_64(), xxh3_64(bytes, seed)) << bytes.size();
    ASSERT_EQ(parts.value_128(), xxh3_128(bytes, seed)) << bytes.size();
  }
}

TEST(Hash, ACopyGoesOnByItself) {
  hasher first(7);
  first.update("abc"_bytes);
  hasher second = first;
  second.update("def"_bytes);
  EXPECT_EQ(first.value_64(), xxh3_64("abc"_bytes, 7));
  EXPECT_EQ(second.value_64(), xxh3_64("abcdef"_bytes, 7));
  second = first;
  EXPECT_EQ(second.value_128(), xxh3_128("abc"_bytes, 7));
}

TEST(Hash, ResetStartsAgainWithItsSeed) {
  const std::vector<std::byte> bytes(1000, std::byte{3});
  hasher state(7);
  state.update(bytes);
  state.reset();
  state.update(bytes);
  EXPECT_EQ(state.value_64(), xxh3_64(bytes));
  state.reset(7);
  state.update(bytes);
  state.update({});
  EXPECT_EQ(state.value_64(), xxh3_64(bytes, 7));
}

}  // namespace hash_values
