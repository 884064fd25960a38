// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/array.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>
#include <vector>

#include "memosaic/error.hpp"
#include "support/test_owner.hpp"

namespace memosaic::array_test {

using namespace memosaic::literals;

std::vector<std::int64_t> items(const array& numbers) {
  std::vector<std::int64_t> result;
  for (const item_value& number : numbers) result.push_back(number.to_signed());
  return result;
}

using list = std::vector<std::int64_t>;

TEST(Array, IsASequence) {
  array numbers("<h", {3, -1, 4});
  numbers.append(1);
  numbers.insert(1, 5);
  EXPECT_EQ(items(numbers), (list{3, 5, -1, 4, 1}));
  EXPECT_EQ(numbers.pop(), item_value(1));
  EXPECT_EQ(numbers.pop(0), item_value(3));
  EXPECT_TRUE(numbers.remove(-1));
  EXPECT_FALSE(numbers.remove(99));
  EXPECT_EQ(items(numbers), (list{5, 4}));
  numbers.extend(numbers);
  numbers.reverse();
  EXPECT_EQ(items(numbers), (list{4, 5, 4, 5}));
  EXPECT_EQ(numbers.index(5), 1U);
  EXPECT_EQ(numbers.index(5, 2), 3U);
  EXPECT_EQ(numbers.index(5, 2, 3), std::nullopt);
  EXPECT_EQ(numbers.count(4.0), 2U);
  EXPECT_TRUE(numbers.contains(4));
  EXPECT_FALSE(numbers.contains("4"));
  numbers.erase(1, 3);
  EXPECT_EQ(items(numbers), (list{4, 5}));
  numbers.repeat(3);
  EXPECT_EQ(items(numbers), (list{4, 5, 4, 5, 4, 5}));
  numbers.repeat(0);
  EXPECT_TRUE(numbers.empty());
  numbers.reverse();
  numbers.clear();
  EXPECT_EQ(numbers, array("d"));
}

TEST(Array, ReplacesItemsByFewerOrMore) {
  array numbers("<h", {0, 1, 2, 3});
  const std::vector<item_value> three{7, 8, 9};
  numbers.replace(1, 2, three);
  EXPECT_EQ(items(numbers), (list{0, 7, 8, 9, 2, 3}));
  numbers.replace(0, 5, three);
  EXPECT_EQ(items(numbers), (list{7, 8, 9, 3}));
  numbers.replace(1, npos, three);
  EXPECT_EQ(items(numbers), (list{7, 7, 8, 9}));
  numbers.replace(1, 3, {});
  EXPECT_EQ(items(numbers), (list{7, 9}));
  EXPECT_THROW(numbers.replace(1, 3, three), std::out_of_range);
  const std::vector<item_value> wrong{1, "x"};
  EXPECT_THROW(numbers.replace(0, 1, wrong), std::invalid_argument);
  EXPECT_EQ(items(numbers), (list{7, 9}));
}

TEST(Array, SlicesByViewAndCopiesOnRequest) {
  array numbers(">i", {0, 1, 2, 3, 4});
  array middle = numbers.sub(1, 4);
  array copied = numbers.copy(1, 4);
  middle.set(0, 11);
  EXPECT_EQ(items(numbers), (list{0, 11, 2, 3, 4}));
  EXPECT_EQ(items(copied), (list{1, 2, 3}));
  copied.append(7);
  EXPECT_THROW(middle.append(7), std::invalid_argument);
  array tail = numbers.sub(3);
  tail.append(5);
  EXPECT_EQ(items(numbers), (list{0, 11, 2, 3, 4, 5}));
  EXPECT_EQ(numbers.sub(2, 100).size(), 4U);
  EXPECT_TRUE(numbers.sub(100, npos).empty());
  EXPECT_TRUE(numbers.sub(3, 1).empty());
  EXPECT_EQ(numbers.sub(npos - 1, npos - 1).size(), 0U);
}

TEST(Array, NewArraysFromOld) {
  const array bytes("B", {1, 2});
  const array halves("<e", {0.5});
  EXPECT_EQ(bytes.concatenated(bytes), array("<q", {1, 2, 1, 2}));
  EXPECT_EQ(halves.concatenated(bytes), array("d", {0.5, 1.0, 2.0}));
  EXPECT_EQ(bytes.repeated(2), bytes.concatenated(bytes));
  EXPECT_THROW((void)bytes.concatenated(halves), std::invalid_argument);
  EXPECT_EQ(bytes.size(), 2U);
}

TEST(Array, TypedAccessIsThatOfTheFormat) {
  array numbers(">h", {0x1234, -2});
  EXPECT_EQ(numbers.load<std::int16_t>(1), -2);
  numbers.store<std::int16_t>(0, 0x5678);
  EXPECT_EQ(text(numbers.bytes().bytes()), "\x56\x78\xff\xfe");
  EXPECT_THROW((void)numbers.load<std::uint16_t>(0), std::invalid_argument);
  EXPECT_THROW((void)numbers.load<std::int32_t>(0), std::invalid_argument);
  EXPECT_THROW((void)numbers.load<float>(0), std::invalid_argument);
  EXPECT_THROW((void)numbers.load<std::int16_t>(2), std::out_of_range);
  EXPECT_THROW(numbers.store<std::int16_t>(npos, 1), std::out_of_range);
  EXPECT_EQ(array("<f", {1.5}).load<float>(0), 1.5F);
}

TEST(Array, BytesThatMakeNoItemAreNotPartOfIt) {
  buffer bytes("\1\2\3"_bytes);
  const slice all = bytes.slice();
  array numbers("<H", all);
  EXPECT_EQ(numbers.size(), 1U);
  EXPECT_EQ(numbers.bytes().size(), 2U);
  EXPECT_EQ(numbers.repeated(2).size(), 2U);
  numbers.append(0x0605);
  EXPECT_EQ(text(all.bytes()), "\1\2\5\6");
  bytes.resize(5);
  numbers.pop();
  EXPECT_EQ(bytes.size(), 2U);
}

TEST(Array, IndicesOutsideAreRefused) {
  array numbers("b", {1, 2});
  EXPECT_THROW((void)numbers.at(2), std::out_of_range);
  EXPECT_THROW(numbers.set(2, 1), std::out_of_range);
  EXPECT_THROW(numbers.insert(3, 1), std::out_of_range);
  EXPECT_THROW(numbers.pop(2), std::out_of_range);
  EXPECT_THROW(numbers.erase(1, 3), std::out_of_range);
  EXPECT_THROW(array("b").pop(), std::out_of_range);
  EXPECT_THROW(numbers.repeat(npos), std::length_error);
  EXPECT_EQ(items(numbers), (list{1, 2}));
}

}  // namespace memosaic::array_test
