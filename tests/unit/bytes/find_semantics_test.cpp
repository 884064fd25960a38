// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <stdexcept>

#include "memosaic/bytes/find.hpp"

namespace memosaic::find_semantics_test {

using namespace memosaic::literals;
using position = std::optional<std::size_t>;
constexpr position absent = std::nullopt;

TEST(FindSemantics, AlignmentIsRelativeToTheStart) {
  const bytes_view haystack = "xABxABxxAB"_bytes;
  EXPECT_EQ(find(haystack, "AB"_bytes, {.step = 4}), position(4));
  EXPECT_EQ(find(haystack, "AB"_bytes, {.start = 1, .step = 4}), position(1));
  EXPECT_EQ(find(haystack, "AB"_bytes, {.start = 2, .step = 4}), absent);
  EXPECT_EQ(rfind(haystack, "AB"_bytes, {.step = 4}), position(8));
  EXPECT_EQ(rfind(haystack, "AB"_bytes, {.start = 1, .step = 4}), position(1));
}

TEST(FindSemantics, AnOriginMayLieAnywhere) {
  const bytes_view haystack = "xABxABxxAB"_bytes;
  EXPECT_EQ(find(haystack, "AB"_bytes, {.step = 4, .origin = 1}), position(1));
  EXPECT_EQ(find(haystack, "AB"_bytes, {.start = 2, .step = 3, .origin = 1}), position(4));
  EXPECT_EQ(find(haystack, "AB"_bytes, {.step = 4, .origin = 1001}), position(1));
  EXPECT_EQ(rfind(haystack, "AB"_bytes, {.step = 4, .origin = 1001}), position(1));
  EXPECT_EQ(find(haystack, "AB"_bytes, {.step = npos, .origin = 4}), position(4));
  EXPECT_EQ(rfind(haystack, "AB"_bytes, {.step = npos, .origin = 4}), position(4));
  EXPECT_EQ(rfind(haystack, "AB"_bytes, {.step = npos - 1, .origin = npos - 1}), absent);
}

TEST(FindSemantics, AMatchLiesWhollyInTheRange) {
  EXPECT_EQ(find("abcab"_bytes, "ab"_bytes, {.start = 1, .stop = 4}), absent);
  EXPECT_EQ(find("abcab"_bytes, "ab"_bytes, {.start = 1, .stop = 5}), position(3));
  EXPECT_EQ(find("Hello, world!"_bytes, "world"_bytes, {.stop = 11}), absent);
  EXPECT_EQ(find("Hello, world!"_bytes, "world"_bytes, {.stop = 12}), position(7));
  EXPECT_EQ(rfind("xABxABxxAB"_bytes, "AB"_bytes, {.stop = 9}), position(4));
}

TEST(FindSemantics, AnEmptyNeedleLiesEverywhere) {
  EXPECT_EQ(find("abc"_bytes, {}), position(0));
  EXPECT_EQ(rfind("abc"_bytes, {}), position(3));
  EXPECT_EQ(find({}, {}), position(0));
  EXPECT_EQ(rfind({}, {}), position(0));
  EXPECT_EQ(find("abc"_bytes, {}, {.start = 3}), position(3));
  EXPECT_EQ(rfind("abc"_bytes, {}, {.step = 2}), position(2));
  EXPECT_EQ(find("abc"_bytes, {}, {.start = 1, .step = 5, .origin = 3}), position(3));
}

TEST(FindSemantics, AStartBeyondTheEndIsAbsence) {
  EXPECT_EQ(find("abc"_bytes, {}, {.start = 4}), absent);
  EXPECT_EQ(rfind("abc"_bytes, {}, {.start = 4}), absent);
  EXPECT_EQ(find("abc"_bytes, {}, {.start = npos}), absent);
  EXPECT_EQ(find("abc"_bytes, "c"_bytes, {.start = 2, .stop = 1}), absent);
  EXPECT_EQ(find("abc"_bytes, "c"_bytes, {.start = 2, .stop = npos - 1}), position(2));
  EXPECT_EQ(find({}, "a"_bytes), absent);
}

TEST(FindSemantics, BytesAreUnsignedAndMayBeZero) {
  std::array<std::byte, 256> all{};
  for (std::size_t k = 0; k < all.size(); ++k) all[k] = static_cast<std::byte>(k);
  EXPECT_EQ(find(all, "\xfe\xff"_bytes), position(254));
  EXPECT_EQ(rfind(all, "\x7f\x80"_bytes), position(127));
  EXPECT_EQ(find("a\0b\0c"_bytes, "\0c"_bytes), position(3));
}

TEST(FindSemantics, AStepOfZeroIsRefused) {
  EXPECT_THROW(static_cast<void>(find("abc"_bytes, "b"_bytes, {.step = 0})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(rfind({}, {}, {.start = 9, .step = 0})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(count("abc"_bytes, "bc"_bytes, overlap::no, {.step = 0})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(count("abc"_bytes, "b"_bytes, overlap::no, {.step = 0})), std::invalid_argument);
}

TEST(FindSemantics, ANeedleMayBePartOfTheHaystack) {
  const bytes_view haystack = "abcabcabd"_bytes;
  EXPECT_EQ(find(haystack, haystack.subspan(3, 3)), position(0));
  EXPECT_EQ(rfind(haystack, haystack.first(3)), position(3));
  EXPECT_EQ(find(haystack, haystack), position(0));
  EXPECT_EQ(find(haystack, haystack.subspan(5)), position(5));
}

}  // namespace memosaic::find_semantics_test
