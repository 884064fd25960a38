// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "memosaic/bytes/fill.hpp"
#include "support/guarded_bytes.hpp"

namespace fill_pattern {

using namespace memosaic;
using namespace memosaic::literals;

std::vector<std::byte> random_bytes(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::byte> bytes(size);
  for (std::byte& value : bytes) value = static_cast<std::byte>(random());
  return bytes;
}

void expect_filled(bytes_view target, bytes_view pattern, std::size_t phase) {
  for (std::size_t at = 0; at < target.size(); ++at) {
    ASSERT_EQ(target[at], pattern[(phase + at) % pattern.size()])
        << "at " << at << " of " << target.size() << ", pattern of " << pattern.size() << ", phase " << phase;
  }
}

TEST(Fill, OneByte) {
  std::string text = "abc";
  memosaic::fill(mutable_bytes_of(text), std::byte{'x'});
  EXPECT_EQ(text, "xxx");
  memosaic::fill({}, std::byte{1});
}

TEST(Fill, APatternIsRepeatedAndCut) {
  std::string text(8, '.');
  memosaic::fill(mutable_bytes_of(text), "abc"_bytes);
  EXPECT_EQ(text, "abcabcab");
  memosaic::fill(mutable_bytes_of(text), "abc"_bytes, 2);
  EXPECT_EQ(text, "cabcabca");
  memosaic::fill(mutable_bytes_of(text), "abc"_bytes, 3002);
  EXPECT_EQ(text, "cabcabca");
  memosaic::fill(mutable_bytes_of(text), "0123456789"_bytes, 1);
  EXPECT_EQ(text, "12345678");
}

TEST(Fill, AnEmptyPatternFillsOnlyNothing) {
  std::string text = "abc";
  EXPECT_THROW(fill(mutable_bytes_of(text), bytes_view{}), std::invalid_argument);
  EXPECT_EQ(text, "abc");
  memosaic::fill({}, bytes_view{});
  memosaic::fill({}, "a"_bytes, 5);
}

TEST(Fill, EveryShortPatternAtEverySizeBetweenGuardPages) {
  const memosaic::testing::guarded_bytes memory(512);
  const auto pattern = random_bytes(70, 5);
  for (std::size_t length = 1; length <= pattern.size(); ++length) {
    for (std::size_t size = 0; size <= 300; ++size) {
      const bytes_view part = bytes_view(pattern).first(length);
      memosaic::fill(memory.at(size, size % 64), part, size);
      ASSERT_NO_FATAL_FAILURE(expect_filled(memory.at(size, size % 64), part, size % length));
      memosaic::fill(memory.from(size, size % 64), part);
      ASSERT_NO_FATAL_FAILURE(expect_filled(memory.from(size, size % 64), part, 0));
    }
  }
}

TEST(Fill, LongTargetsAndLongPatternsAtEveryAlignment) {
  const memosaic::testing::guarded_bytes memory(70000);
  const auto pattern = random_bytes(20000, 6);
  std::mt19937_64 random(7);
  std::vector<std::size_t> lengths = {100, 128, 192, 255, 256, 257, 1000, 1001, 2047, 4095, 4096, 4097, 5000, 20000};
  for (std::size_t length = 1; length <= 66; ++length) lengths.push_back(length);
  for (const std::size_t length : lengths) {
    for (int round = 0; round < 12; ++round) {
      const std::size_t size = random() % (round % 3 == 0 ? 69000 : 10000);
      const std::size_t gap = random() % 64;
      const std::size_t phase = random();
      const auto target = round % 2 == 0 ? memory.at(size, gap) : memory.from(size, gap);
      const bytes_view part = bytes_view(pattern).first(length);
      memosaic::fill(target, part, phase);
      ASSERT_NO_FATAL_FAILURE(expect_filled(target, part, phase % length));
    }
  }
}

}  // namespace fill_pattern
