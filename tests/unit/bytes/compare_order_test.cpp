// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "memosaic/bytes/compare.hpp"

namespace compare_order {

using namespace memosaic;
using namespace memosaic::literals;

TEST(CompareOrder, BytesAreUnsigned) {
  EXPECT_EQ(compare("\x80"_bytes, "\x7f"_bytes), std::strong_ordering::greater);
  EXPECT_EQ(compare("\x7f"_bytes, "\x80"_bytes), std::strong_ordering::less);
}

TEST(CompareOrder, APrefixIsSmaller) {
  EXPECT_EQ(compare("ab"_bytes, "abc"_bytes), std::strong_ordering::less);
  EXPECT_EQ(compare("abc"_bytes, "ab"_bytes), std::strong_ordering::greater);
  EXPECT_EQ(compare("b"_bytes, "abc"_bytes), std::strong_ordering::greater);
  EXPECT_EQ(compare("a\0b"_bytes, "a\0c"_bytes), std::strong_ordering::less);
}

TEST(CompareOrder, EmptyRunsAreEqual) {
  const bytes_view nothing;
  EXPECT_EQ(compare(nothing, nothing), std::strong_ordering::equal);
  EXPECT_EQ(compare(nothing, "a"_bytes), std::strong_ordering::less);
  EXPECT_TRUE(equal(nothing, ""_bytes));
  EXPECT_FALSE(equal(nothing, "a"_bytes));
}

TEST(CompareOrder, EqualMeansSameSizeAndBytes) {
  EXPECT_TRUE(equal("a\0b"_bytes, "a\0b"_bytes));
  EXPECT_FALSE(equal("a\0b"_bytes, "a\0c"_bytes));
  EXPECT_FALSE(equal("ab"_bytes, "abc"_bytes));
}

}  // namespace compare_order
