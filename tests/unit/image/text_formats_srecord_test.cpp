// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

#include "support/image_text.hpp"
#include "support/temporary_file.hpp"

// What srec_cat writes is read, and what is written is read by srec_cat, as the same bytes at the same addresses.
namespace memosaic::text_formats_srecord_test {

using namespace memosaic::testing;

struct dialect {
  image_format format;
  std::string option;
  int128 stop;
  unsigned word_size;
};

const dialect dialects[] = {
    {image_format::tektronix_extended, "-Tektronix_Extended", int128{1} << 32, 1},
    {image_format::mos, "-MOS_Technologies", 0x10000, 1},
    {image_format::ti_txt, "-TI_Txt", int128{1} << 24, 1},
    {image_format::ascii_hex, "-Ascii_Hex", int128{1} << 32, 1},
    {image_format::atmel_generic, "-Atmel_Generic_Big_Endian", 0x20000, 2},  // srecord stops at 16 bits of words
    {image_format::verilog_vmem, "-VMem 8", int128{1} << 32, 1},
    {image_format::verilog_vmem, "-VMem 16", int128{1} << 32, 2},
    {image_format::verilog_vmem, "-VMem 32", int128{1} << 32, 4},
};

/// What srec_cat makes of a file, as its arguments say; "srec_cat failed" if it does.
std::string converted(const std::string& text, const std::string& from, const std::string& to) {
  const test::temporary_file input(bytes_of(text));
  const test::temporary_file output;
  const std::string command = "timeout 20 srec_cat " + input.path().string() + " " + from + " -o " +
                              output.path().string() + " " + to + " > /dev/null 2>&1";
  if (std::system(command.c_str()) != 0) return "srec_cat failed";
  std::ifstream stream(output.path(), std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Some blocks of whole words, the last one not at the very top, where srec_cat wraps around.
image random_image(std::mt19937_64& numbers, const dialect& shape) {
  image made;
  made.word_size = shape.word_size;
  for (auto count = 1 + numbers() % 5; count > 0; --count) {
    std::vector<std::byte> bytes(4 * (1 + numbers() % 60));
    for (auto& byte : bytes) byte = static_cast<std::byte>(numbers());
    const auto near = static_cast<int128>(numbers() % 2000 * 4);
    made.memory.write(numbers() % 3 == 0 ? shape.stop - near - 512 : near, bytes);
  }
  return made;
}

TEST(TextFormatsSrecord, BothReadWhatTheOtherWrites) {
  if (std::system("srec_cat -VERSion > /dev/null 2>&1") != 0) GTEST_SKIP() << "there is no srec_cat";
  std::mt19937_64 numbers(5);
  for (const auto& shape : dialects) {
    for (int round = 0; round < 6; ++round) {
      const image from = random_image(numbers, shape);
      SCOPED_TRACE(shape.option + " " + std::to_string(round));
      const std::string reading = shape.format == image_format::verilog_vmem ? "-VMem" : shape.option;
      const std::string ours = converted(written(shape.format, from), reading, "-Intel");
      ASSERT_EQ(read_text(image_format::intel_hex, ours).content.memory, from.memory);
      image bytes = from;
      bytes.word_size = 1;
      const std::string theirs = converted(written(image_format::intel_hex, bytes), "-Intel", shape.option);
      ASSERT_EQ(read_text(shape.format, theirs).content, from);
    }
  }
}

}  // namespace memosaic::text_formats_srecord_test
