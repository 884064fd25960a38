// SPDX-License-Identifier: Apache-2.0
// What users of smmap's SlidingWindowMapBuffer know, without its defects.
#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "memosaic/file/file_bytes.hpp"
#include "memosaic/file/window_pool.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::file_bytes_access_cases {

struct FileBytesAccess : testing::Test {
  std::vector<std::byte> content = random_bytes(50'000);
  temporary_file stored{content};
  window_pool pool;
};

TEST_F(FileBytesAccess, begins_at_the_offset_and_not_at_the_beginning) {
  file_bytes bytes;
  EXPECT_FALSE(bytes.begin_access());
  EXPECT_TRUE(bytes.begin_access(pool.open(stored.path()), 100));
  EXPECT_EQ(bytes.size(), 49'900U);
  EXPECT_EQ(bytes[0], content[100]);
  EXPECT_EQ(bytes[bytes.size() - 1], content.back());
}

TEST_F(FileBytesAccess, takes_as_much_as_there_is) {
  file_bytes bytes;
  EXPECT_TRUE(bytes.begin_access(pool.open(stored.path()), 49'000, 5000));
  EXPECT_EQ(bytes.size(), 1000U);
  EXPECT_TRUE(bytes.begin_access(10, 5));
  EXPECT_EQ(bytes.size(), 5U);
  EXPECT_EQ(bytes[4], content[14]);
  EXPECT_FALSE(bytes.begin_access(50'000));
  EXPECT_TRUE(bytes.empty());
  EXPECT_FALSE(bytes.begin_access(npos - 1, 5));
  EXPECT_FALSE(bytes.begin_access(cursor()));
  EXPECT_FALSE(bytes.cursor().is_associated());
}

TEST_F(FileBytesAccess, ends_and_begins_again) {
  file_bytes bytes(pool.open(stored.path()));
  EXPECT_EQ(bytes[7], content[7]);
  EXPECT_EQ(pool.statistics().pinned_windows, 1U);
  bytes.end_access();
  EXPECT_EQ(pool.statistics().pinned_windows, 0U);
  EXPECT_TRUE(bytes.empty());
  EXPECT_THROW(static_cast<void>(bytes[7]), std::out_of_range);
  EXPECT_TRUE(bytes.cursor().is_associated());
  EXPECT_EQ(bytes.refresh(), file_change::same);
  EXPECT_TRUE(bytes.empty());
  EXPECT_TRUE(bytes.begin_access());
  EXPECT_EQ(bytes[7], content[7]);
}

TEST_F(FileBytesAccess, grows_and_shrinks_with_the_file) {
  file_bytes all(pool.open(stored.path()), 10);
  file_bytes some(pool.open(stored.path()), 10, 40'000);
  EXPECT_EQ(all.refresh(), file_change::same);
  const auto more = random_bytes(1000, 3);
  stored.write_at(50'000, more);
  EXPECT_EQ(all.size(), 49'990U);
  EXPECT_EQ(all.refresh(), file_change::grown);
  EXPECT_EQ(all.size(), 50'990U);
  EXPECT_TRUE(equal(all.to_buffer(49'990).bytes(), more));
  EXPECT_EQ(some.refresh(), file_change::grown);
  EXPECT_EQ(some.size(), 40'000U);
  std::filesystem::resize_file(stored.path(), 20'000);
  EXPECT_EQ(some.refresh(), file_change::shrunk);
  EXPECT_EQ(some.size(), 19'990U);
  EXPECT_TRUE(equal(some.to_buffer(19'000).bytes(), bytes_view(content).subspan(19'010, 990)));
  std::filesystem::resize_file(stored.path(), 5);
  EXPECT_EQ(some.refresh(), file_change::shrunk);
  EXPECT_TRUE(some.empty());
  some.check();
  std::filesystem::resize_file(stored.path(), 60'000);
  EXPECT_EQ(some.refresh(), file_change::grown);
  EXPECT_EQ(some.size(), 40'000U);
}

TEST_F(FileBytesAccess, follows_a_path_to_another_file_when_it_is_told_to) {
  file_bytes old(pool.open(stored.path()));
  const auto other = random_bytes(30'000, 9);
  const temporary_file fresh(other);
  std::filesystem::rename(fresh.path(), stored.path());
  EXPECT_TRUE(old.equal(content));
  file_bytes now(pool.open(stored.path()));
  EXPECT_TRUE(now.equal(other));
  EXPECT_EQ(old.refresh(), file_change::replaced);
  EXPECT_TRUE(old.equal(other));
}

}  // namespace memosaic::test::file_bytes_access_cases
