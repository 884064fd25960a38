// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

#include "memosaic/buffer/io.hpp"
#include "support/channels.hpp"
#include "support/failing_calls.hpp"
#include "support/temporary_file.hpp"

/// Writers that meet a slow reader on another thread.
namespace threads_io_test {
using namespace memosaic;

/// Reads everything, slowly at first, and compares it at the end.
class slow_reader {
 public:
  slow_reader(int fd, const std::vector<std::byte>& expected)
      : thread_([this, fd] {
          std::this_thread::sleep_for(std::chrono::milliseconds(20));
          received_ = test::drain(fd);
        }),
        expected_(expected) {}
  ~slow_reader() {
    thread_.join();
    EXPECT_TRUE(received_ == expected_);
  }

 private:
  std::vector<std::byte> received_;
  std::thread thread_;
  const std::vector<std::byte>& expected_;
};

TEST(ThreadsIo, WriteAllBlocksUntilAllIsTaken) {
  const auto content = test::random_bytes(3'000'000);
  auto ends = test::make_sockets(0, 1);
  const slow_reader reader(ends.reading.fd(), content);
  std::vector<bytes_view> parts;
  for (std::size_t start = 0; start < content.size(); start += 1500) {
    parts.push_back(bytes_view(content).subspan(start, 1500));
  }
  EXPECT_EQ(write_all(ends.writing.fd(), parts), content.size());
  ends.writing = os::descriptor();
}

TEST(ThreadsIo, TransferLosesNothingOfASocketWhenTheTargetIsFull) {
  const auto content = test::random_bytes(150'000);
  auto from = test::make_sockets();
  auto to = test::make_sockets(0, 1);
  test::feed(from.writing.fd(), content);
  from.writing = os::descriptor();
  test::set_non_blocking(to.writing.fd());
  const slow_reader reader(to.reading.fd(), content);
  EXPECT_EQ(transfer(from.reading.fd(), to.writing.fd(), 1'000'000), (io_progress{content.size(), io_stop::end}));
  to.writing = os::descriptor();
}

TEST(ThreadsIo, PumpWaitsForBothSides) {
  const auto content = test::random_bytes(400'000);
  auto from = test::make_pipe(O_NONBLOCK);
  auto to = test::make_sockets(0, 1);
  test::set_non_blocking(to.writing.fd());
  const slow_reader reader(to.reading.fd(), content);
  std::thread writer([&content, end = std::move(from.writing)] {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    for (std::size_t start = 0; start < content.size(); start += 4000) {
      while (::write(end.fd(), content.data() + start, 4000) != 4000) std::this_thread::yield();
    }
  });
  std::vector<std::byte> scratch(10'000);
  EXPECT_EQ(pump(from.reading.fd(), to.writing.fd(), scratch), content.size());
  to.writing = os::descriptor();
  writer.join();
}

}  // namespace threads_io_test
