// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <vector>

#include "memosaic/file/file.hpp"
#include "os/descriptor.hpp"
#include "support/temporary_file.hpp"

namespace threads_read_test {
using namespace memosaic;

TEST(ThreadsFileRead, NextWaitsOnANonBlockingDescriptor) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
  const os::descriptor reading(ends[0]);
  std::thread writer([fd = ends[1]] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(::write(fd, "late", 4), 4);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    ::close(fd);
  });
  const file source = file::borrow(reading.fd());
  std::array<std::byte, 10> target{};
  EXPECT_EQ(source.read_next(target), 4u);
  EXPECT_EQ(source.read_next(target), 0u);
  writer.join();
}

TEST(ThreadsFileRead, AtMayBeCalledByManyAtOnce) {
  const auto content = test::random_bytes(100'000);
  const test::temporary_file stored(content);
  const file opened(stored.path());
  std::vector<std::thread> readers;
  for (std::size_t number = 0; number < 4; ++number) {
    readers.emplace_back([&, number] {
      std::vector<std::byte> target(3000);
      for (std::size_t offset = number; offset + target.size() <= content.size(); offset += 1777) {
        ASSERT_EQ(opened.read_at(offset, target), target.size());
        ASSERT_TRUE(std::equal(target.begin(), target.end(), content.begin() + static_cast<std::ptrdiff_t>(offset)));
      }
    });
  }
  for (auto& reader : readers) reader.join();
}

}  // namespace threads_read_test
