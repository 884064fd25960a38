// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/mapping.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "memosaic/error.hpp"
#include "os/calls.hpp"
#include "support/counting_calls.hpp"
#include "support/temporary_file.hpp"

namespace mapping_test {
using namespace memosaic;
using namespace memosaic::literals;
using test::temporary_file;

TEST(Mapping, AnyOffsetAndLengthShowsTheFile) {
  const auto page = os::page_size();
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, page - 1, page, page + 1, 3 * page}) {
    const auto content = test::random_bytes(size);
    const temporary_file stored(content);
    const file opened(stored.path());
    const mapping whole(opened);
    EXPECT_TRUE(std::equal(content.begin(), content.end(), whole.bytes().begin(), whole.bytes().end()));
    for (const std::size_t offset : {std::size_t{0}, std::size_t{1}, page - 1, page, page + 1, size}) {
      for (const std::size_t length : {std::size_t{0}, std::size_t{1}, page, size - std::min(offset, size)}) {
        if (offset > size || length > size - offset) continue;
        const mapping part(opened, offset, length);
        const auto expected = bytes_view(content).subspan(offset, length);
        ASSERT_EQ(part.size(), length);
        ASSERT_TRUE(std::equal(expected.begin(), expected.end(), part.bytes().begin())) << offset << "+" << length;
      }
    }
  }
}

TEST(Mapping, BeyondFourGigabytes) {
  temporary_file stored;
  const std::uint64_t far = (std::uint64_t{5} << 30) + 3;
  stored.write_at(far, "far away"_bytes);
  const file opened(stored.path());
  EXPECT_EQ(text_of(mapping(opened, far, 8).bytes()), "far away");
  const mapping whole(opened);
  EXPECT_EQ(whole.size(), far + 8);
  EXPECT_EQ(text_of(whole.bytes().last(8)), "far away");
}

TEST(Mapping, APartOutsideTheFileIsRefused) {
  const temporary_file stored(test::random_bytes(100));
  const file opened(stored.path());
  constexpr auto huge = std::numeric_limits<std::uint64_t>::max();
  const test::counting_calls calls;
  EXPECT_THROW(mapping(opened, 0, 101), std::out_of_range);
  EXPECT_THROW(mapping(opened, 101, 0), std::out_of_range);
  EXPECT_THROW(mapping(opened, huge, 1), std::out_of_range);
  EXPECT_THROW(mapping(opened, huge, static_cast<std::size_t>(huge)), std::out_of_range);
  EXPECT_THROW(mapping(opened, 1, static_cast<std::size_t>(huge)), std::out_of_range);
  EXPECT_EQ(calls.made(), 0u);
  EXPECT_EQ(mapping(opened, 100, 0).size(), 0u);
}

TEST(Mapping, ViewsKeepThePagesAndUnmapThemAtTheLast) {
  const auto content = test::random_bytes(10'000);
  const temporary_file stored(content);
  const test::counting_calls calls;
  std::optional<mapping> mapped(file(stored.path()));
  view part = mapped->view(5000, 5100);
  view copy = part;
  mapping shared = *mapped;
  mapped.reset();
  shared = mapping();
  EXPECT_EQ(calls.open_descriptors(), 0u);
  EXPECT_EQ(calls.open_mappings(), 1u);
  part.release();
  EXPECT_TRUE(std::equal(copy.begin(), copy.end(), content.begin() + 5000));
  EXPECT_GE(copy.retained_bytes(), 10'000u);
  copy.release();
  EXPECT_EQ(calls.open_mappings(), 0u);
}

TEST(Mapping, MovesLeaveItEmpty) {
  const temporary_file stored(test::random_bytes(100));
  mapping a(file(stored.path()));
  const mapping b(std::move(a));
  EXPECT_TRUE(a.empty());
  EXPECT_EQ(b.size(), 100u);
  EXPECT_THROW(static_cast<void>(b.view(50, 101)), std::out_of_range);
}

TEST(Mapping, TheFileMayGrowButNotShrinkSinceItWasOpened) {
  temporary_file stored(test::random_bytes(100'000));
  const file opened(stored.path());
  stored.write_at(100'000, "more"_bytes);
  EXPECT_EQ(mapping(opened).size(), 100'000u);
  std::filesystem::resize_file(stored.path(), 50'000);
  const test::counting_calls calls;
  EXPECT_EQ(mapping(opened, 0, 50'000).size(), 50'000u);
  try {
    const mapping too_long(opened, 0, 50'001);
    FAIL();
  } catch (const file_changed& changed) {
    EXPECT_EQ(changed.path(), stored.path());
  }
  EXPECT_EQ(calls.open_mappings(), 0u);
}

TEST(Mapping, AClosedFileIsABadDescriptor) {
  try {
    const mapping mapped{file()};
    FAIL();
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::bad_file_descriptor);
  }
}

}  // namespace mapping_test
