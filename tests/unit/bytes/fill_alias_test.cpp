// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "memosaic/bytes/fill.hpp"

namespace fill_alias {

using namespace memosaic;

TEST(FillAlias, ThePatternIsTakenFirst) {
  std::string text = "abcdef";
  const auto bytes = mutable_bytes_of(text);
  memosaic::fill(bytes, bytes.subspan(1, 2));
  EXPECT_EQ(text, "bcbcbc");
}

// Every kind of overlap: inside, across either end of the target, around it; patterns of every strategy.
TEST(FillAlias, AnyOverlapGivesWhatACopiedPatternGives) {
  std::mt19937_64 random(8);
  for (const std::size_t longest : {64u, 1500u, 9000u}) {
    for (int round = 0; round < 300; ++round) {
      std::vector<std::byte> memory(30000);
      for (std::byte& value : memory) value = static_cast<std::byte>(random());
      const mutable_bytes_view all(memory);
      const std::size_t start = random() % 10000;
      const mutable_bytes_view target = all.subspan(start, random() % (memory.size() - start));
      const std::size_t length = 1 + random() % longest;
      const mutable_bytes_view pattern = all.subspan(random() % (memory.size() - length), length);
      const std::size_t phase = random() % (2 * length);

      auto expected = memory;
      for (std::size_t at = 0; at < target.size(); ++at) expected[start + at] = pattern[(phase + at) % length];
      memosaic::fill(target, pattern, phase);
      ASSERT_EQ(memory, expected) << longest << ' ' << round;
    }
  }
}

}  // namespace fill_alias
