// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/checksum.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace checksum_values {

using namespace memosaic;
using namespace memosaic::literals;

template <typename Sum>
auto of(bytes_view bytes) {
  Sum sum;
  sum.update(bytes);
  return sum.value();
}

TEST(Checksum, PublishedValues) {
  EXPECT_EQ(of<adler32>("Wikipedia"_bytes), 0x11e60398u);
  EXPECT_EQ(of<adler32>({}), 1u);
  EXPECT_EQ(of<fletcher16>("abcde"_bytes), 0xc8f0u);
  EXPECT_EQ(of<fletcher16>("abcdef"_bytes), 0x2057u);
  EXPECT_EQ(of<fletcher16>("abcdefgh"_bytes), 0x0627u);
  EXPECT_EQ(of<fletcher32>("abcde"_bytes), 0xf04fc729u);
  EXPECT_EQ(of<fletcher32>("abcdef"_bytes), 0x56502d2au);
  EXPECT_EQ(of<fletcher32>("abcdefgh"_bytes), 0xebe19591u);
  EXPECT_EQ(sum8("\xff\x02"_bytes), 1u);
  EXPECT_EQ(sum16("\xff\x02"_bytes), 0x101u);
  EXPECT_EQ(sum8({}), 0u);
}

struct sums {
  std::uint64_t low, high;
};

sums naive(bytes_view bytes, std::uint64_t start, std::uint64_t modulus, std::size_t word) {
  sums result{start, 0};
  for (std::size_t at = 0; at < bytes.size(); at += word) {
    std::uint64_t value = std::to_integer<std::uint64_t>(bytes[at]);
    if (word == 2 && at + 1 < bytes.size()) value |= std::to_integer<std::uint64_t>(bytes[at + 1]) << 8;
    result.low = (result.low + value) % modulus;
    result.high = (result.high + result.low) % modulus;
  }
  return result;
}

// Random bytes, and bytes of 0xff, which fill the sums fastest; whole and in parts.
TEST(Checksum, AgreeWithTheDefinitionInAnyParts) {
  std::mt19937_64 random(15);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::byte> bytes(random() % (round % 5 == 0 ? 40000 : 500), std::byte{0xff});
    if (round % 2 == 0) {
      for (std::byte& value : bytes) value = static_cast<std::byte>(random());
    }
    adler32 adler;
    fletcher16 small;
    fletcher32 large;
    for (bytes_view rest = bytes; !rest.empty();) {
      const std::size_t part = std::min<std::size_t>(rest.size(), random() % 20000);
      adler.update(rest.first(part));
      small.update(rest.first(part));
      large.update(rest.first(part));
      static_cast<void>(large.value());  // asking changes nothing
      rest = rest.subspan(part);
    }
    const sums a = naive(bytes, 1, 65521, 1);
    const sums s = naive(bytes, 0, 255, 1);
    const sums l = naive(bytes, 0, 65535, 2);
    ASSERT_EQ(adler.value(), a.high << 16 | a.low) << bytes.size();
    ASSERT_EQ(small.value(), s.high << 8 | s.low) << bytes.size();
    ASSERT_EQ(large.value(), l.high << 16 | l.low) << bytes.size();
    ASSERT_EQ(of<adler32>(bytes), adler.value());
    ASSERT_EQ(of<fletcher32>(bytes), large.value());
    std::uint64_t sum = 0;
    for (const std::byte value : bytes) sum += std::to_integer<std::uint64_t>(value);
    ASSERT_EQ(sum8(bytes), sum & 0xff);
    ASSERT_EQ(sum16(bytes), sum & 0xffff);
  }
}

}  // namespace checksum_values
