// SPDX-License-Identifier: Apache-2.0
#include "cli/copy.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "cli/trouble.hpp"
#include "support/captured_console.hpp"
#include "support/filled_pipe.hpp"
#include "support/temporary_file.hpp"

namespace copy_test {
using namespace memosaic;
using namespace memosaic::literals;
using cli::copy_options;
using cli::exit_code;
using cli::trouble;
namespace fs = std::filesystem;

struct copying {
  explicit copying(bytes_view source, bytes_view existing) : from(source), to(existing) {
    options.source = from.path();
    options.target = to.path();
  }
  explicit copying(bytes_view source) : copying(source, {}) { fs::remove(to.path()); }

  void run() {
    test::captured_console console;
    EXPECT_EQ(cli::copy(options, console.with()), exit_code::yes);
  }
  exit_code refused(const std::string& why) {
    try {
      test::captured_console console;
      static_cast<void>(cli::copy(options, console.with()));
    } catch (const trouble& error) {
      EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
      return error.code();
    }
    ADD_FAILURE() << why;
    return exit_code::yes;
  }
  [[nodiscard]] std::string target() const { return std::string(text_of(to.content())); }
  [[nodiscard]] std::ptrdiff_t files_beside() const {
    return std::distance(fs::directory_iterator(to.folder()), fs::directory_iterator());
  }

  test::temporary_file from;
  test::temporary_file to;
  copy_options options;
};

TEST(Copy, MakesANewFileOfARange) {
  copying all("0123456789"_bytes);
  all.run();
  EXPECT_EQ(all.target(), "0123456789");
  copying part("0123456789"_bytes);
  part.options.range = {3, 7};
  part.run();
  EXPECT_EQ(part.target(), "3456");
  EXPECT_EQ(part.files_beside(), 1);
  copying nothing(""_bytes);
  nothing.run();
  EXPECT_EQ(nothing.target(), "");
}

TEST(Copy, ReplacesOnlyByForce) {
  copying work("new"_bytes, "old"_bytes);
  EXPECT_EQ(work.refused("exists already: name another file, or give --force"), exit_code::conflict);
  EXPECT_EQ(work.target(), "old");
  fs::permissions(work.to.path(), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_write);
  work.options.force = true;
  work.run();
  EXPECT_EQ(work.target(), "new");
  EXPECT_EQ(fs::status(work.to.path()).permissions(),
            fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_write);
}

TEST(Copy, ARangeThatTheSourceLacksLeavesNothing) {
  copying work("0123"_bytes);
  work.options.range = {2, 5};
  EXPECT_EQ(work.refused("beyond the end of the file at 0x4"), exit_code::trouble);
  EXPECT_EQ(work.files_beside(), 0);
  const test::filled_pipe pipe("0123"_bytes);
  work.options.source = pipe.path();
  EXPECT_EQ(work.refused("ended after 2 bytes of the range, which has 3"), exit_code::trouble);
  EXPECT_EQ(work.files_beside(), 0);
}

TEST(Copy, WritesIntoAnExistingFile) {
  copying work("ABCD"_bytes, "0123456789"_bytes);
  work.options.at = 4;
  work.options.range = {1, std::nullopt};
  work.run();
  EXPECT_EQ(work.target(), "0123BCD789");
  work.options.at = 10;
  work.run();
  EXPECT_EQ(work.target(), "0123BCD789BCD");
  work.options.at = 14;
  EXPECT_EQ(work.refused("--at 0xe is beyond its end at 0xd"), exit_code::trouble);
  work.options.source = work.options.target;
  EXPECT_EQ(work.refused("is source and target at once"), exit_code::trouble);
  work.options.target = work.to.folder() / "absent";
  EXPECT_EQ(work.refused("does not exist"), exit_code::trouble);
}

TEST(Copy, FollowsALinkToTheFile) {
  copying work("new"_bytes, "old"_bytes);
  const fs::path link = work.to.folder() / "link";
  fs::create_symlink(work.to.path(), link);
  work.options.target = link;
  work.options.force = true;
  work.run();
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(work.target(), "new");
}

TEST(Copy, AFileCanBeCutToARangeOfItself) {
  copying work("0123456789"_bytes);
  work.options.target = work.options.source;
  work.options.range = {2, 4};
  work.options.force = true;
  work.run();
  EXPECT_EQ(text_of(work.from.content()), "23");
}

TEST(Copy, HolesStayHoles) {
  copying work(""_bytes);
  constexpr std::uint64_t size = std::uint64_t{3} << 20U;
  work.from.write_at(size / 2, "middle"_bytes);
  fs::resize_file(work.from.path(), size);
  work.options.range = {5, size - 7};
  work.run();
  const auto source = work.from.content();
  const auto target = work.to.content();
  EXPECT_TRUE(std::equal(source.begin() + 5, source.end() - 7, target.begin(), target.end()));
  struct stat status {};
  ASSERT_EQ(::stat(work.to.path().c_str(), &status), 0);
  EXPECT_LT(status.st_blocks * 512, static_cast<std::int64_t>(size / 2));
}

TEST(Copy, StreamsAndDevicesAreCopiedStraight) {
  const auto bytes = test::random_bytes(600000);
  const test::filled_pipe pipe(bytes);
  copying work(""_bytes);
  work.options.source = pipe.path();
  work.options.range = {100, 500000};
  work.run();
  EXPECT_EQ(work.to.content(), std::vector(bytes.begin() + 100, bytes.begin() + 500000));
  work.options.source = work.to.path();
  work.options.range = {};
  work.options.target = "/dev/null";
  work.run();
  work.options.target = "/dev/full";
  EXPECT_EQ(work.refused("/dev/full: no space left on the device"), exit_code::trouble);
  work.options.target = work.to.folder();
  EXPECT_EQ(work.refused("is a folder: name the file, as in"), exit_code::trouble);
}

}  // namespace copy_test
