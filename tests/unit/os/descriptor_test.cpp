// SPDX-License-Identifier: Apache-2.0
#include "os/descriptor.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <utility>

namespace descriptor_test {
using namespace memosaic;

int some_descriptor() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }
bool is_open(int fd) { return ::fcntl(fd, F_GETFD) != -1; }

TEST(Descriptor, ClosesAtItsEnd) {
  const int fd = some_descriptor();
  {
    const os::descriptor owner(fd);
    EXPECT_EQ(owner.fd(), fd);
    EXPECT_TRUE(is_open(fd));
  }
  EXPECT_FALSE(is_open(fd));
}

TEST(Descriptor, MovesLeaveItEmptyAndCloseWhatWasThere) {
  const int first = some_descriptor();
  const int second = some_descriptor();
  os::descriptor a(first);
  os::descriptor b(second);
  b = std::move(a);
  EXPECT_EQ(a.fd(), -1);
  EXPECT_EQ(b.fd(), first);
  EXPECT_FALSE(is_open(second));
  const os::descriptor c(std::move(b));
  EXPECT_EQ(b.fd(), -1);
  EXPECT_TRUE(is_open(c.fd()));
}

TEST(Descriptor, ReleaseHandsItOver) {
  const int fd = some_descriptor();
  {
    os::descriptor owner(fd);
    EXPECT_EQ(owner.release(), fd);
  }
  EXPECT_TRUE(is_open(fd));
  ::close(fd);
}

}  // namespace descriptor_test
