// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/chain.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <stdexcept>
#include <string>

#include "support/test_owner.hpp"

namespace memosaic::chain_test {

view part_of(std::string_view content) {
  auto* const source = new test_owner(content);
  view whole(*source);
  source->drop_reference();
  return whole;
}

std::string joined(const chain& bytes) {
  std::string result(bytes.size(), '\0');
  bytes.copy_to(mutable_bytes_of(result));
  return result;
}

TEST(Chain, DropsEmptyPartsAndCountsTheRest) {
  const chain bytes({part_of("ab"), part_of(""), part_of("c"), part_of("dab")});
  EXPECT_EQ(bytes.size(), 6U);
  EXPECT_EQ(bytes.segments().size(), 3U);
  EXPECT_EQ(bytes.at(2), std::byte{'c'});
  EXPECT_EQ(bytes.at(5), std::byte{'b'});
  EXPECT_THROW((void)bytes.at(6), std::out_of_range);
  EXPECT_EQ(joined(bytes), "abcdab");
  EXPECT_TRUE(chain({view(), view()}).empty());
}

TEST(Chain, APartCutsInsideSegmentsWithoutCopying) {
  const chain bytes({part_of("abc"), part_of("defg"), part_of("hi")});
  const chain middle = bytes.sub(2, 8);
  ASSERT_EQ(middle.segments().size(), 3U);
  EXPECT_EQ(middle.segments()[0].data(), bytes.segments()[0].data() + 2);
  EXPECT_EQ(joined(middle), "cdefgh");
  EXPECT_EQ(bytes.sub(3, 7).segments().size(), 1U);
  EXPECT_TRUE(bytes.sub(9).empty());
  EXPECT_TRUE(bytes.sub(3, 3).empty());
  EXPECT_THROW((void)bytes.sub(10), std::out_of_range);
  EXPECT_THROW((void)bytes.sub(4, 3), std::out_of_range);
  EXPECT_THROW((void)bytes.sub(0, 10), std::out_of_range);
}

TEST(Chain, EverySubrangeIsThatOfTheJoinedText) {
  std::mt19937_64 random(20261);
  for (int round = 0; round < 50; ++round) {
    chain bytes;
    std::string model;
    for (auto parts = random() % 8; parts != 0; --parts) {
      const std::string content(random() % 4, static_cast<char>('a' + parts));
      bytes.append(part_of(content));
      model += content;
    }
    for (std::size_t start = 0; start <= model.size(); ++start) {
      for (std::size_t stop = start; stop <= model.size(); ++stop) {
        ASSERT_EQ(joined(bytes.sub(start, stop)), model.substr(start, stop - start));
      }
    }
  }
}

TEST(Chain, AppendsItself) {
  chain bytes({part_of("ab"), part_of("c")});
  bytes.append(bytes);
  bytes.append(chain());
  EXPECT_EQ(joined(bytes), "abcabc");
  EXPECT_EQ(bytes.segments()[2].data(), bytes.segments()[0].data());
}

TEST(Chain, RefusesSizesBeyondMemory) {
  const view huge(bytes_view(reinterpret_cast<const std::byte*>(4096), npos / 2), unowned);
  chain bytes({huge});
  EXPECT_THROW(bytes.append(part_of("a")), std::length_error);
  EXPECT_THROW(bytes.append(bytes), std::length_error);
  EXPECT_EQ(bytes.segments().size(), 1U);
}

TEST(Chain, CopiesIntoOneOfItsOwnSegments) {
  auto* const source = new test_owner("abcd____");
  const view whole(*source);
  const chain swapped({whole.sub(2, 4), whole.sub(0, 2)});
  swapped.copy_to({source->data(), 4});
  EXPECT_EQ(text(whole.bytes()), "cdab____");
  std::array<std::byte, 3> small{};
  EXPECT_THROW(swapped.copy_to(small), std::out_of_range);
  source->drop_reference();
}

TEST(Chain, MovesLeaveItEmpty) {
  chain bytes({part_of("abc")});
  const chain moved = std::move(bytes);
  EXPECT_EQ(bytes.size(), 0U);
  EXPECT_TRUE(bytes.segments().empty());
  EXPECT_EQ(joined(moved), "abc");
}

}  // namespace memosaic::chain_test
