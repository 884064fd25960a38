// SPDX-License-Identifier: Apache-2.0
// What is no regular file: read if it has bytes at offsets, refused with a reason if not; never silently empty.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/file/window_pool.hpp"
#include "os/descriptor.hpp"
#include "support/channels.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::window_special_files {

/// How the pool refuses; the path must be named.
std::error_code refusal(window_pool& pool, const auto& what, const std::string& name) {
  try {
    static_cast<void>(pool.open(what));
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
    return error.code();
  }
  return {};
}

TEST(WindowSpecialFiles, FilesOfProcAreRead) {
  std::ifstream stream("/proc/version", std::ios::binary);
  const std::string expected{std::istreambuf_iterator<char>(stream), {}};
  ASSERT_FALSE(expected.empty());
  window_pool pool;
  auto at = pool.open("/proc/version");
  ASSERT_EQ(at.file_size(), expected.size());
  const view all = at.pin(0, expected.size());
  EXPECT_EQ(text_of(all.bytes()), expected);
  EXPECT_EQ(at[3], static_cast<std::byte>(expected[3]));
  EXPECT_THROW(static_cast<void>(at[expected.size()]), std::out_of_range);
  at.use_region(1, 5);
  EXPECT_EQ(text_of(at.buffer().bytes()), expected.substr(1, 5));
  EXPECT_EQ(at.refresh(), file_change::same);
  at = cursor();
  EXPECT_EQ(text_of(all.bytes()), expected);
}

TEST(WindowSpecialFiles, LongOnesToo) {
  std::ifstream stream("/proc/cpuinfo", std::ios::binary);
  const std::string expected{std::istreambuf_iterator<char>(stream), {}};
  window_pool pool;
  auto at = pool.open("/proc/cpuinfo");
  // Its frequencies change from one look to the next, and with them its length a little.
  ASSERT_GT(at.file_size(), expected.size() / 2);
  EXPECT_EQ(text_of(at.pin(0, 9).bytes()), expected.substr(0, 9));
}

TEST(WindowSpecialFiles, AFolderIsOne) {
  const temporary_file stored;
  window_pool pool;
  EXPECT_EQ(refusal(pool, stored.folder(), stored.folder()), std::errc::is_a_directory);
  const os::descriptor folder(::open(stored.folder().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  EXPECT_EQ(refusal(pool, folder.fd(), stored.folder()), std::errc::is_a_directory);
}

TEST(WindowSpecialFiles, WhatHasNoOffsetsIsRefused) {
  window_pool pool;

  const auto pipe = make_pipe();

  EXPECT_EQ(refusal(pool, pipe.reading.fd(), "pipe"), std::errc::invalid_seek);
  const auto sockets = make_sockets();
  EXPECT_EQ(refusal(pool, sockets.reading.fd(), "socket"), std::errc::invalid_seek);
  const temporary_file stored;
  const auto fifo = stored.folder() / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const os::descriptor both(::open(fifo.c_str(), O_RDWR | O_CLOEXEC));  // so that opening does not wait
  EXPECT_EQ(refusal(pool, fifo, fifo), std::errc::invalid_seek);
}

TEST(WindowSpecialFiles, DevicesWithoutEndAreRefused) {
  window_pool pool;
  EXPECT_TRUE(refusal(pool, std::filesystem::path("/dev/zero"), "/dev/zero"));
  EXPECT_TRUE(refusal(pool, std::filesystem::path("/dev/null"), "/dev/null"));
  EXPECT_EQ(pool.statistics().files, 0u);
}

TEST(WindowSpecialFiles, WhatIsNotThereIsNamed) {
  const temporary_file stored;
  window_pool pool;
  EXPECT_EQ(refusal(pool, stored.folder() / "none", "none"), std::errc::no_such_file_or_directory);
  EXPECT_EQ(refusal(pool, -1, ""), std::errc::bad_file_descriptor);
}

}  // namespace memosaic::test::window_special_files
