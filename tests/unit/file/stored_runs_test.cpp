// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "memosaic/file/file.hpp"
#include "support/failing_calls.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::stored_runs_test {

/// Whether every run is ordered, inside the file and not empty, and whether all else reads as zeros.
void expect_rest_is_zero(const file& opened, const std::vector<file_run>& runs) {
  std::vector<std::byte> content(opened.size());
  ASSERT_EQ(opened.read_at(0, content), content.size());
  std::uint64_t at = 0;
  const auto zeros_until = [&](std::uint64_t stop) {
    ASSERT_LE(at, stop);
    ASSERT_LE(stop, content.size());
    ASSERT_TRUE(std::all_of(content.begin() + static_cast<std::ptrdiff_t>(at),
                            content.begin() + static_cast<std::ptrdiff_t>(stop),
                            [](std::byte byte) { return byte == std::byte{0}; }));
  };
  for (const auto& run : runs) {
    zeros_until(run.offset);
    ASSERT_GT(run.length, 0u);
    at = run.offset + run.length;
  }
  zeros_until(content.size());
}

TEST(FileStoredRuns, HolesAreLeftOut) {
  constexpr std::uint64_t step = std::uint64_t{8} << 20;
  test::temporary_file stored(test::random_bytes(10));
  stored.write_at(step, test::random_bytes(5000));
  stored.write_at(3 * step - 1, test::random_bytes(1));
  const file opened(stored.path());
  const auto runs = opened.stored_runs();
  expect_rest_is_zero(opened, runs);
  ASSERT_EQ(runs.size(), 3u) << "the file system of the test's folder stores no holes";
  EXPECT_EQ(runs[0].offset, 0u);
  EXPECT_EQ(runs[1].offset, step);
  EXPECT_EQ(runs[2].offset + runs[2].length, opened.size());
}

TEST(FileStoredRuns, OfFilesWithoutContentThereAreNone) {
  const test::temporary_file empty;
  EXPECT_TRUE(file(empty.path()).stored_runs().empty());
  const test::temporary_file hole;
  std::filesystem::resize_file(hole.path(), 1'000'000);
  EXPECT_TRUE(file(hole.path()).stored_runs().empty());
}

TEST(FileStoredRuns, ThePositionIsPutBack) {
  const auto content = test::random_bytes(100);
  const test::temporary_file stored(content);
  const file opened(stored.path());
  std::array<std::byte, 10> part{};
  ASSERT_EQ(opened.read_next(part), 10u);
  EXPECT_EQ(opened.stored_runs(), (std::vector<file_run>{{0, 100}}));
  ASSERT_EQ(opened.read_next(part), 10u);
  EXPECT_TRUE(std::equal(part.begin(), part.end(), content.begin() + 10));
}

TEST(FileStoredRuns, WhereTheSystemCannotTellAllIsOne) {
  test::temporary_file stored(test::random_bytes(10));
  stored.write_at(1 << 20, test::random_bytes(10));
  const file opened(stored.path());
  test::failing_calls calls("seek", 2, EINVAL);
  EXPECT_EQ(opened.stored_runs(), (std::vector<file_run>{{0, (1 << 20) + 10}}));
  EXPECT_TRUE(calls.failed());
}

TEST(FileStoredRuns, WhatHasNoOffsetsIsRefused) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  try {
    static_cast<void>(file::borrow(ends[0]).stored_runs());
    ADD_FAILURE() << "a pipe has no holes";
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::invalid_seek);
  }
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace memosaic::stored_runs_test
