// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "memosaic/buffer/chain.hpp"
#include "support/test_owner.hpp"

namespace memosaic::chain_join_test {

view part_of(std::string_view content) {
  auto* const source = new test_owner(content);
  view whole(*source);
  source->drop_reference();
  return whole;
}

TEST(ChainJoin, CoalescingOneSegmentCopiesNothing) {
  const view only = part_of("abc");
  EXPECT_EQ(chain({only}).coalesce().data(), only.data());
  EXPECT_TRUE(chain().coalesce().empty());
}

TEST(ChainJoin, CoalescingSeveralGivesOneOwnerOfTheirBytes) {
  const view joined = chain({part_of("ab"), part_of("cde")}).coalesce();
  EXPECT_EQ(test_owner::alive, 0);
  EXPECT_EQ(text(joined.bytes()), "abcde");
}

TEST(ChainJoin, CompactJoinsSmallNeighboursOnly) {
  const view big = part_of(std::string(600, 'x'));
  const chain bytes({part_of("a"), part_of("b"), big, part_of("c"), big, big, part_of("d"), part_of("e")});
  const chain compacted = bytes.compact(512);
  ASSERT_EQ(compacted.segments().size(), 6U);
  EXPECT_EQ(text(compacted.segments()[0].bytes()), "ab");
  EXPECT_EQ(compacted.segments()[1].data(), big.data());
  EXPECT_EQ(text(compacted.segments()[2].bytes()), "c");
  EXPECT_EQ(compacted.segments()[4].data(), big.data());
  EXPECT_EQ(text(compacted.segments()[5].bytes()), "de");
  EXPECT_EQ(compacted.size(), bytes.size());
}

TEST(ChainJoin, CompactGivesBigOwnersBack) {
  chain bytes;
  for (int record = 0; record < 4; ++record) {
    bytes.append(part_of(std::string(5000, static_cast<char>('a' + record))).sub(17, 20));
  }
  EXPECT_EQ(test_owner::alive, 4);
  bytes = bytes.compact();
  EXPECT_EQ(test_owner::alive, 0);
  EXPECT_EQ(text(bytes.coalesce().bytes()), "aaabbbcccddd");
}

}  // namespace memosaic::chain_join_test
