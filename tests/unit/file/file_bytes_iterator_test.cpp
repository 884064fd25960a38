// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <ranges>
#include <stdexcept>
#include <vector>

#include "memosaic/file/file_bytes.hpp"
#include "support/temporary_file.hpp"
#include "support/window_settings.hpp"

namespace memosaic::test::file_bytes_iterator_cases {

static_assert(std::random_access_iterator<file_bytes::iterator>);
static_assert(std::sized_sentinel_for<file_bytes::iterator, file_bytes::iterator>);
static_assert(std::ranges::random_access_range<file_bytes>);
static_assert(std::ranges::sized_range<file_bytes>);
static_assert(std::input_iterator<file_chunks::iterator>);
static_assert(std::input_iterator<file_matches::iterator>);
static_assert(!std::copyable<file_matches::iterator>, "it stands on a window of its own");

class FileBytesIterator : public testing::TestWithParam<window_setting> {};
INSTANTIATE_TEST_SUITE_P(Settings, FileBytesIterator, testing::ValuesIn(tight_window_settings()),
                         [](const auto& setting) { return setting.param.name; });

TEST_P(FileBytesIterator, gives_every_byte_in_both_directions) {
  const auto content = random_bytes(70'000);
  const temporary_file stored(content);
  window_pool pool(GetParam().options);
  file_bytes bytes(pool.open(stored.path()), 10, 69'980);
  const bytes_view expected = bytes_view(content).subspan(10, 69'980);
  EXPECT_TRUE(std::ranges::equal(bytes, expected));
  std::vector<std::byte> backwards;
  for (auto at = bytes.end(); at != bytes.begin();) backwards.push_back(*--at);
  EXPECT_TRUE(std::ranges::equal(backwards.rbegin(), backwards.rend(), expected.begin(), expected.end()));
  EXPECT_LT(pool.statistics().reads, 60U);  // also where nothing is mapped, no byte is read by itself
}

TEST_P(FileBytesIterator, jumps) {
  const auto content = random_bytes(GetParam().file_size);
  const temporary_file stored(content);
  window_pool pool(GetParam().options);
  file_bytes bytes(pool.open(stored.path()));
  const auto begin = bytes.begin();
  const auto size = static_cast<std::ptrdiff_t>(bytes.size());
  EXPECT_EQ(bytes.end() - begin, size);
  EXPECT_EQ(begin - bytes.end(), -size);
  EXPECT_EQ(begin[size - 1], content.back());
  EXPECT_EQ(*(bytes.end() - size / 2), content[content.size() - content.size() / 2]);
  EXPECT_EQ((3 + begin).position(), 3U);
  EXPECT_LT(begin, begin + 1);
  EXPECT_THROW(static_cast<void>(*bytes.end()), std::out_of_range);
  EXPECT_THROW(static_cast<void>(begin[-1]), std::out_of_range);
  const auto found = std::ranges::find(bytes, content[5]);
  EXPECT_EQ(*found, content[5]);
}

}  // namespace memosaic::test::file_bytes_iterator_cases
