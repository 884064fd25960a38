// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/copy_range.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <random>
#include <stdexcept>
#include <vector>

#include "os/descriptor.hpp"
#include "support/failing_calls.hpp"
#include "support/short_calls.hpp"
#include "support/temporary_file.hpp"

namespace copy_range_test {
using namespace memosaic;
using test::temporary_file;

/// Copies random parts, and does the same with vectors.
void copy_like_a_model(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto content = test::random_bytes(700'000, seed);
  const temporary_file stored(content);
  const file source(stored.path());
  const temporary_file copy;
  const writable_file target(copy.path());
  std::vector<std::byte> model;
  for (int step = 0; step < 20; ++step) {
    const std::uint64_t length = random() % 300'000;
    const file_run part{random() % (content.size() - length), length};
    const std::uint64_t offset = random() % 400'000;
    ASSERT_EQ(copy_range(source, part, target, offset), (io_progress{length, io_stop::done}));
    if (length == 0) continue;
    model.resize(std::max<std::size_t>(model.size(), offset + length));
    std::copy_n(content.begin() + static_cast<std::ptrdiff_t>(part.offset), length,
                model.begin() + static_cast<std::ptrdiff_t>(offset));
  }
  EXPECT_EQ(copy.content(), model);
}

TEST(CopyRange, CopiesLikeAModel) {
  copy_like_a_model(1);
  {
    const test::refusing_calls calls({"copy_range_at"}, EXDEV);
    copy_like_a_model(2);
  }
  {
    test::random_calls calls(3, 50'000);
    copy_like_a_model(3);
  }
}

TEST(CopyRange, EndsWithTheSource) {
  const temporary_file stored(test::random_bytes(1000));
  const temporary_file copy;
  const file source(stored.path());
  const writable_file target(copy.path());
  EXPECT_EQ(copy_range(source, {900, 200}, target, 0), (io_progress{100, io_stop::end}));
  EXPECT_EQ(copy_range(source, {5000, 200}, target, 0), (io_progress{0, io_stop::end}));
  EXPECT_EQ(copy.content().size(), 100u);
  EXPECT_EQ(copy_range(file("/proc/self/status"), {0, 4}, target, 0), (io_progress{4, io_stop::done}));
}

TEST(CopyRange, WithinOneFileOnlyApart) {
  const auto content = test::random_bytes(100'000);
  const temporary_file stored(content);
  const writable_file both(stored.path());
  EXPECT_EQ(copy_range(both.source(), {0, 1000}, both, 1000).size, 1000u);
  EXPECT_EQ(copy_range(both.source(), {60'000, 40'000}, both, 20'000).size, 40'000u);
  EXPECT_THROW(copy_range(both.source(), {0, 1000}, both, 999), std::invalid_argument);
  EXPECT_THROW(copy_range(both.source(), {500, 1000}, both, 1), std::invalid_argument);
  const auto now = stored.content();
  EXPECT_TRUE(std::equal(content.begin() + 60'000, content.end(), now.begin() + 20'000));
  EXPECT_THROW(copy_range(both.source(), {~std::uint64_t{0}, 2}, both, 0), std::filesystem::filesystem_error);
  EXPECT_THROW(copy_range(file(), {0, 2}, both, 0), std::filesystem::filesystem_error);
}

/// Sends through a socket that takes little at once, and reads it at the other end.
std::vector<std::byte> sent(const file& source, file_run part) {
  int ends[2];
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends), 0);
  const os::descriptor near(ends[0]), far(ends[1]);
  std::vector<std::byte> received;
  std::vector<std::byte> block(100'000);
  for (bool done = false; !done;) {
    const io_progress moved = send_file(near.fd(), source, part);
    part.offset += moved.size;
    part.length -= moved.size;
    done = moved.stop != io_stop::target_not_ready;
    EXPECT_EQ(moved.stop == io_stop::done, part.length == 0);
    for (;;) {
      const auto count = ::read(far.fd(), block.data(), block.size());
      if (count <= 0) break;
      received.insert(received.end(), block.begin(), block.begin() + count);
    }
  }
  return received;
}

TEST(SendFile, SendsAPartToASocketThatIsSlow) {
  const auto content = test::random_bytes(2'000'000);
  const temporary_file stored(content);
  const file source(stored.path());
  const std::vector<std::byte> expected(content.begin() + 12'345, content.begin() + 1'512'345);
  EXPECT_EQ(sent(source, {12'345, 1'500'000}), expected);
  {
    const test::refusing_calls calls({"send_file_at"}, EINVAL);
    EXPECT_EQ(sent(source, {12'345, 1'500'000}), expected);
  }
  {
    test::random_calls calls(5, 70'000);
    EXPECT_EQ(sent(source, {12'345, 1'500'000}), expected);
  }
  EXPECT_EQ(::lseek(source.fd(), 0, SEEK_CUR), 0);
}

TEST(SendFile, AShorterSourceEndsAndAGoneReaderIsAnError) {
  const temporary_file stored(test::random_bytes(1000));
  const file source(stored.path());
  const temporary_file copy;
  const writable_file target(copy.path());
  EXPECT_EQ(send_file(target.fd(), source, {900, 200}), (io_progress{100, io_stop::end}));
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const os::descriptor writing(ends[1]);
  ::close(ends[0]);
  try {
    send_file(writing.fd(), source, {0, 1000});
    FAIL();
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::broken_pipe);
    EXPECT_EQ(error.path1(), stored.path());
  }
}

}  // namespace copy_range_test
