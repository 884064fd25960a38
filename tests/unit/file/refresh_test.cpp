// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "memosaic/file/file.hpp"
#include "os/descriptor.hpp"
#include "support/temporary_file.hpp"

namespace refresh_test {
using namespace memosaic;
using namespace memosaic::literals;
using test::temporary_file;

TEST(FileRefresh, TellsWhatHappenedSinceTheLastTime) {
  temporary_file stored("0123456789"_bytes);
  file opened(stored.path());
  EXPECT_EQ(opened.refresh(), file_change::same);
  stored.write_at(10, "more"_bytes);
  EXPECT_EQ(opened.size(), 10u);
  EXPECT_EQ(opened.refresh(), file_change::grown);
  EXPECT_EQ(opened.size(), 14u);
  EXPECT_EQ(opened.refresh(), file_change::same);
  std::filesystem::resize_file(stored.path(), 3);
  EXPECT_EQ(opened.refresh(), file_change::shrunk);
  EXPECT_EQ(opened.size(), 3u);
  std::filesystem::resize_file(stored.path(), 0);
  EXPECT_EQ(opened.refresh(), file_change::shrunk);
  EXPECT_EQ(opened.refresh(), file_change::same);
  EXPECT_TRUE(opened.is_regular());
}

TEST(FileRefresh, WritingInPlaceChangesTheTimeOnly) {
  temporary_file stored("0123456789"_bytes);
  file opened(stored.path());
  const file_identity before = opened.identity();
  const ::timespec times[2]{{1'000'000, 0}, {1'000'000, 5}};
  ASSERT_EQ(::utimensat(AT_FDCWD, stored.path().c_str(), times, 0), 0);
  EXPECT_EQ(opened.refresh(), file_change::same);
  EXPECT_NE(opened.identity(), before);
  EXPECT_EQ(opened.identity().modified_ns, 1'000'000'000'000'005);
}

TEST(FileRefresh, ARenameOverThePathReplacesIt) {
  temporary_file stored("0123456789"_bytes);
  const temporary_file other("other"_bytes);
  file opened(stored.path());
  std::filesystem::rename(other.path(), stored.path());
  EXPECT_EQ(opened.refresh(), file_change::replaced);
  EXPECT_EQ(opened.refresh(), file_change::replaced);
  EXPECT_EQ(opened.size(), 10u);  // of the file that is open still
  std::byte first[1];
  EXPECT_EQ(opened.read_at(9, first), 1u);
  EXPECT_EQ(text_of(first), "9");
  opened = file(stored.path());
  EXPECT_EQ(opened.size(), 5u);
  EXPECT_EQ(opened.refresh(), file_change::same);
}

TEST(FileRefresh, ARemovedFileIsReplacedByNothing) {
  const temporary_file stored("0123456789"_bytes);
  file opened(stored.path());
  std::filesystem::rename(stored.path(), stored.folder() / "moved");
  EXPECT_EQ(opened.refresh(), file_change::replaced);
  std::filesystem::rename(stored.folder() / "moved", stored.path());
  EXPECT_EQ(opened.refresh(), file_change::same);
}

TEST(FileRefresh, ASymbolicLinkIsFollowed) {
  const temporary_file first("first"_bytes);
  const temporary_file second("second"_bytes);
  const auto link = first.folder() / "link";
  std::filesystem::create_symlink(first.path(), link);
  file opened(link);
  EXPECT_EQ(opened.refresh(), file_change::same);
  std::filesystem::remove(link);
  std::filesystem::create_symlink(second.path(), link);
  EXPECT_EQ(opened.refresh(), file_change::replaced);
}

TEST(FileRefresh, ABorrowedDescriptorIsNeverReplaced) {
  temporary_file stored("0123456789"_bytes);
  const os::descriptor fd(::open(stored.path().c_str(), O_RDONLY | O_CLOEXEC));
  file named = file::borrow(fd.fd(), stored.path());
  file unnamed = file::borrow(fd.fd());
  std::filesystem::resize_file(stored.path(), 4);
  std::filesystem::remove(stored.path());
  EXPECT_EQ(named.refresh(), file_change::shrunk);
  EXPECT_EQ(unnamed.refresh(), file_change::shrunk);
  EXPECT_EQ(unnamed.refresh(), file_change::same);
}

TEST(FileRefresh, WhatIsNotRegularStaysTheSame) {
  file null("/dev/null");
  EXPECT_EQ(null.refresh(), file_change::same);
  try {
    file().refresh();
    FAIL();
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::bad_file_descriptor);
  }
}

}  // namespace refresh_test
