// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <vector>

#include "memosaic/buffer/io.hpp"
#include "support/channels.hpp"
#include "support/short_calls.hpp"
#include "support/temporary_file.hpp"

namespace io_read_test {
using namespace memosaic;
using namespace memosaic::literals;

TEST(IoRead, OnceTellsBytesEndAndNotNowApart) {
  auto ends = test::make_pipe(O_NONBLOCK);
  std::array<std::byte, 8> target{};
  EXPECT_EQ(read_into(ends.reading.fd(), target), (io_progress{0, io_stop::source_not_ready}));
  test::feed(ends.writing.fd(), "abc"_bytes);
  EXPECT_EQ(read_into(ends.reading.fd(), target), (io_progress{3, io_stop::done}));
  EXPECT_EQ(text_of(bytes_view(target).first(3)), "abc");
  EXPECT_EQ(read_into(ends.reading.fd(), {}), (io_progress{0, io_stop::done}));
  ends.writing = os::descriptor();
  EXPECT_EQ(read_into(ends.reading.fd(), target), (io_progress{0, io_stop::end}));
}

TEST(IoRead, ExactFillsOrTellsWhyNot) {
  auto ends = test::make_pipe(O_NONBLOCK);
  std::array<std::byte, 4> target{};
  const test::short_calls calls(1);
  test::feed(ends.writing.fd(), "abcdef"_bytes);
  EXPECT_EQ(read_exact(ends.reading.fd(), target), (io_progress{4, io_stop::done}));
  EXPECT_EQ(text_of(target), "abcd");
  EXPECT_EQ(read_exact(ends.reading.fd(), target), (io_progress{2, io_stop::source_not_ready}));
  EXPECT_EQ(text_of(target), "efcd");
  test::feed(ends.writing.fd(), "gh"_bytes);
  ends.writing = os::descriptor();
  EXPECT_EQ(read_exact(ends.reading.fd(), target), (io_progress{2, io_stop::end}));
  EXPECT_EQ(read_exact(ends.reading.fd(), {}), (io_progress{0, io_stop::done}));
}

TEST(IoRead, IntoTheMiddleOfMemory) {
  const test::temporary_file stored("1234"_bytes);
  const auto source = test::open_for_writing(stored.path(), 0);
  std::array<std::byte, 12> target{};
  EXPECT_EQ(read_exact(source.fd(), mutable_bytes_view(target).subspan(4, 4)).size, 4u);
  EXPECT_EQ(text_of(target), std::string_view("\0\0\0\0001234\0\0\0\0", 12));
}

TEST(IoRead, AtAnOffsetLeavesThePositionAlone) {
  const auto content = test::random_bytes(1000);
  const test::temporary_file stored(content);
  const auto source = test::open_for_writing(stored.path(), 0);
  const test::random_calls calls(3, 50);
  std::vector<std::byte> target(1000);
  EXPECT_EQ(pread_into(source.fd(), target, 400), 600u);
  EXPECT_TRUE(std::equal(content.begin() + 400, content.end(), target.begin()));
  EXPECT_EQ(pread_into(source.fd(), target, 1000), 0u);
  EXPECT_EQ(read_exact(source.fd(), target).size, 1000u);
  EXPECT_EQ(target, content);
}

TEST(IoRead, ErrorsNameTheDescriptor) {
  const auto ends = test::make_pipe();
  std::array<std::byte, 4> target{};
  EXPECT_THROW(static_cast<void>(read_into(-1, target)), std::filesystem::filesystem_error);
  EXPECT_THROW(static_cast<void>(read_exact(ends.writing.fd(), target)), std::filesystem::filesystem_error);
  try {
    static_cast<void>(pread_into(ends.reading.fd(), target, 0));
    FAIL();
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::invalid_seek);
    EXPECT_EQ(error.path1().string().rfind("pipe:[", 0), 0u);
  }
}

}  // namespace io_read_test
