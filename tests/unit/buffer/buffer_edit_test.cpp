// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "memosaic/buffer/buffer.hpp"
#include "support/test_owner.hpp"

namespace memosaic::buffer_edit_test {

using model = std::vector<std::byte>;
using difference = model::difference_type;

model random_bytes(std::mt19937_64& random, std::size_t most) {
  model bytes(random() % (most + 1));
  for (auto& byte : bytes) byte = static_cast<std::byte>(random());
  return bytes;
}

/// A random part of the model, or bytes of the buffer itself with the same content: what the call is given.
struct argument {
  model expected;
  model foreign;
  bytes_view given;
};

argument random_argument(std::mt19937_64& random, const buffer& bytes) {
  argument result;
  if (random() % 3 == 0 && !bytes.empty()) {
    const auto start = random() % bytes.size();
    result.given = bytes.bytes().subspan(start, random() % std::min<std::size_t>(bytes.size() - start + 1, 80));
    result.expected.assign(result.given.begin(), result.given.end());
  } else {
    result.foreign = random_bytes(random, 80);
    result.expected = result.foreign;
    result.given = result.foreign;
  }
  return result;
}

void step(std::mt19937_64& random, buffer& bytes, model& expected) {
  const auto given = random_argument(random, bytes);
  const auto start = random() % (expected.size() + 1);
  const auto stop = start + random() % std::min<std::size_t>(expected.size() - start + 1, 90);
  const auto at = expected.begin() + static_cast<difference>(start);
  const auto until = expected.begin() + static_cast<difference>(stop);
  switch (random() % 9) {
    case 0:
      bytes.append(given.given);
      expected.insert(expected.end(), given.expected.begin(), given.expected.end());
      break;
    case 1:
      bytes.prepend(given.given);
      expected.insert(expected.begin(), given.expected.begin(), given.expected.end());
      break;
    case 2:
      bytes.insert(start, given.given);
      expected.insert(at, given.expected.begin(), given.expected.end());
      break;
    case 3:
      bytes.erase(start, stop);
      expected.erase(at, until);
      break;
    case 4:
      bytes.replace(start, stop, given.given);
      expected.insert(expected.erase(at, until), given.expected.begin(), given.expected.end());
      break;
    case 5:
      if (given.expected.empty()) break;
      bytes.resize(expected.size() + start % 100, given.given);
      for (std::size_t i = 0; i < start % 100; ++i) expected.push_back(given.expected[i % given.expected.size()]);
      break;
    case 6:
      bytes.resize(start);
      expected.resize(start);
      break;
    case 7:
      bytes.erase(0, start / 2);
      expected.erase(expected.begin(), expected.begin() + static_cast<difference>(start / 2));
      break;
    default:
      if (random() % 4 == 0) bytes.shrink_to_fit();
      if (random() % 4 == 0) bytes.reserve(random() % 500, random() % 200);
  }
}

TEST(BufferEdit, EveryOperationDoesWhatAVectorDoes) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    std::mt19937_64 random(seed);
    buffer bytes = seed % 2 == 0 ? buffer() : buffer::uninitialized(0, seed, seed % 7);
    model expected;
    for (int round = 0; round < 100; ++round) {
      step(random, bytes, expected);
      ASSERT_EQ(bytes.size(), expected.size()) << "seed " << seed << " round " << round;
      ASSERT_EQ(text(bytes.bytes()), text(expected)) << "seed " << seed << " round " << round;
    }
  }
}

TEST(BufferEdit, RepeatsItself) {
  buffer bytes(bytes_of(std::string_view("abc")));
  bytes.repeat(4);
  EXPECT_EQ(text(bytes.bytes()), "abcabcabcabc");
  bytes.repeat(0);
  EXPECT_TRUE(bytes.empty());
  bytes.repeat(5);
  EXPECT_TRUE(bytes.empty());
}

}  // namespace memosaic::buffer_edit_test
