// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>

#include "support/child_process.hpp"
#include "support/table_building.hpp"
#include "support/temporary_file.hpp"

/// A build for which there is no room: the old table stays, nothing else does, and the error says why.
namespace memosaic::table_space_faults {

namespace fs = std::filesystem;

enum outcome : int { right = 0, cannot_try = 77 };

bool write_file(const char* path, const std::string& text) {
  const int fd = ::open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<::ssize_t>(text.size());
  ::close(fd);
  return written;
}

/// In a child: a file system of so many bytes at `folder`, seen by this process alone.
bool mount_small(const fs::path& folder, const char* size) {
  const std::string user = "0 " + std::to_string(::geteuid()) + " 1";
  const std::string group = "0 " + std::to_string(::getegid()) + " 1";
  const std::string options = std::string("size=") + size;
  const auto mounted = [&] {
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
    return ::mount("small", folder.c_str(), "tmpfs", 0, options.c_str()) == 0;
  };
  if (::unshare(CLONE_NEWNS) == 0 && mounted()) return true;
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  return write_file("/proc/self/setgroups", "deny") && write_file("/proc/self/uid_map", user) &&
         write_file("/proc/self/gid_map", group) && mounted();
}

void build(const fs::path& path, int rows, std::uint64_t memory) {
  table_builder builder(test::keyed_schema(field_type::text(), true), {.memory_limit = memory,
                                                                       .seed = 1,
                                                                       .insertion_order = true,
                                                                       .sorted = true,
                                                                       .temporary_folder = path.parent_path()});
  for (int i = 0; i < rows; ++i) builder.add(test::keyed_record("k" + std::to_string(i), i, true));
  builder.finish(path);
}

/// Which check failed first is the exit code: 1 and above.
int try_builds(const fs::path& path, int expected) {
  build(path, 10, 1);
  // More records than fit, in the file or in temporary ones, up to many times as many.
  for (const std::uint64_t memory : {std::uint64_t{1}, std::uint64_t{1} << 24U}) {
    for (const int rows : {900, 1000, 2000, 10'000}) {
      try {
        build(path, rows, memory);
        return 1;
      } catch (const fs::filesystem_error& error) {
        if (error.code().value() != expected) return 2;
        if (std::string(error.what()).find(path.parent_path().string()) == std::string::npos) return 3;
      }
      if (table::open(path, open_level::verified).size() != 10) return 4;
      if (test::files_in(path.parent_path()) != 1) return 5;
    }
  }
  // All room is there again.
  build(path, 300, 1);
  return table::open(path, open_level::verified).size() == 300 ? right : 6;
}

TEST(TableSpaceFaults, ADeviceThatIsFull) {
  const test::temporary_file place;
  const auto end = test::in_child([&] {
    if (!mount_small(place.folder(), "256k")) return static_cast<int>(cannot_try);
    return try_builds(place.folder() / "table", ENOSPC);
  });
  if (end.code == cannot_try) GTEST_SKIP() << "no small file system may be mounted here: only its errors were tried";
  EXPECT_EQ(end.signal, 0);
  EXPECT_EQ(end.code, right);
}

TEST(TableSpaceFaults, AFileThatMayNotGrow) {
  const test::temporary_file place;
  const auto end = test::in_child([&] {
    const ::rlimit most{150'000, 150'000};
    if (::signal(SIGXFSZ, SIG_IGN) == SIG_ERR || ::setrlimit(RLIMIT_FSIZE, &most) != 0) {
      return static_cast<int>(cannot_try);
    }
    fs::remove(place.path());
    return try_builds(place.path(), EFBIG);
  });
  EXPECT_EQ(end.signal, 0);
  EXPECT_EQ(end.code, right);
}

}  // namespace memosaic::table_space_faults
