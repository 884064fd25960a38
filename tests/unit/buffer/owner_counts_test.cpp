// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <stdexcept>

#include "memosaic/buffer/view.hpp"
#include "support/test_owner.hpp"

namespace memosaic {

class owner_counts_probe {
 public:
  static void set(owner& target, std::uint64_t counts) { target.counts_.store(counts); }
};

namespace owner_counts_test {

TEST(OwnerCounts, CreationMakesOneReferenceAndTheLastOneFrees) {
  auto* const source = new test_owner("abc");
  EXPECT_EQ(test_owner::alive, 1);
  EXPECT_EQ(source->references(), 1U);
  EXPECT_EQ(source->pins(), 0U);
  source->add_reference();
  source->drop_reference();
  EXPECT_EQ(test_owner::alive, 1);
  source->drop_reference();
  EXPECT_EQ(test_owner::alive, 0);
}

TEST(OwnerCounts, APinIsAReferenceToo) {
  auto* const source = new test_owner("abc");
  source->pin();
  EXPECT_EQ(source->references(), 2U);
  EXPECT_EQ(source->pins(), 1U);
  source->drop_reference();
  EXPECT_EQ(test_owner::alive, 1);
  source->unpin();
  EXPECT_EQ(test_owner::alive, 0);
}

TEST(OwnerCounts, ManyPinsInOneStepAreManyPins) {
  auto* const source = new test_owner("abc");
  source->pin(16);
  EXPECT_EQ(source->references(), 17U);
  EXPECT_EQ(source->pins(), 16U);
  source->drop_reference();
  source->unpin();
  source->unpin(14);
  EXPECT_EQ(source->pins(), 1U);
  EXPECT_EQ(test_owner::alive, 1);
  source->pin(2);
  source->unpin(3);
  EXPECT_EQ(test_owner::alive, 0);
}

TEST(OwnerCounts, WritersAreCountedAmongThePins) {
  auto* const source = new test_owner("abc");
  source->pin_writer();
  source->pin();
  EXPECT_EQ(source->pins(), 2U);
  EXPECT_EQ(source->writers(), 1U);
  source->unpin_writer();
  EXPECT_EQ(source->pins(), 1U);
  EXPECT_EQ(source->writers(), 0U);
  source->unpin();
  source->drop_reference();
  EXPECT_EQ(test_owner::alive, 0);
}

TEST(OwnerCounts, TooManyHoldersStickAndNeverFree) {
  auto* const source = new test_owner("abc");
  constexpr std::uint64_t holders = 0x7fffffff;
  owner_counts_probe::set(*source, holders | holders << 32);
  source->pin();                                                     // the last one that is counted
  for (int extra = 0; extra < 100; ++extra) source->pin();           // no longer counted, and no overflow
  for (int dropped = 0; dropped < 1000; ++dropped) source->unpin();  // more than were taken
  EXPECT_EQ(source->references(), 0xC0000000U);
  EXPECT_EQ(source->pins(), 0xC0000000U);
  EXPECT_EQ(test_owner::alive, 1);
  source->pin(16);
  source->unpin(16);
  EXPECT_EQ(source->pins(), 0xC0000000U);
  owner_counts_probe::set(*source, 1);
  source->drop_reference();
  EXPECT_EQ(test_owner::alive, 0);
}

TEST(OwnerCounts, AnOwnerRefusesToChangeSizeUnlessItSaysHow) {
  auto* const source = new test_owner("abc");
  EXPECT_THROW(source->resize(4, bytes_of(std::string_view("x"))), std::invalid_argument);
  source->drop_reference();
}

}  // namespace owner_counts_test
}  // namespace memosaic
