// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <vector>

#include "memosaic/file/file.hpp"
#include "os/calls.hpp"
#include "os/descriptor.hpp"
#include "support/short_calls.hpp"
#include "support/temporary_file.hpp"

namespace read_test {
using namespace memosaic;
using namespace memosaic::literals;
using test::temporary_file;

TEST(FileRead, AtAnyOffsetUpToTheEnd) {
  const auto page = os::page_size();
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, page - 1, page, page + 1}) {
    const auto content = test::random_bytes(size);
    const temporary_file stored(content);
    const file opened(stored.path());
    for (const std::size_t most : {std::size_t{1}, std::size_t{977}, page * 2}) {
      const test::short_calls calls(most);
      for (const std::size_t offset : {std::size_t{0}, size / 2, size, size + 1}) {
        std::vector<std::byte> target(size + 8);
        const std::size_t expected = offset < size ? size - offset : 0;
        ASSERT_EQ(opened.read_at(offset, target), expected);
        EXPECT_TRUE(std::equal(target.begin(), target.begin() + static_cast<std::ptrdiff_t>(expected),
                               content.end() - static_cast<std::ptrdiff_t>(expected)));
      }
    }
  }
}

TEST(FileRead, BeyondFourGigabytesAndAllFiles) {
  temporary_file stored;
  const std::uint64_t far = (std::uint64_t{5} << 30) + 3;
  stored.write_at(far, "far away"_bytes);
  const file opened(stored.path());
  EXPECT_EQ(opened.size(), far + 8);
  std::array<std::byte, 16> target{};
  EXPECT_EQ(opened.read_at(far, target), 8u);
  EXPECT_EQ(text_of(bytes_view(target).first(8)), "far away");
  EXPECT_EQ(opened.read_at(std::numeric_limits<std::uint64_t>::max(), target), 0u);
}

TEST(FileRead, NextReadsOnAndAtDoesNotMoveIt) {
  const temporary_file stored("abcdefgh"_bytes);
  const file opened(stored.path());
  std::array<std::byte, 3> target{};
  EXPECT_EQ(opened.read_next(target), 3u);
  EXPECT_EQ(text_of(target), "abc");
  EXPECT_EQ(opened.read_at(5, target), 3u);
  EXPECT_EQ(text_of(target), "fgh");
  EXPECT_EQ(opened.read_next(target), 3u);
  EXPECT_EQ(text_of(target), "def");
  EXPECT_EQ(opened.read_next(target), 2u);
  EXPECT_EQ(opened.read_next(target), 0u);
}

TEST(FileRead, SurvivesSignals) {
  const auto content = test::random_bytes(5000);
  const temporary_file stored(content);
  const test::random_calls calls(7, 100);
  const file opened(stored.path());
  std::vector<std::byte> target(content.size());
  EXPECT_EQ(opened.read_at(0, target), content.size());
  EXPECT_EQ(target, content);
}

TEST(FileRead, AClosedFileIsABadDescriptor) {
  const file closed;
  std::array<std::byte, 1> target{};
  for (const bool at : {false, true}) {
    try {
      static_cast<void>(at ? closed.read_at(0, {}) : closed.read_next(target));
      FAIL();
    } catch (const std::filesystem::filesystem_error& error) {
      EXPECT_EQ(error.code(), std::errc::bad_file_descriptor);
    }
  }
}

TEST(FileRead, WhatHasNoOffsetsSaysSo) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const os::descriptor reading(ends[0]), writing(ends[1]);
  std::array<std::byte, 1> target{};
  try {
    static_cast<void>(file::borrow(reading.fd(), "a pipe").read_at(0, target));
    FAIL();
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::invalid_seek);
    EXPECT_EQ(error.path1(), "a pipe");
  }
}

}  // namespace read_test
