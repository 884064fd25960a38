// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/output_file.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>

#include "faults/every_call_fails.hpp"
#include "support/short_calls.hpp"
#include "support/temporary_file.hpp"

namespace output_file_faults {
using namespace memosaic;
using namespace memosaic::literals;
using test::every_call_fails;
using test::temporary_file;
namespace fs = std::filesystem;
using existing = output_file::existing;

std::ptrdiff_t files_in(const fs::path& folder) {
  return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

std::unique_ptr<temporary_file> old_file() { return std::make_unique<temporary_file>("old"_bytes); }

std::unique_ptr<temporary_file> no_file() {
  auto stage = std::make_unique<temporary_file>();
  fs::remove(stage->path());
  return stage;
}

void write_new(const temporary_file& stage, existing what) {
  output_file made(stage.path(), what);
  made.write("new"_bytes);
  made.resize(3);
  made.publish();
}

TEST(OutputFileFaults, AReplacedFileIsWholeAndNothingElseRemains) {
  const auto replace = [](const std::unique_ptr<temporary_file>& stage) {
    const auto check = [&](bool published) {
      const std::string content(text_of(stage->content()));
      EXPECT_TRUE(content == "new" || (content == "old" && !published)) << content;
      EXPECT_EQ(files_in(stage->folder()), 1);
    };
    try {
      write_new(*stage, existing::replace);
    } catch (...) {
      check(false);
      throw;
    }
    check(true);
  };
  EXPECT_GT(every_call_fails(old_file, replace), 40u);
}

TEST(OutputFileFaults, ANewFileIsWholeOrAbsent) {
  const auto create = [](const std::unique_ptr<temporary_file>& stage) {
    const auto check = [&](bool published) {
      EXPECT_TRUE(fs::exists(stage->path()) || !published);
      if (fs::exists(stage->path())) {
        EXPECT_EQ(text_of(stage->content()), "new");
      }
      EXPECT_EQ(files_in(stage->folder()), fs::exists(stage->path()) ? 1 : 0);
    };
    try {
      write_new(*stage, existing::keep);
    } catch (...) {
      check(false);
      throw;
    }
    check(true);
  };
  EXPECT_GT(every_call_fails(no_file, create), 40u);
}

TEST(OutputFileFaults, ShortWritesAreContinued) {
  const auto content = test::random_bytes(10'000);
  const auto stage = no_file();
  const test::short_calls calls(7);
  output_file made(stage->path());
  made.write(content);
  made.publish();
  EXPECT_EQ(stage->content(), content);
}

}  // namespace output_file_faults
