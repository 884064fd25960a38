// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string>

#include "memosaic/buffer/io.hpp"
#include "memosaic/image/read_image.hpp"
#include "memosaic/image/write_image.hpp"
#include "support/temporary_file.hpp"

namespace load_save_test {
using namespace memosaic;
using namespace memosaic::literals;
namespace fs = std::filesystem;

image pages() {
  image made;
  made.memory.write(0x2000'0000, test::random_bytes(512));
  made.memory.write(0x2000'1000, test::random_bytes(200'000 / 256 * 256, 2));
  return made;
}

TEST(LoadAndSave, WhatIsSavedIsLoaded) {
  const test::temporary_file stage;
  const fs::path path = stage.folder() / "a.uf2";
  save_image(pages(), path);
  const auto loaded = load_image(path);
  EXPECT_EQ(loaded.format, image_format::uf2);
  EXPECT_EQ(loaded.content, pages());
  EXPECT_EQ(loaded.problem_count, 0u);
}

TEST(LoadAndSave, TheFormatMayBeForced) {
  const test::temporary_file stage;
  save_image(pages(), stage.path(), image_format::uf2);
  EXPECT_EQ(load_image(stage.path()).content, pages());
  const auto raw = load_image(stage.path(), {.format = image_format::raw, .raw_address = 16});
  EXPECT_EQ(raw.content.memory, image_memory::from_bytes(stage.content(), 16));
}

TEST(LoadAndSave, TheExtensionDecidesWhatTheContentDoesNotShow) {
  const test::temporary_file stage;
  fs::rename(stage.path(), stage.folder() / "a.uf2");
  EXPECT_EQ(load_image(stage.folder() / "a.uf2").format, image_format::uf2);
  fs::rename(stage.folder() / "a.uf2", stage.folder() / "a.strange");
  EXPECT_EQ(load_image(stage.folder() / "a.strange").format, image_format::raw);
  fs::rename(stage.folder() / "a.strange", stage.folder() / "a.h");
  try {
    static_cast<void>(load_image(stage.folder() / "a.h", {.name = "a.h"}));
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "a.h: C array is only written: if the file is of another format, name that");
  }
}

TEST(LoadAndSave, WhatCannotBeSavedLeavesTheOldFile) {
  const test::temporary_file stage("old"_bytes);
  EXPECT_THROW(save_image(pages(), stage.path(), image_format::raw), std::invalid_argument);
  EXPECT_THROW(save_image(pages(), stage.path(), image_format::elf), std::invalid_argument);
  EXPECT_THROW(save_image(pages(), stage.path()), std::invalid_argument);
  const fs::path pipe = stage.folder() / "pipe";  // never a device of the machine: a fault here would replace it
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THROW(save_image(pages(), pipe, image_format::uf2), fs::filesystem_error);
  EXPECT_TRUE(fs::is_fifo(pipe));
  EXPECT_EQ(text_of(stage.content()), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(stage.folder()), {}), 2);
}

TEST(LoadAndSave, APipeIsReadToItsEnd) {
  const auto content = test::random_bytes(300'000);
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  ASSERT_GE(::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20), 300'000);
  write_all(ends[1], content);
  ::close(ends[1]);
  const auto loaded = load_image("/dev/fd/" + std::to_string(ends[0]), {.format = image_format::raw});
  ::close(ends[0]);
  EXPECT_EQ(loaded.content.memory, image_memory::from_bytes(content));
}

TEST(LoadAndSave, WordSizesAreTested) {
  const test::temporary_file stage("abcd"_bytes);
  EXPECT_THROW(static_cast<void>(load_image(stage.path(), {.word_size = 3})), std::invalid_argument);
  EXPECT_EQ(load_image(stage.path(), {.word_size = 2}).content.word_size, 2u);
  image odd = pages();
  odd.word_size = 0;
  EXPECT_THROW(save_image(odd, stage.path(), image_format::uf2), std::invalid_argument);
}

}  // namespace load_save_test
