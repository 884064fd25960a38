// SPDX-License-Identifier: Apache-2.0
#include "os/calls.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <limits>

#include "os/descriptor.hpp"
#include "os/reading.hpp"
#include "support/failing_calls.hpp"
#include "support/temporary_file.hpp"

namespace calls_test {
using namespace memosaic;
using test::temporary_file;

os::file_kind kind_of(const char* path) {
  const os::descriptor fd(static_cast<int>(os::current().open(path).value));
  os::file_status status;
  EXPECT_FALSE(os::current().status(fd.fd(), status).failed());
  return status.kind;
}

TEST(Calls, TellTheKindsOfFiles) {
  const temporary_file file;
  EXPECT_EQ(kind_of(file.path().c_str()), os::file_kind::regular);
  EXPECT_EQ(kind_of(file.folder().c_str()), os::file_kind::folder);
  EXPECT_EQ(kind_of("/dev/null"), os::file_kind::character_device);
  int ends[2];
  os::file_status status;
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const os::descriptor reading(ends[0]), writing(ends[1]);
  EXPECT_FALSE(os::current().status(reading.fd(), status).failed());
  EXPECT_EQ(status.kind, os::file_kind::pipe);
  const os::descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  EXPECT_FALSE(os::current().status(socket.fd(), status).failed());
  EXPECT_EQ(status.kind, os::file_kind::socket);
}

TEST(Calls, TellTheStateAsTheSystemDoes) {
  const temporary_file file(test::random_bytes(5000));
  const os::descriptor fd(static_cast<int>(os::current().open(file.path().c_str()).value));
  struct ::stat expected {};
  ASSERT_EQ(::fstat(fd.fd(), &expected), 0);
  os::file_status status;
  ASSERT_FALSE(os::current().status(fd.fd(), status).failed());
  EXPECT_EQ(status.size, 5000u);
  EXPECT_EQ(status.device, expected.st_dev);
  EXPECT_EQ(status.inode, expected.st_ino);
  EXPECT_EQ(status.modified_ns, expected.st_mtim.tv_sec * 1'000'000'000 + expected.st_mtim.tv_nsec);
}

TEST(Calls, DescriptorsAreNotInherited) {
  const temporary_file file;
  const os::descriptor fd(static_cast<int>(os::current().open(file.path().c_str()).value));
  EXPECT_NE(::fcntl(fd.fd(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(Calls, AnOffsetBeyondAllFilesIsTheirEnd) {
  const temporary_file file(test::random_bytes(100));
  const os::descriptor fd(static_cast<int>(os::current().open(file.path().c_str()).value));
  std::byte target[8];
  constexpr std::uint64_t last = std::numeric_limits<std::int64_t>::max();
  for (const std::uint64_t offset : {std::uint64_t{100}, std::uint64_t{1} << 62, last - 8, last - 7, last - 1, last,
                                     last + 1, std::numeric_limits<std::uint64_t>::max()}) {
    const auto read = os::read_full_at(fd.fd(), target, offset);
    EXPECT_EQ(read.error, 0) << offset;
    EXPECT_EQ(read.value, 0) << offset;
  }
  EXPECT_TRUE(os::current().map(fd.fd(), std::uint64_t{1} << 63, 1, os::map_access::read).failed());
}

TEST(Calls, RetriedRepeatsOnlyWhatASignalInterrupted) {
  int left = 3;
  const auto answer = os::retried([&] { return left-- > 0 ? os::answer{0, EINTR} : os::answer{0, EIO}; });
  EXPECT_EQ(answer.error, EIO);
  EXPECT_EQ(left, -1);
}

TEST(Calls, AReplacementEndsWithItsObject) {
  os::calls& before = os::current();
  {
    const test::counting_calls counting;
    EXPECT_EQ(&os::current(), &counting);
  }
  EXPECT_EQ(&os::current(), &before);
}

}  // namespace calls_test
