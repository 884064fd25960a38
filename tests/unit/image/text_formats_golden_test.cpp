// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "support/image_text.hpp"

// One image in every text format, as files that this library and others have read since they were first written.
namespace memosaic::text_formats_golden_test {

using namespace memosaic::testing;

std::string golden(const std::string& name) {
  const auto path = std::filesystem::path(__FILE__).parent_path() / "../../golden/image" / name;
  std::ifstream stream(path, std::ios::binary);
  EXPECT_TRUE(stream.is_open()) << path;
  return {std::istreambuf_iterator<char>(stream), {}};
}

image blocks() {
  image made = image_of({{0x100, "Hello, World! Twenty-six letters."},
                         {0x200, std::string_view("\0\xFF", 2)},
                         {0xFFF0, "top of 16 bits.."}});
  made.entry = image_entry{0x104, std::nullopt};
  made.header = "two \"quoted\"\n\x01words?";
  return made;
}

/// What a format keeps of the image.
image kept(bool entry, unsigned word_size) {
  image made = blocks();
  if (!entry) made.entry.reset();
  made.header.clear();
  made.word_size = word_size;
  return made;
}

void expect_golden(image_format format, const std::string& name, const image& from, const image& back,
                   const write_image_options& options = {}) {
  const std::string text = written(format, from, options);
  EXPECT_EQ(text, golden(name));
  if (facts_of(format).readable) {
    EXPECT_EQ(read_text(format, golden(name)).content, back);
  }
}

TEST(TextFormatsGolden, Files) {
  const image from = blocks();
  expect_golden(image_format::tektronix_extended, "blocks.tek", from, kept(true, 1));
  expect_golden(image_format::mos, "blocks.mos", from, kept(false, 1));
  expect_golden(image_format::ti_txt, "blocks.titxt", from, kept(false, 1));
  expect_golden(image_format::ascii_hex, "blocks.ahex", from, kept(false, 1));
  expect_golden(image_format::verilog_vmem, "blocks.vmem", from, kept(false, 1));
  expect_golden(image_format::c_array, "blocks.c", from, {}, {.array_name = "golden"});
  expect_golden(image_format::hexdump, "blocks.hexdump", from, {});
}

TEST(TextFormatsGolden, FilesOfWords) {
  image from = blocks();
  from.memory.poke(0x121, std::byte{'.'});
  image back = kept(false, 2);
  back.memory = from.memory;
  expect_golden(image_format::atmel_generic, "words.gen", from, back);
  from.word_size = 2;
  expect_golden(image_format::verilog_vmem, "words.vmem", from, back);
}

}  // namespace memosaic::text_formats_golden_test
