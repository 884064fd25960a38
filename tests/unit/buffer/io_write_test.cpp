// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <filesystem>
#include <vector>

#include "memosaic/buffer/io.hpp"
#include "memosaic/file/file.hpp"
#include "support/channels.hpp"
#include "support/short_calls.hpp"
#include "support/temporary_file.hpp"

namespace io_write_test {
using namespace memosaic;
using namespace memosaic::literals;
using test::temporary_file;

using bytes = std::vector<std::byte>;

bytes joined(const std::vector<bytes_view>& parts) {
  bytes all;
  for (const auto part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

TEST(IoWrite, OneViewManyViewsAndAChainToFileSocketAndPipe) {
  const std::vector<bytes_view> parts{"ab"_bytes, {}, "c"_bytes, "dab"_bytes};
  std::vector<view> views;
  for (const auto part : parts) views.emplace_back(part, unowned);
  const chain run(views);
  for (const bool socket : {false, true}) {
    const auto ends = socket ? test::make_sockets() : test::make_pipe();
    test::set_non_blocking(ends.reading.fd());
    const int fd = ends.writing.fd();
    EXPECT_EQ(write_all(fd, "abcdab"_bytes), 6u);
    EXPECT_EQ(write_all(fd, parts), 6u);
    EXPECT_EQ(write_all(fd, std::span<const view>(views)), 6u);
    EXPECT_EQ(write_all(fd, run), 6u);
    EXPECT_EQ(text_of(test::drain(ends.reading.fd())), "abcdababcdababcdababcdab");
  }
}

TEST(IoWrite, ResumesAtEveryByte) {
  const auto source = test::random_bytes(5000);
  const bytes_view all(source);
  const std::vector<bytes_view> parts{all.first(3),          {},
                                      all.subspan(3, 700),   all.subspan(703, 5),
                                      all.subspan(708, 11),  all.subspan(719, 600),
                                      all.subspan(1319, 10), all.subspan(1329, 520)};
  const bytes expected = joined(parts);
  for (std::size_t most = 1; most <= expected.size(); ++most) {
    for (const bool socket : {false, true}) {
      if (socket && most < 50) continue;  // the system has room for few such small messages
      const auto ends = socket ? test::make_sockets() : test::make_pipe();
      {
        const test::short_calls calls(most);
        ASSERT_EQ(write_all(ends.writing.fd(), parts), expected.size());
        EXPECT_EQ(calls.made(socket ? "send" : "write"), (expected.size() + most - 1) / most);
      }
      test::set_non_blocking(ends.reading.fd());
      ASSERT_EQ(test::drain(ends.reading.fd()), expected) << most << " bytes a call";
    }
  }
}

TEST(IoWrite, MorePartsThanOneCallTakes) {
  const auto source = test::random_bytes(600 * 3000);
  std::vector<bytes_view> parts;
  for (std::size_t index = 0; index < 3000; ++index) parts.push_back(bytes_view(source).subspan(600 * index, 600));
  const temporary_file stored;
  const auto target = test::open_for_writing(stored.path());
  const test::counting_calls calls;
  EXPECT_EQ(write_all(target.fd(), parts), source.size());
  EXPECT_EQ(calls.made("write"), 3u);
  EXPECT_EQ(calls.most_parts(), 1024u);
  EXPECT_EQ(stored.content(), source);
}

TEST(IoWrite, EmptyPartsMakeNoEntriesAndNothingMakesNoCall) {
  const temporary_file stored;
  const auto target = test::open_for_writing(stored.path());
  const test::counting_calls calls;
  EXPECT_EQ(write_all(target.fd(), bytes_view()), 0u);
  EXPECT_EQ(write_all(target.fd(), std::vector<bytes_view>(2000)), 0u);
  EXPECT_EQ(write_all(target.fd(), chain()), 0u);
  EXPECT_EQ(calls.made(), 0u);
  const auto large = test::random_bytes(1000);
  std::vector<bytes_view> parts(3000);
  parts[5] = parts[1700] = large;
  EXPECT_EQ(write_all(target.fd(), parts), 2000u);
  EXPECT_EQ(calls.most_parts(), 2u);
  EXPECT_EQ(calls.smallest_part(), 1000u);
}

TEST(IoWrite, NamesTheTargetInErrors) {
  const temporary_file stored("content"_bytes);
  const file reading_only(stored.path());
  try {
    write_all(reading_only.fd(), "abc"_bytes);
    FAIL();
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::bad_file_descriptor);
    EXPECT_EQ(error.path1(), stored.path());
  }
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  const auto full = test::open_for_writing("/dev/full", 0);
  try {
    write_all(full.fd(), "abc"_bytes);
    FAIL();
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::no_space_on_device);
    EXPECT_EQ(error.path1(), "/dev/full");
  }
}

struct takes_nothing final : test::counting_calls {
  os::answer write(int, std::span<const ::iovec>) noexcept override { return {}; }
};

TEST(IoWrite, ATargetThatTakesNothingIsAnErrorAndNoLoop) {
  const temporary_file stored;
  const auto target = test::open_for_writing(stored.path());
  const takes_nothing calls;
  EXPECT_THROW(write_all(target.fd(), "abc"_bytes), std::filesystem::filesystem_error);
  EXPECT_THROW(write_all(target.fd(), std::vector{"abc"_bytes, "def"_bytes}), std::filesystem::filesystem_error);
}

TEST(IoWrite, AReaderThatIsGoneIsAnErrorAndNoSignal) {
  for (const bool socket : {false, true}) {
    auto ends = socket ? test::make_sockets() : test::make_pipe();
    ends.reading = os::descriptor();
    try {
      write_all(ends.writing.fd(), "abc"_bytes);
      FAIL();
    } catch (const std::filesystem::filesystem_error& error) {
      EXPECT_EQ(error.code(), std::errc::broken_pipe);
    }
  }
}

}  // namespace io_write_test
