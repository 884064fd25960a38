// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <set>
#include <string_view>
#include <vector>

#include "memosaic/buffer/io.hpp"
#include "support/channels.hpp"
#include "support/failing_calls.hpp"
#include "support/temporary_file.hpp"

namespace io_transfer_test {
using namespace memosaic;
using namespace memosaic::literals;
using test::temporary_file;

const std::set<std::string_view> kernel_calls{"copy_range", "send_file", "splice"};

::off_t position(int fd) { return ::lseek(fd, 0, SEEK_CUR); }

TEST(IoTransfer, FileToFileByEveryWay) {
  const auto content = test::random_bytes(700'000);
  const temporary_file from(content), to;
  for (const auto& refused : {std::set<std::string_view>{}, {"copy_range"}, {"copy_range", "send_file"}}) {
    for (const int error : {EXDEV, EINVAL, ENOSYS, EOPNOTSUPP, EPERM}) {
      const auto source = test::open_for_writing(from.path(), 0);
      const auto target = test::open_for_writing(to.path());
      const test::refusing_calls calls(refused, error);
      ::lseek(source.fd(), 10, SEEK_SET);
      EXPECT_EQ(transfer(source.fd(), target.fd(), 600'000), (io_progress{600'000, io_stop::done}));
      EXPECT_EQ(position(source.fd()), 600'010);
      EXPECT_EQ(position(target.fd()), 600'000);
      EXPECT_EQ(transfer(source.fd(), target.fd(), 600'000), (io_progress{99'990, io_stop::end}));
      EXPECT_EQ(to.content(), std::vector(content.begin() + 10, content.end()));
    }
  }
}

TEST(IoTransfer, InsideTheKernelWhereItCan) {
  const temporary_file from("content"_bytes), to;
  const auto source = test::open_for_writing(from.path(), 0);
  const auto target = test::open_for_writing(to.path());
  const auto sockets = test::make_sockets();
  const auto pipe = test::make_pipe();
  const test::counting_calls calls;
  EXPECT_EQ(transfer(source.fd(), target.fd(), 2).size, 2u);
  EXPECT_EQ(transfer(source.fd(), sockets.writing.fd(), 2).size, 2u);
  EXPECT_EQ(transfer(source.fd(), pipe.writing.fd(), 2).size, 2u);
  EXPECT_EQ(transfer(sockets.reading.fd(), pipe.writing.fd(), 1).size, 1u);
  EXPECT_EQ(transfer(pipe.reading.fd(), sockets.writing.fd(), 1).size, 1u);
  EXPECT_EQ(calls.made("copy_range"), 1u);
  EXPECT_EQ(calls.made("send_file"), 2u);
  EXPECT_EQ(calls.made("splice"), 2u);
  EXPECT_EQ(calls.made("read"), 0u);
}

TEST(IoTransfer, SocketToSocketGoesThroughABuffer) {
  const auto a = test::make_sockets(), b = test::make_sockets();
  test::feed(a.writing.fd(), "abcdef"_bytes);
  EXPECT_EQ(transfer(a.reading.fd(), b.writing.fd(), 4), (io_progress{4, io_stop::done}));
  test::set_non_blocking(b.reading.fd());
  EXPECT_EQ(text_of(test::drain(b.reading.fd())), "abcd");
  test::set_non_blocking(a.reading.fd());
  EXPECT_EQ(transfer(a.reading.fd(), b.writing.fd(), 4), (io_progress{2, io_stop::source_not_ready}));
}

TEST(IoTransfer, ToATargetThatAppends) {
  const temporary_file from("content"_bytes), to("old "_bytes);
  const auto source = test::open_for_writing(from.path(), 0);
  const auto target = test::open_for_writing(to.path(), O_APPEND);
  EXPECT_EQ(transfer(source.fd(), target.fd(), 100), (io_progress{7, io_stop::end}));
  EXPECT_EQ(text_of(to.content()), "old content");
}

/// A kernel that moves nothing from some files and calls it success, as Linux before 5.19 does for /proc.
struct moves_nothing final : test::counting_calls {
  os::answer copy_range(int, int, std::size_t) noexcept override { return {}; }
  os::answer send_file(int, int, std::size_t) noexcept override { return {}; }
};

TEST(IoTransfer, NothingMovedIsTheEndOnlyIfReadingSaysSo) {
  const temporary_file from("content"_bytes), to;
  const auto source = test::open_for_writing(from.path(), 0);
  const auto target = test::open_for_writing(to.path());
  const moves_nothing calls;
  EXPECT_EQ(transfer(source.fd(), target.fd(), 100), (io_progress{7, io_stop::end}));
  EXPECT_EQ(text_of(to.content()), "content");
}

TEST(IoTransfer, FromFilesThatLieAboutTheirSize) {
  const temporary_file to;
  const auto target = test::open_for_writing(to.path());
  const os::descriptor source(::open("/proc/self/maps", O_RDONLY | O_CLOEXEC));
  const auto moved = transfer(source.fd(), target.fd(), 1'000'000);
  EXPECT_EQ(moved.stop, io_stop::end);
  EXPECT_GT(moved.size, 100u);
  EXPECT_EQ(to.content().size(), moved.size);
}

TEST(IoTransfer, AFileIsPutBackWhenTheTargetIsNotReady) {
  const auto content = test::random_bytes(2'000'000);
  const temporary_file from(content);
  for (const auto& refused : {std::set<std::string_view>{}, kernel_calls}) {
    const auto source = test::open_for_writing(from.path(), 0);
    const auto ends = test::make_sockets(SOCK_NONBLOCK, 1);
    const test::refusing_calls calls(refused, EINVAL);
    std::vector<std::byte> received;
    std::uint64_t total = 0;
    for (io_progress moved;; total += moved.size) {
      moved = transfer(source.fd(), ends.writing.fd(), content.size() - total);
      EXPECT_EQ(position(source.fd()), static_cast<::off_t>(total + moved.size));
      const auto some = test::drain(ends.reading.fd());
      received.insert(received.end(), some.begin(), some.end());
      if (moved.stop == io_stop::done) break;
      ASSERT_EQ(moved.stop, io_stop::target_not_ready);
    }
    EXPECT_EQ(received, content);
  }
}

TEST(IoTransfer, TellsWhichSideOfAPipeIsNotReady) {
  const auto a = test::make_pipe(O_NONBLOCK), b = test::make_pipe(O_NONBLOCK);
  EXPECT_EQ(transfer(a.reading.fd(), b.writing.fd(), 1), (io_progress{0, io_stop::source_not_ready}));
  while (::write(b.writing.fd(), "x", 1) == 1) continue;
  test::feed(a.writing.fd(), "abc"_bytes);
  EXPECT_EQ(transfer(a.reading.fd(), b.writing.fd(), 3), (io_progress{0, io_stop::target_not_ready}));
  test::drain(b.reading.fd());
  EXPECT_EQ(transfer(a.reading.fd(), b.writing.fd(), 3), (io_progress{3, io_stop::done}));
}

TEST(IoTransfer, AReaderThatIsGoneIsAnErrorAndNoSignal) {
  const temporary_file from("content"_bytes);
  const auto source = test::open_for_writing(from.path(), 0);
  const auto pipe = test::make_pipe();
  test::feed(pipe.writing.fd(), "abc"_bytes);
  for (const int from_fd : {source.fd(), pipe.reading.fd()}) {
    for (const bool socket : {false, true}) {
      auto ends = socket ? test::make_sockets() : test::make_pipe();
      ends.reading = os::descriptor();
      try {
        transfer(from_fd, ends.writing.fd(), 3);
        FAIL();
      } catch (const std::filesystem::filesystem_error& error) {
        EXPECT_EQ(error.code(), std::errc::broken_pipe);
      }
    }
  }
  EXPECT_EQ(position(source.fd()), 0);
}

TEST(IoTransfer, ErrorsInsideTheKernelNameBothSides) {
  const temporary_file from("content"_bytes), to;
  const auto source = test::open_for_writing(from.path(), 0);
  const auto target = test::open_for_writing(to.path());
  const test::failing_calls calls("copy_range", 1, EIO);
  try {
    transfer(source.fd(), target.fd(), 7);
    FAIL();
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.path1(), from.path());
    EXPECT_EQ(error.path2(), to.path());
  }
}

TEST(IoTransfer, NothingMakesNoCallAndBadDescriptorsAreErrors) {
  const test::counting_calls calls;
  EXPECT_EQ(transfer(-1, -1, 0), (io_progress{0, io_stop::done}));
  EXPECT_EQ(calls.made(), 0u);
  EXPECT_THROW(transfer(-1, 1, 1), std::filesystem::filesystem_error);
}

}  // namespace io_transfer_test
