// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <vector>

#include "memosaic/buffer/io.hpp"
#include "memosaic/error.hpp"
#include "memosaic/file/file_bytes.hpp"
#include "support/channels.hpp"
#include "support/counting_calls.hpp"
#include "support/failing_calls.hpp"
#include "support/temporary_file.hpp"
#include "support/window_settings.hpp"

namespace memosaic::test::file_bytes_write_cases {

/// Writes take little, and every other one is interrupted before it takes anything.
class interrupted_writes : public counting_calls {
 protected:
  int error_of(std::size_t number, std::string_view name) noexcept override {
    return (name == "send" || name == "write") && number % 2 == 0 ? EINTR : 0;
  }
  std::size_t allowed(std::size_t size) noexcept override { return std::min<std::size_t>(size, 3333); }
};

class FileBytesWrite : public testing::TestWithParam<window_setting> {
 protected:
  /// What arrives at the other end of a socket that takes little at once.
  [[nodiscard]] std::vector<std::byte> sent(std::uint64_t start, std::uint64_t stop) {
    const channel sockets = make_sockets(SOCK_NONBLOCK, 1);
    std::vector<std::byte> received;
    for (io_progress moved{0, io_stop::target_not_ready}; moved.stop == io_stop::target_not_ready;) {
      moved = bytes.write_to(sockets.writing.fd(), start, stop);
      start += moved.size;
      EXPECT_EQ(moved.stop == io_stop::done, start == stop);
      const auto arrived = drain(sockets.reading.fd());
      received.insert(received.end(), arrived.begin(), arrived.end());
    }
    return received;
  }
  [[nodiscard]] std::vector<std::byte> expected(std::uint64_t start, std::uint64_t stop) const {
    return {content.begin() + static_cast<std::ptrdiff_t>(start), content.begin() + static_cast<std::ptrdiff_t>(stop)};
  }

  const std::vector<std::byte> content = random_bytes(GetParam().file_size);
  temporary_file stored{content};
  window_pool pool{GetParam().options};
  file_bytes bytes{pool.open(stored.path())};
};
INSTANTIATE_TEST_SUITE_P(Settings, FileBytesWrite, testing::ValuesIn(tight_window_settings()),
                         [](const auto& setting) { return setting.param.name; });

TEST_P(FileBytesWrite, writes_a_file_and_counts_what_it_wrote) {
  const temporary_file copy;
  {
    const auto target = open_for_writing(copy.path());
    EXPECT_EQ(bytes.write_to(target.fd()), (io_progress{content.size(), io_stop::done}));
  }
  EXPECT_EQ(copy.content(), content);
}

TEST_P(FileBytesWrite, goes_on_where_a_slow_socket_stopped_it) {
  EXPECT_EQ(sent(10, content.size() - 10), expected(10, content.size() - 10));
}

TEST_P(FileBytesWrite, goes_on_after_short_and_interrupted_writes) {
  interrupted_writes calls;
  EXPECT_EQ(sent(10, 90'000), expected(10, 90'000));
}

TEST_P(FileBytesWrite, a_chain_of_windows_is_gathered) {
  const temporary_file copy;
  const chain windows = bytes.chain_of(100, 90'000);
  {
    const auto target = open_for_writing(copy.path());
    EXPECT_EQ(write_all(target.fd(), windows), windows.size());
  }
  EXPECT_EQ(copy.content(), expected(100, 90'000));
}

TEST_P(FileBytesWrite, a_reader_that_is_gone_is_an_error) {
  channel pipe = make_pipe();
  pipe.reading = os::descriptor();
  try {
    bytes.write_to(pipe.writing.fd());
    FAIL();
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::broken_pipe);
  }
}

TEST_P(FileBytesWrite, what_the_system_cannot_read_is_a_changed_file) {
  const temporary_file copy;
  const auto target = open_for_writing(copy.path());
  const refusing_calls calls({"write"}, EFAULT);
  try {
    bytes.write_to(target.fd());
    FAIL();
  } catch (const file_changed& changed) {
    EXPECT_EQ(changed.path(), stored.path());
  }
}

TEST_P(FileBytesWrite, a_file_that_was_cut_off_is_a_changed_file) {
  static_cast<void>(bytes[0]);
  std::filesystem::resize_file(stored.path(), 30'000);
  const temporary_file copy;
  const auto target = open_for_writing(copy.path());
  EXPECT_EQ(bytes.write_to(target.fd(), 0, 10'000).size, 10'000U);
  EXPECT_THROW(bytes.write_to(target.fd(), 0, 30'001), file_changed);
  EXPECT_THROW(bytes.write_to(target.fd()), file_changed);
}

}  // namespace memosaic::test::file_bytes_write_cases
