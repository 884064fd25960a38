// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/image_summary.hpp"

#include <gtest/gtest.h>

namespace memosaic::image_summary_test {

using namespace memosaic::literals;

TEST(ImageSummary, SaysWhatThereIs) {
  image one;
  one.memory.write(0x100, "12345"_bytes);
  one.memory.write(0x200, "6789"_bytes);
  one.entry = image_entry{0x204, std::nullopt};
  one.header = "name";
  one.word_size = 2;
  const image_summary summary = summarize(one);
  EXPECT_EQ(summary.range, (image_range{0x100, 0x204}));
  EXPECT_EQ(summary.content_size, 9U);
  EXPECT_EQ(summary.gap_size, 0x204U - 0x100U - 9U);
  ASSERT_EQ(summary.blocks.size(), 2U);
  EXPECT_EQ(summary.blocks[1], (image_block{{0x200, 0x204}, 0x9dbabf87}));
  EXPECT_EQ(summary.crc32, 0xcbf43926U);
  EXPECT_FALSE(summary.entry_is_stored);
  EXPECT_EQ(summary.header, "name");
  EXPECT_EQ(summary.word_size, 2U);
  EXPECT_EQ(summarize(one, 1).blocks.size(), 1U);
  EXPECT_EQ(summarize(one, 1).block_count, 2U);
  EXPECT_EQ(summarize(one, 1).crc32, 0xcbf43926U);
}

TEST(ImageSummary, OfNothing) {
  const image_summary summary = summarize({});
  EXPECT_EQ(summary.content_size, 0U);
  EXPECT_EQ(summary.gap_size, 0U);
  EXPECT_EQ(summary.crc32, 0U);
  EXPECT_TRUE(summary.blocks.empty());
}

}  // namespace memosaic::image_summary_test
