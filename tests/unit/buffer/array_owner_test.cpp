// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <stdexcept>
#include <vector>

#include "memosaic/buffer/array.hpp"
#include "memosaic/error.hpp"
#include "support/test_owner.hpp"

namespace memosaic::array_owner_test {

using namespace memosaic::literals;

template <typename Change>
void refused(array& numbers, Change change) {
  const auto before = numbers.copy();
  EXPECT_THROW(change(numbers), std::exception);
  EXPECT_EQ(numbers, before);
}

/// All that would change the size of three items, and a value that does not fit.
void every_change_of_size_is_refused(array& numbers) {
  refused(numbers, [](array& a) { a.append(1); });
  refused(numbers, [](array& a) { a.insert(1, 1); });
  refused(numbers, [](array& a) { a.extend(a); });
  refused(numbers, [](array& a) { a.pop(); });
  refused(numbers, [](array& a) { a.pop(0); });
  refused(numbers, [](array& a) { a.erase(1, 2); });
  refused(numbers, [](array& a) { a.remove(a.at(0)); });
  refused(numbers, [](array& a) { a.clear(); });
  refused(numbers, [](array& a) { a.replace(0, 1, {}); });
  refused(numbers, [](array& a) { a.replace(0, 1, std::vector<item_value>{1, 2}); });
  refused(numbers, [](array& a) { a.repeat(2); });
  refused(numbers, [](array& a) { a.repeat(0); });
  refused(numbers, [](array& a) { a.set(1, 70000); });
}

TEST(ArrayOwner, AFixedOwnerIsWrittenInPlaceOnly) {
  auto* const source = new test_owner("abcdef");
  array numbers("<H", slice(*source));
  source->drop_reference();
  every_change_of_size_is_refused(numbers);
  numbers.set(0, 0x4142);
  EXPECT_EQ(text(numbers.view().bytes()), "BAcdef");
  EXPECT_THROW(numbers.append(1), std::invalid_argument);
}

TEST(ArrayOwner, APinnedBufferIsWrittenInPlaceOnly) {
  buffer bytes("abcdef"_bytes);
  array numbers("<H", bytes.slice());
  const view pinned = bytes.view();
  every_change_of_size_is_refused(numbers);
  numbers.set(0, 0x4142);
  numbers.reverse();
  EXPECT_EQ(text(pinned.bytes()), "efcdBA");
  EXPECT_THROW(numbers.append(1), buffer_pinned);
}

TEST(ArrayOwner, ReadOnlyBytesAreOnlyRead) {
  array numbers("<H", view("abcdef"_bytes, unowned));
  every_change_of_size_is_refused(numbers);
  refused(numbers, [](array& a) { a.set(0, 1); });
  refused(numbers, [](array& a) { a.reverse(); });
  refused(numbers, [](array& a) { a.store<std::uint16_t>(0, 1); });
  EXPECT_EQ(numbers.at(1), item_value(0x6463));
}

TEST(ArrayOwner, ItFollowsABufferThatMoves) {
  buffer bytes("header"_bytes);
  array numbers("<I", bytes.slice(6));
  for (std::uint32_t number = 0; number < 1000; ++number) numbers.append(number);
  EXPECT_EQ(bytes.size(), 4006U);
  EXPECT_EQ(numbers.load<std::uint32_t>(999), 999U);
  EXPECT_EQ(text(bytes.bytes().first(6)), "header");
  const array whole("<I", std::move(bytes));
  EXPECT_EQ(whole.size(), 1001U);
}

TEST(ArrayOwner, RandomChangesAreThoseOfAVector) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    std::mt19937_64 random(seed);
    array numbers(seed % 2 == 0 ? "<h" : ">q");
    std::vector<int> model;
    for (int round = 0; round < 60; ++round) {
      const auto at = random() % (model.size() + 1);
      const auto place = model.begin() + static_cast<std::ptrdiff_t>(at);
      const int value = static_cast<int>(random() % 7) - 3;
      switch (random() % 5) {
        case 0:
        case 1:
          numbers.insert(at, value);
          model.insert(place, value);
          break;
        case 2:
          if (at == model.size()) break;
          EXPECT_EQ(numbers.pop(at), item_value(*place));
          model.erase(place);
          break;
        case 3: {
          const auto found = std::ranges::find(model, value);
          EXPECT_EQ(numbers.remove(value), found != model.end());
          if (found != model.end()) model.erase(found);
          break;
        }
        default:
          numbers.reverse();
          std::ranges::reverse(model);
      }
      ASSERT_EQ(numbers.size(), model.size());
      for (std::size_t i = 0; i < model.size(); ++i) ASSERT_EQ(numbers.at(i), item_value(model[i]));
    }
  }
}

}  // namespace memosaic::array_owner_test
