// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/output_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "support/failing_calls.hpp"
#include "support/temporary_file.hpp"

namespace output_file_test {
using namespace memosaic;
using namespace memosaic::literals;
using test::temporary_file;
namespace fs = std::filesystem;
using existing = output_file::existing;

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

std::string content_of(const temporary_file& file) { return std::string(text_of(file.content())); }

int error_of(const fs::path& path, existing what = existing::replace) {
  try {
    output_file made(path, what);
    return 0;
  } catch (const fs::filesystem_error& error) {
    EXPECT_EQ(error.path1(), path);
    return error.code().value();
  }
}

TEST(OutputFile, AppearsWhenItIsPublished) {
  const temporary_file stage;
  fs::remove(stage.path());
  output_file made(stage.path());
  made.write("whole"_bytes);
  EXPECT_FALSE(fs::exists(stage.path()));
  EXPECT_EQ(names_in(stage.folder()), std::set<std::string>{});
  made.flush();
  made.publish();
  EXPECT_EQ(content_of(stage), "whole");
  EXPECT_EQ(names_in(stage.folder()), std::set<std::string>{"file"});
  EXPECT_EQ(made.fd(), -1);
  EXPECT_TRUE(made.unfinished_path().empty());
  EXPECT_THROW(made.publish(), fs::filesystem_error);
  EXPECT_THROW(made.write("more"_bytes), fs::filesystem_error);
  EXPECT_EQ(content_of(stage), "whole");
}

TEST(OutputFile, WithoutUnnamedFilesItHasAnotherName) {
  const temporary_file stage("old"_bytes);
  const test::refusing_calls calls({"create_nameable"}, EOPNOTSUPP);
  output_file made(stage.path());
  made.write("whole"_bytes);
  EXPECT_EQ(names_in(stage.folder()), (std::set<std::string>{"file", made.unfinished_path().filename().string()}));
  made.publish();
  EXPECT_EQ(content_of(stage), "whole");
  EXPECT_EQ(names_in(stage.folder()), std::set<std::string>{"file"});
}

TEST(OutputFile, WhatAKilledProcessLeftGoesWithTheNext) {
  const temporary_file stage("old"_bytes);
  output_file made(stage.path());
  made.write("new"_bytes);
  std::ofstream(made.unfinished_path()) << "left";
  made.publish();
  EXPECT_EQ(content_of(stage), "new");
  EXPECT_EQ(names_in(stage.folder()), std::set<std::string>{"file"});
}

TEST(OutputFile, ANameTakenMeanwhileIsReplaced) {
  const temporary_file stage;
  fs::remove(stage.path());
  output_file first(stage.path());
  output_file second(stage.path());
  first.write("first"_bytes);
  first.publish();
  second.write("second"_bytes);
  second.publish();
  EXPECT_EQ(content_of(stage), "second");
  EXPECT_EQ(names_in(stage.folder()), std::set<std::string>{"file"});
}

TEST(OutputFile, LeavesNothingUnpublished) {
  const temporary_file stage("old"_bytes);
  {
    output_file made(stage.path());
    made.write("new"_bytes);
    made.resize(100);
  }
  EXPECT_EQ(names_in(stage.folder()), std::set<std::string>{"file"});
  EXPECT_EQ(content_of(stage), "old");
}

TEST(OutputFile, HolesMayBeLeft) {
  const temporary_file stage("old"_bytes);
  output_file made(stage.path());
  made.write("new"_bytes);
  made.skip(1 << 20);
  made.write("end"_bytes);
  made.publish();
  const auto content = stage.content();
  ASSERT_EQ(content.size(), (1U << 20) + 6);
  EXPECT_EQ(text_of(content).substr(0, 4), std::string_view("new\0", 4));
  EXPECT_EQ(text_of(content).substr((1U << 20) + 2), std::string_view("\0end", 4));
}

TEST(OutputFile, SeveralAtOnceDoNotMeet) {
  const temporary_file stage("old"_bytes);
  output_file first(stage.path());
  output_file second(stage.path());
  first.write("first"_bytes);
  second.write("second"_bytes);
  first.publish();
  EXPECT_EQ(content_of(stage), "first");
  second.publish();
  EXPECT_EQ(content_of(stage), "second");
}

TEST(OutputFile, KeepsWhatIsThere) {
  const temporary_file stage("old"_bytes);
  EXPECT_EQ(error_of(stage.path(), existing::keep), EEXIST);
  fs::remove(stage.path());
  output_file late(stage.path(), existing::keep);
  late.write("new"_bytes);
  fs::create_symlink("nothing", stage.path());
  EXPECT_EQ(error_of(stage.path(), existing::keep), EEXIST);
  EXPECT_THROW(late.publish(), fs::filesystem_error);
  EXPECT_TRUE(fs::is_symlink(stage.path()));
}

TEST(OutputFile, KeepsWhatIsThereOnFileSystemsThatCannotTell) {
  const temporary_file stage;
  fs::remove(stage.path());
  const test::refusing_calls calls({"create_nameable", "rename_to_new"}, EINVAL);
  {
    output_file made(stage.path(), existing::keep);
    output_file late(stage.path(), existing::keep);
    made.write("first"_bytes);
    made.publish();
    EXPECT_THROW(late.publish(), fs::filesystem_error);
  }
  EXPECT_EQ(content_of(stage), "first");
  EXPECT_EQ(names_in(stage.folder()), std::set<std::string>{"file"});
}

TEST(OutputFile, PermissionsAreThoseOfTheReplacedFile) {
  const temporary_file stage("old"_bytes);
  fs::permissions(stage.path(), fs::perms{0751});
  const ::mode_t before = ::umask(027);
  {
    output_file made(stage.path());
    made.publish();
  }
  EXPECT_EQ(fs::status(stage.path()).permissions(), fs::perms{0751});
  fs::remove(stage.path());
  {
    output_file made(stage.path(), existing::replace, fs::perms{0666});
    made.publish();
  }
  EXPECT_EQ(fs::status(stage.path()).permissions(), fs::perms{0640});
  ::umask(before);
}

TEST(OutputFile, FollowsLinks) {
  const temporary_file stage("old"_bytes);
  fs::create_directory(stage.folder() / "below");
  fs::create_symlink("../file", stage.folder() / "below" / "link");
  fs::create_symlink(stage.folder() / "below" / "link", stage.folder() / "first");
  {
    output_file made(stage.folder() / "first");
    EXPECT_TRUE(fs::equivalent(made.unfinished_path().parent_path(), stage.folder()));
    made.write("new"_bytes);
    made.publish();
  }
  EXPECT_TRUE(fs::is_symlink(stage.folder() / "first"));
  EXPECT_TRUE(fs::is_symlink(stage.folder() / "below" / "link"));
  EXPECT_EQ(content_of(stage), "new");
  fs::remove(stage.path());
  {
    output_file made(stage.folder() / "first");
    made.publish();
  }
  EXPECT_TRUE(fs::is_regular_file(stage.path()));
}

TEST(OutputFile, NamesWhatIsWrong) {
  const temporary_file stage("old"_bytes);
  fs::create_symlink("loop", stage.folder() / "loop");
  fs::create_directory_symlink(".", stage.folder() / "here");
  ASSERT_EQ(::mkfifo((stage.folder() / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(error_of(""), ENOENT);
  EXPECT_EQ(error_of(stage.folder()), EISDIR);
  EXPECT_EQ(error_of(stage.folder() / ""), EISDIR);
  EXPECT_EQ(error_of(stage.folder() / "here"), EISDIR);
  EXPECT_EQ(error_of(stage.folder() / "loop"), ELOOP);
  EXPECT_EQ(error_of(stage.folder() / "pipe"), EOPNOTSUPP);
  EXPECT_EQ(error_of("/dev/null"), EOPNOTSUPP);
  EXPECT_EQ(error_of(stage.folder() / "none" / "file"), ENOENT);
  EXPECT_EQ(error_of(stage.path() / "below"), ENOTDIR);
  EXPECT_EQ(error_of(stage.folder() / std::string(300, 'x')), ENAMETOOLONG);
  EXPECT_EQ(error_of(std::string("a\0b", 3)), EINVAL);
  EXPECT_EQ(names_in(stage.folder()), (std::set<std::string>{"file", "here", "loop", "pipe"}));
}

TEST(OutputFile, WhatCannotBeFlushedIsNoError) {
  const temporary_file stage("old"_bytes);
  const test::refusing_calls calls({"flush"}, EINVAL);
  output_file made(stage.path());
  made.write("new"_bytes);
  made.publish();
  EXPECT_EQ(content_of(stage), "new");
}

}  // namespace output_file_test
