// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <string>

#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"
#include "os/descriptor.hpp"
#include "support/counting_calls.hpp"
#include "support/temporary_file.hpp"

/// Which files are regular: those that a tool may map and whose size it may trust.
namespace regular_test {
using namespace memosaic;
using test::temporary_file;

std::string all_of(const file& source) {
  std::string text;
  std::array<std::byte, 7> piece{};
  while (const std::size_t count = source.read_next(piece)) text += text_of(bytes_view(piece).first(count));
  return text;
}

int code_of_mapping(const file& source) {
  try {
    const mapping mapped(source);
    return 0;
  } catch (const std::filesystem::filesystem_error& error) {
    return error.code().value();
  }
}

TEST(FileRegular, EmptyAndSparseFilesAre) {
  temporary_file content;
  EXPECT_TRUE(file(content.path()).is_regular());
  EXPECT_EQ(mapping(file(content.path())).size(), 0u);
  std::filesystem::resize_file(content.path(), 1 << 20);
  const file sparse(content.path());
  EXPECT_TRUE(sparse.is_regular());
  EXPECT_EQ(sparse.size(), std::uint64_t{1} << 20);
}

TEST(FileRegular, AskingLeavesNoMapping) {
  const temporary_file content;
  const test::counting_calls calls;
  const file opened(content.path());
  EXPECT_EQ(calls.made("map"), 1u);
  EXPECT_EQ(calls.open_mappings(), 0u);
}

TEST(FileRegular, FilesThatLieAboutTheirSizeAreNot) {
  for (const char* path : {"/proc/cpuinfo", "/proc/self/status", "/sys/kernel/mm/transparent_hugepage/enabled"}) {
    if (::access(path, R_OK) != 0) continue;
    const file opened(path);
    EXPECT_FALSE(opened.is_regular()) << path;
    EXPECT_EQ(opened.size(), 0u) << path;
    EXPECT_FALSE(all_of(opened).empty()) << path;
    EXPECT_EQ(code_of_mapping(opened), ENODEV) << path;
  }
}

TEST(FileRegular, ProcIsReadWhole) {
  std::ifstream expected("/proc/filesystems");
  const std::string text{std::istreambuf_iterator<char>(expected), {}};
  ASSERT_FALSE(text.empty());
  EXPECT_EQ(all_of(file("/proc/filesystems")), text);
}

TEST(FileRegular, PipesSocketsAndDevicesAreNot) {
  const file null("/dev/null");
  EXPECT_FALSE(null.is_regular());
  EXPECT_EQ(code_of_mapping(null), ENODEV);
  EXPECT_EQ(all_of(null), "");

  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  const os::descriptor reading(ends[0]);
  ASSERT_EQ(::write(ends[1], "through a socket", 16), 16);
  ::close(ends[1]);
  const file socket = file::borrow(reading.fd());
  EXPECT_FALSE(socket.is_regular());
  EXPECT_EQ(code_of_mapping(socket), ENODEV);
  EXPECT_EQ(all_of(socket), "through a socket");
}

TEST(FileRegular, ANamedPipeIsNot) {
  const temporary_file content;
  const auto path = content.folder() / "pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const os::descriptor both_ends(::open(path.c_str(), O_RDWR | O_CLOEXEC));  // opening does not wait then
  const file opened(path);
  EXPECT_FALSE(opened.is_regular());
  ASSERT_EQ(::write(both_ends.fd(), "abc", 3), 3);
  std::array<std::byte, 10> piece{};
  EXPECT_EQ(opened.read_next(piece), 3u);
  EXPECT_EQ(text_of(bytes_view(piece).first(3)), "abc");
}

}  // namespace regular_test
