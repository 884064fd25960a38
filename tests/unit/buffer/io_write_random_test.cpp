// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstddef>
#include <random>
#include <vector>

#include "memosaic/buffer/io.hpp"
#include "support/channels.hpp"
#include "support/short_calls.hpp"
#include "support/temporary_file.hpp"

/// Any list of parts, written under any schedule of short and interrupted calls, comes out as its concatenation.
namespace io_write_random_test {
using namespace memosaic;

std::size_t random_size(std::mt19937_64& random) {
  switch (random() % 8) {
    case 0:
      return 0;
    case 1:
      return 510 + random() % 5;
    case 2:
      return 600 + random() % 3000;
    default:
      return random() % 100;
  }
}

TEST(IoWriteRandom, PartsEqualTheirConcatenation) {
  std::mt19937_64 random(20261);
  const auto source = test::random_bytes(4000);
  const test::temporary_file stored;
  for (int round = 0; round < 400; ++round) {
    std::vector<view> parts;
    std::vector<std::byte> expected;
    for (auto count = random() % (round % 20 == 0 ? 5000 : 60); count != 0; --count) {
      const auto part = bytes_view(source).subspan(random() % 400, random_size(random));
      parts.emplace_back(part, unowned);
      expected.insert(expected.end(), part.begin(), part.end());
    }
    const auto target = test::open_for_writing(stored.path());
    const std::size_t most = std::size_t{1} << (random() % 18);
    if (expected.size() / most > 5000) continue;
    {
      const test::random_calls calls(random(), most);
      ASSERT_EQ(write_all(target.fd(), chain(parts)), expected.size());
    }
    ASSERT_EQ(stored.content(), expected) << "round " << round;
  }
}

TEST(IoWriteRandom, ShortCountsAreResumedFromTheRest) {
  std::mt19937_64 random(20262);
  const auto source = test::random_bytes(300'000);
  for (int round = 0; round < 20; ++round) {
    const auto ends = test::make_sockets(SOCK_NONBLOCK, 1);
    std::vector<view> parts;
    for (std::size_t start = 0; start < source.size();) {
      const auto size = std::min<std::size_t>(source.size() - start, 1 + random() % (round % 2 == 0 ? 300 : 30'000));
      parts.emplace_back(bytes_view(source).subspan(start, size), unowned);
      start += size;
    }
    chain rest(std::move(parts));
    std::vector<std::byte> received;
    std::size_t short_counts = 0;
    while (!rest.empty()) {
      const std::size_t written = write_all(ends.writing.fd(), rest);
      if (written != rest.size()) ++short_counts;
      rest = rest.sub(written);
      const auto some = test::drain(ends.reading.fd(), 1 + random() % 5000);
      received.insert(received.end(), some.begin(), some.end());
    }
    const auto last = test::drain(ends.reading.fd());
    received.insert(received.end(), last.begin(), last.end());
    ASSERT_EQ(received, source);
    ASSERT_GT(short_counts, 2u);
  }
}

}  // namespace io_write_random_test
