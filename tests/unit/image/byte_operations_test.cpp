// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/byte_operations.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

#include "support/image_model.hpp"

namespace memosaic::byte_operations_test {

using namespace memosaic::literals;
using test::bytes_of_memory;
using test::image_bytes;

std::byte combined(bit_operation how, std::byte a, std::byte b) {
  return how == bit_operation::conjunction ? a & b : how == bit_operation::disjunction ? a | b : a ^ b;
}

struct trial {
  image_memory memory;
  image_bytes before;
  int128 base;
  image_range where;
};

// Calls `check` with many random memories and ranges.
void many(const std::function<void(trial&, std::mt19937_64&)>& check) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 1500; ++i) {
    const int128 base = test::image_bases[random() % test::image_bases.size()];
    trial each{test::random_image(random, base), {}, base, {base - 100, base + static_cast<int128>(random() % 300)}};
    each.before = bytes_of_memory(each.memory);
    check(each, random);
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(ByteOperations, APatternIsCombinedFromTheStartOfTheRange) {
  many([](trial& each, std::mt19937_64& random) {
    const auto how = static_cast<bit_operation>(random() % 3);
    std::vector<std::byte> pattern(1 + random() % 5);
    for (std::byte& byte : pattern) byte = static_cast<std::byte>(random());
    combine_bits(each.memory, how, pattern, each.where);
    for (auto& [at, byte] : each.before) {
      if (!each.where.contains(at)) continue;
      byte = combined(how, byte, pattern[static_cast<std::size_t>(at - each.where.start) % pattern.size()]);
    }
    EXPECT_EQ(bytes_of_memory(each.memory), each.before);
  });
}

TEST(ByteOperations, AnotherMemoryIsCombinedWhereItHasBytes) {
  many([](trial& each, std::mt19937_64& random) {
    const auto how = static_cast<bit_operation>(random() % 3);
    const image_memory other = test::random_image(random, each.base);
    const auto with = bytes_of_memory(other);
    combine_bits(each.memory, how, other);
    for (auto& [at, byte] : each.before) {
      if (const auto found = with.find(at); found != with.end()) byte = combined(how, byte, found->second);
    }
    EXPECT_EQ(bytes_of_memory(each.memory), each.before);
  });
}

TEST(ByteOperations, BitsAndNibblesChangePlaces) {
  many([](trial& each, std::mt19937_64&) {
    image_memory nibbles = each.memory;
    image_memory inverted = each.memory;
    reverse_bits(each.memory, each.where);
    swap_nibbles(nibbles, each.where);
    invert_bits(inverted, each.where);
    for (const auto& [at, byte] : each.before) {
      const auto value = std::to_integer<unsigned>(byte);
      unsigned reversed = 0;
      for (unsigned bit = 0; bit < 8; ++bit) reversed |= (value >> bit & 1U) << (7 - bit);
      const bool inside = each.where.contains(at);
      EXPECT_EQ(each.memory.peek(at), inside ? static_cast<std::byte>(reversed) : byte);
      EXPECT_EQ(nibbles.peek(at), inside ? static_cast<std::byte>(value >> 4U | (value & 15U) << 4U) : byte);
      EXPECT_EQ(inverted.peek(at), inside ? ~byte : byte);
    }
    EXPECT_EQ(each.memory.content_size(), each.before.size());
  });
}

TEST(ByteOperations, WordsAreMirroredWithTheirHoles) {
  many([](trial& each, std::mt19937_64& random) {
    const unsigned size = 2U << random() % 3;
    const auto word = static_cast<int128>(size);
    image_range where{each.base - 80, each.base + 8 * static_cast<int128>(random() % 40)};
    if (random() % 4 == 0) where = image_memory::everywhere;
    swap_bytes(each.memory, size, where);
    image_bytes expected;
    for (const auto& [at, byte] : each.before) {
      const int128 rest = (at % word + word) % word;
      expected[where.contains(at) ? at - rest + (word - 1 - rest) : at] = byte;
    }
    EXPECT_EQ(bytes_of_memory(each.memory), expected);
  });
}

TEST(ByteOperations, RunsStayRuns) {
  image_memory memory;
  memory.fill({3, int128{1} << 70}, "abc"_bytes);
  combine_bits(memory, bit_operation::exclusive, "\x20\x20"_bytes, {3, int128{1} << 70});
  EXPECT_EQ(memory.peek(3), std::byte{'A'});
  EXPECT_EQ(memory.peek((int128{1} << 70) - 1), static_cast<std::byte>("ABC"[((int128{1} << 70) - 4) % 3]));
  swap_bytes(memory, 4);
  EXPECT_LT(memory.piece_count(), 10U);
  EXPECT_EQ(memory.peek(0), std::byte{'A'});
  EXPECT_EQ(memory.peek(4), std::byte{'B'});
}

TEST(ByteOperations, WhatCanNeverBeRightIsRefused) {
  image_memory memory = image_memory::from_bytes("01234567"_bytes);
  EXPECT_THROW(combine_bits(memory, bit_operation::conjunction, bytes_view(), {0, 8}), std::invalid_argument);
  EXPECT_THROW(swap_bytes(memory, 3), std::invalid_argument);
  EXPECT_THROW(swap_bytes(memory, 4, {1, 8}), std::invalid_argument);
  EXPECT_THROW(swap_bytes(memory, 4, {0, 6}), std::invalid_argument);
  swap_bytes(memory, 4, {-100, 1000});
  EXPECT_EQ(memory, image_memory::from_bytes("32107654"_bytes));
}

}  // namespace memosaic::byte_operations_test
