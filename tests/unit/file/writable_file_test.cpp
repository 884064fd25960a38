// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/writable_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <vector>

#include "support/counting_calls.hpp"
#include "support/failing_calls.hpp"
#include "support/temporary_file.hpp"

namespace writable_file_test {
using namespace memosaic;
using namespace memosaic::literals;
using test::temporary_file;

/// The code of the error that `operation` throws; 0 if none.
int code_of(const auto& operation) {
  try {
    operation();
  } catch (const std::filesystem::filesystem_error& error) {
    return error.code().value();
  }
  return 0;
}

std::uint64_t room_of(const std::filesystem::path& path) {
  struct ::stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return static_cast<std::uint64_t>(status.st_blocks) * 512;
}

TEST(WritableFile, WritesInPlaceAndReadsBack) {
  const temporary_file stored("0123456789"_bytes);
  writable_file opened(stored.path());
  EXPECT_EQ(opened.size(), 10u);
  opened.write_at(3, "abc"_bytes);
  opened.write_at(12, "z"_bytes);
  opened.write_at(100, {});
  opened.flush();
  EXPECT_EQ(text_of(stored.content()), std::string_view("012abc6789\0\0z", 13));
  EXPECT_EQ(opened.size(), 10u);
  EXPECT_EQ(opened.refresh(), file_change::grown);
  std::byte last[1];
  EXPECT_EQ(opened.source().read_at(12, last), 1u);
  EXPECT_EQ(text_of(last), "z");
  opened.resize(4);
  EXPECT_EQ(opened.size(), 4u);
  EXPECT_EQ(text_of(stored.content()), "012a");
}

TEST(WritableFile, BeginsToFlushWithoutWaiting) {
  const temporary_file stored("0123456789"_bytes);
  const writable_file opened(stored.path());
  const test::counting_calls counted;
  opened.begin_flush(0, 10);
  opened.begin_flush(4096, 1 << 20);  // behind its end: nothing to write
  opened.begin_flush(5, 0);
  EXPECT_EQ(counted.made("begin_flush"), 2u);
  EXPECT_EQ(counted.made("flush"), 0u);
  EXPECT_THROW(opened.begin_flush(std::uint64_t{1} << 63, 1), std::out_of_range);
  EXPECT_THROW(opened.begin_flush(1, UINT64_MAX), std::out_of_range);
}

TEST(WritableFile, CreatesOnlyWhatIsNotThere) {
  const temporary_file stored;
  const auto path = stored.folder() / "new";
  {
    writable_file made = writable_file::create(path, std::filesystem::perms{0600});
    made.write_at(0, "new"_bytes);
    const writable_file moved = std::move(made);
    EXPECT_FALSE(made.is_open());  // NOLINT: moves leave it closed
    EXPECT_TRUE(moved.is_open());
  }
  EXPECT_EQ(std::filesystem::file_size(path), 3u);
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms{0600});
  EXPECT_EQ(code_of([&] { static_cast<void>(writable_file::create(path)); }), EEXIST);
  EXPECT_EQ(code_of([&] { writable_file missing(stored.folder() / "none"); }), ENOENT);
  EXPECT_EQ(code_of([&] { writable_file folder(stored.folder()); }), EISDIR);
  EXPECT_EQ(code_of([&] { writable_file device("/dev/null"); }), EOPNOTSUPP);
  EXPECT_EQ(code_of([&] { writable_file().write_at(0, "a"_bytes); }), EBADF);
  EXPECT_EQ(code_of([&] { writable_file().resize(0); }), EBADF);
  EXPECT_EQ(code_of([&] { writable_file().allocate(0, 1); }), EBADF);
  EXPECT_EQ(code_of([&] { writable_file().flush(); }), EBADF);
  EXPECT_EQ(code_of([&] { writable_file().begin_flush(0, 1); }), EBADF);
}

TEST(WritableFile, AllocateGivesHolesTheirPlaceAndKeepsBytes) {
  const temporary_file stored("start"_bytes);
  writable_file opened(stored.path());
  opened.resize(1 << 20);
  EXPECT_LT(room_of(stored.path()), 1u << 19);
  opened.allocate(0, 1 << 20);
  EXPECT_GE(room_of(stored.path()), 1u << 20);
  EXPECT_EQ(opened.size(), 1u << 20);
  opened.allocate(1 << 20, 5000);
  EXPECT_EQ(opened.size(), (1u << 20) + 5000);
  std::vector<std::byte> expected((1 << 20) + 5000);
  std::copy_n("start"_bytes.begin(), 5, expected.begin());
  EXPECT_EQ(stored.content(), expected);
  EXPECT_EQ(code_of([&] { opened.allocate(~std::uint64_t{0} - 5, 10); }), EFBIG);
  EXPECT_NE(code_of([&] { opened.allocate(std::uint64_t{1} << 62, 10); }), 0);
  EXPECT_EQ(opened.size(), (1u << 20) + 5000);
}

TEST(WritableFile, WhereNothingCanBeAllocatedGrowthIsWritten) {
  const temporary_file stored(test::random_bytes(8192));
  writable_file opened(stored.path());
  const test::refusing_calls calls({"allocate"}, EOPNOTSUPP);
  opened.allocate(8192, 200'000);
  EXPECT_EQ(opened.size(), 208'192u);
  EXPECT_GE(room_of(stored.path()), 208'192u);
  opened.allocate(0, 4096);
  opened.resize(1 << 20);
  EXPECT_EQ(code_of([&] { opened.allocate(0, 4096); }), EOPNOTSUPP);
}

TEST(WritableFile, AFullDiskTakesNothing) {
  const temporary_file stored("12345"_bytes);
  writable_file opened(stored.path());
  {
    const test::failing_calls calls("allocate", 2, ENOSPC);
    EXPECT_EQ(code_of([&] { opened.allocate(0, 100'000); }), ENOSPC);
  }
  struct full : test::refusing_calls {
    full() : refusing_calls({"allocate"}, EOPNOTSUPP) {}
    os::answer write_at(int fd, bytes_view source, std::uint64_t offset) noexcept override {
      return offset > 80'000 ? os::answer{0, ENOSPC} : refusing_calls::write_at(fd, source, offset);
    }
  };
  {
    const full calls;
    EXPECT_EQ(code_of([&] { opened.allocate(5, 200'000); }), ENOSPC);
  }
  EXPECT_EQ(text_of(stored.content()), "12345");
}

}  // namespace writable_file_test
