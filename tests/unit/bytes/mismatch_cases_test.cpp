// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "memosaic/bytes/mismatch.hpp"

namespace mismatch_cases {

using namespace memosaic;
using namespace memosaic::literals;

TEST(MismatchCases, FromTheFrontTheIndexIsTheCommonPrefix) {
  EXPECT_EQ(mismatch("abcd"_bytes, "abXd"_bytes), (mismatch_result{mismatch_kind::different, 2}));
  EXPECT_EQ(mismatch("abc"_bytes, "abcd"_bytes), (mismatch_result{mismatch_kind::first_exhausted, 3}));
  EXPECT_EQ(mismatch("abcd"_bytes, "abc"_bytes), (mismatch_result{mismatch_kind::second_exhausted, 3}));
  EXPECT_EQ(mismatch("abc"_bytes, "abc"_bytes), (mismatch_result{mismatch_kind::equal, npos}));
}

TEST(MismatchCases, FromTheBackTheIndexIsInTheFirstOperand) {
  EXPECT_EQ(rmismatch("xxabc"_bytes, "aXc"_bytes), (mismatch_result{mismatch_kind::different, 3}));
  EXPECT_EQ(rmismatch("aXc"_bytes, "xxabc"_bytes), (mismatch_result{mismatch_kind::different, 1}));
  EXPECT_EQ(rmismatch("abc"_bytes, "bc"_bytes), (mismatch_result{mismatch_kind::second_exhausted, 0}));
}

TEST(MismatchCases, AnExhaustedFirstOperandIsNotEquality) {
  EXPECT_EQ(rmismatch("bc"_bytes, "abc"_bytes), (mismatch_result{mismatch_kind::first_exhausted, npos}));
  EXPECT_EQ(rmismatch("abc"_bytes, "abc"_bytes), (mismatch_result{mismatch_kind::equal, npos}));
  EXPECT_FALSE(rmismatch("bc"_bytes, "abc"_bytes).equal());
  EXPECT_TRUE(rmismatch("abc"_bytes, "abc"_bytes).equal());
}

TEST(MismatchCases, CommonEndsAreCounted) {
  EXPECT_EQ(common_prefix("abcd"_bytes, "abX"_bytes), 2u);
  EXPECT_EQ(common_prefix("abc"_bytes, "abcd"_bytes), 3u);
  EXPECT_EQ(common_suffix("bc"_bytes, "abc"_bytes), 2u);
  EXPECT_EQ(common_suffix("xxabc"_bytes, "aXc"_bytes), 1u);
}

TEST(MismatchCases, FirstAndLastEqualByte) {
  EXPECT_EQ(find_equal("abcd"_bytes, "xbyd"_bytes), 1u);
  EXPECT_EQ(rfind_equal("abcd"_bytes, "xbyd"_bytes), 3u);
  EXPECT_EQ(find_equal("abcd"_bytes, "cx"_bytes), std::nullopt);
  EXPECT_EQ(rfind_equal("abcd"_bytes, "cx"_bytes), 2u);
}

TEST(MismatchCases, NullWithSizeZeroIsAnEmptyRun) {
  const bytes_view nothing;
  EXPECT_TRUE(mismatch(nothing, nothing).equal());
  EXPECT_TRUE(rmismatch(nothing, nothing).equal());
  EXPECT_EQ(mismatch(nothing, "a"_bytes), (mismatch_result{mismatch_kind::first_exhausted, 0}));
  EXPECT_EQ(rmismatch("a"_bytes, nothing), (mismatch_result{mismatch_kind::second_exhausted, 0}));
  EXPECT_EQ(common_prefix(nothing, "a"_bytes), 0u);
  EXPECT_EQ(common_suffix("a"_bytes, nothing), 0u);
  EXPECT_EQ(find_equal(nothing, "a"_bytes), std::nullopt);
  EXPECT_EQ(rfind_equal("a"_bytes, nothing), std::nullopt);
}

}  // namespace mismatch_cases
