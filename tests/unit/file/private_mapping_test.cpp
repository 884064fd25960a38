// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/private_mapping.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <utility>
#include <vector>

#include "memosaic/bytes/fill.hpp"
#include "memosaic/error.hpp"
#include "memosaic/file/mapping.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "os/calls.hpp"
#include "support/counting_calls.hpp"
#include "support/temporary_file.hpp"

namespace private_mapping_test {
using namespace memosaic;
using test::temporary_file;

TEST(PrivateMapping, IsWrittenWithoutTheFile) {
  const auto content = test::random_bytes(50'000);
  const temporary_file stored(content);
  const file opened(stored.path());
  private_mapping mapped(opened, 10'001, 30'000);
  private_mapping second(opened, 10'001, 30'000);
  EXPECT_TRUE(std::equal(mapped.bytes().begin(), mapped.bytes().end(), content.begin() + 10'001));
  fill(mapped.mutable_bytes(), std::byte{1});
  EXPECT_EQ(mapped.bytes()[29'999], std::byte{1});
  EXPECT_TRUE(std::equal(second.bytes().begin(), second.bytes().end(), content.begin() + 10'001));
  EXPECT_EQ(stored.content(), content);
}

TEST(PrivateMapping, MutableViewsOutliveIt) {
  const auto content = test::random_bytes(10'000);
  const temporary_file stored(content);
  const test::counting_calls calls;
  mutable_view part;
  {
    private_mapping mapped(file(stored.path()));
    part = mapped.mutable_view(5000, 5010);
    fill(part.bytes(), std::byte{2});
    private_mapping moved(std::move(mapped));
    EXPECT_TRUE(mapped.empty());  // NOLINT: moves leave it empty
    EXPECT_EQ(mapped.mutable_bytes().size(), 0u);
    EXPECT_EQ(moved.view(5000, 5001)[0], std::byte{2});
  }
  EXPECT_EQ(part[9], std::byte{2});
  EXPECT_EQ(calls.open_mappings(), 1u);
  part.release();
  EXPECT_EQ(calls.open_mappings(), 0u);
}

TEST(PrivateMapping, NoAdviceDropsWhatWasWritten) {
  const temporary_file stored(test::random_bytes(10'000));
  private_mapping mapped(file(stored.path()));
  fill(mapped.mutable_bytes(), std::byte{3});
  EXPECT_THROW(mapped.advise(access_pattern::dont_need), std::invalid_argument);
  for (const auto pattern :
       {access_pattern::normal, access_pattern::sequential, access_pattern::random, access_pattern::will_need}) {
    mapped.advise(pattern);
  }
  EXPECT_EQ(mapped.bytes()[9999], std::byte{3});
}

TEST(PrivateMapping, CanBeWrittenOnWhenDamaged) {
  watch_mappings();
  const auto page = os::page_size();
  const temporary_file stored(std::vector<std::byte>(4 * page, std::byte{1}));
  private_mapping mapped(file(stored.path()));
  mapped.mutable_bytes()[0] = std::byte{9};
  std::filesystem::resize_file(stored.path(), page);
  mapped.mutable_bytes()[2 * page] = std::byte{5};
  EXPECT_TRUE(mapped.damaged());
  EXPECT_THROW(mapped.check(), file_changed);
  EXPECT_EQ(mapped.bytes()[0], std::byte{9});
  EXPECT_EQ(mapped.bytes()[2 * page], std::byte{5});
}

}  // namespace private_mapping_test
