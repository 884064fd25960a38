// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <utility>

#include "memosaic/file/file.hpp"
#include "support/counting_calls.hpp"
#include "support/temporary_file.hpp"

namespace open_test {
using namespace memosaic;
using test::temporary_file;

int code_of_opening(const std::filesystem::path& path) {
  try {
    const file opened(path);
    return 0;
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.path1(), path);
    return error.code().value();
  }
}

TEST(FileOpen, TellsPathSizeAndIdentity) {
  const temporary_file content(test::random_bytes(1234));
  const file opened(content.path());
  EXPECT_TRUE(opened.is_open());
  EXPECT_TRUE(opened.is_regular());
  EXPECT_EQ(opened.path(), content.path());
  EXPECT_EQ(opened.size(), 1234u);
  EXPECT_EQ(opened.identity(), file(content.path()).identity());
  const temporary_file other(test::random_bytes(1234));
  EXPECT_NE(opened.identity(), file(other.path()).identity());
}

TEST(FileOpen, NamesWhatIsWrong) {
  const temporary_file content;
  EXPECT_EQ(code_of_opening(content.folder() / "missing"), ENOENT);
  EXPECT_EQ(code_of_opening(content.folder()), EISDIR);
  EXPECT_EQ(code_of_opening(content.path() / "below"), ENOTDIR);
  EXPECT_EQ(code_of_opening(""), ENOENT);
  EXPECT_EQ(code_of_opening(content.folder() / std::string(300, 'x')), ENAMETOOLONG);
  std::filesystem::create_symlink("loop", content.folder() / "loop");
  EXPECT_EQ(code_of_opening(content.folder() / "loop"), ELOOP);
  EXPECT_EQ(code_of_opening(std::string("/dev/null\0x", 11)), EINVAL);
}

TEST(FileOpen, AFailureLeaksNothing) {
  const temporary_file content;
  const test::counting_calls calls;
  EXPECT_EQ(code_of_opening(content.folder()), EISDIR);
  EXPECT_EQ(calls.open_descriptors(), 0u);
}

TEST(FileOpen, MovesLeaveItClosed) {
  const temporary_file content(test::random_bytes(10));
  const test::counting_calls calls;
  {
    file a(content.path());
    const int fd = a.fd();
    file b(std::move(a));
    EXPECT_FALSE(a.is_open());
    EXPECT_FALSE(a.is_regular());
    EXPECT_EQ(a.size(), 0u);
    EXPECT_EQ(b.fd(), fd);
    file c(content.path());
    c = std::move(b);
    EXPECT_EQ(c.fd(), fd);
    EXPECT_EQ(calls.open_descriptors(), 1u);
    file& same = c;
    c = std::move(same);
    EXPECT_EQ(c.fd(), fd);
  }
  EXPECT_EQ(calls.open_descriptors(), 0u);
}

TEST(FileOpen, ABorrowedDescriptorStaysOpen) {
  const temporary_file content(test::random_bytes(10));
  const int fd = ::open(content.path().c_str(), O_RDONLY | O_CLOEXEC);
  {
    const file borrowed = file::borrow(fd, "given");
    EXPECT_EQ(borrowed.path(), "given");
    EXPECT_EQ(borrowed.size(), 10u);
    EXPECT_EQ(borrowed.identity(), file(content.path()).identity());
  }
  EXPECT_NE(::fcntl(fd, F_GETFD), -1);
  ::close(fd);
}

TEST(FileOpen, ABorrowedFolderOrClosedDescriptorIsRefused) {
  const temporary_file content;
  const int folder = ::open(content.folder().c_str(), O_RDONLY | O_CLOEXEC);
  try {
    static_cast<void>(file::borrow(folder));
    FAIL();
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::is_a_directory);
    EXPECT_EQ(error.path1(), content.folder());
  }
  ::close(folder);
  EXPECT_THROW(static_cast<void>(file::borrow(-1)), std::filesystem::filesystem_error);
}

}  // namespace open_test
