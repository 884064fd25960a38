// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "image/uf2_block.hpp"
#include "support/image_sink.hpp"
#include "support/temporary_file.hpp"

namespace uf2_write_test {
using namespace memosaic;
using namespace memosaic::literals;
using image_core::uf2_field;
using test::written;

std::string refused(const image& from, const write_image_options& options = {}) {
  try {
    return "written: " + std::to_string(written(from, image_format::uf2, options).size());
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

TEST(Uf2Write, WholePagesAreNumbered) {
  image from;
  from.memory.write(0x1000, test::random_bytes(512));
  from.memory.write(0xFFFFFF00, test::random_bytes(256));
  write_image_options options;
  options.uf2_family = 0xE48BFF56;
  const auto file = written(from, image_format::uf2, options);
  ASSERT_EQ(file.size(), 3 * 512u);
  for (std::uint32_t i = 0; i < 3; ++i) {
    const std::byte* const block = file.data() + 512 * i;
    EXPECT_TRUE(image_core::has_uf2_magic(block));
    EXPECT_EQ(image_core::uf2_number(block, uf2_field::number), i);
    EXPECT_EQ(image_core::uf2_number(block, uf2_field::count), 3u);
    EXPECT_EQ(image_core::uf2_number(block, uf2_field::payload_size), 256u);
    EXPECT_EQ(image_core::uf2_number(block, uf2_field::flags), 0x2000u);
    EXPECT_EQ(image_core::uf2_number(block, uf2_field::family), 0xE48BFF56u);
    EXPECT_EQ(block[32 + 256], std::byte{0xFF});
  }
  EXPECT_EQ(image_core::uf2_number(file.data() + 1024, uf2_field::address), 0xFFFFFF00u);
  EXPECT_EQ(test::read_bytes(file).content, from);
  EXPECT_TRUE(written({}, image_format::uf2).empty());
}

TEST(Uf2Write, PartsOfPagesAreFilledOrRefused) {
  image from;
  from.memory.write(0x1004, "abc"_bytes);
  from.memory.write(0x10F0, "defg"_bytes);
  from.memory.write(0x11FF, "hi"_bytes);
  EXPECT_EQ(
      refused(from),
      "UF2: it is written in whole pages of 256 bytes, and 0x1003 is a hole; give a fill byte, or write Intel HEX");
  from.memory.clear({0, 0x1100});
  from.memory.fill({0x1100, 0x11FF}, "\0"_bytes);
  EXPECT_EQ(
      refused(from),
      "UF2: it is written in whole pages of 256 bytes, and 0x1201 is a hole; give a fill byte, or write Intel HEX");
  write_image_options options;
  options.fill = std::byte{0xEE};
  from.memory.write(0x10F0, "defg"_bytes);
  const auto back = test::read_bytes(written(from, image_format::uf2, options)).content;
  image expected = from;
  expected.memory.flood({0x1000, 0x1300}, "\xEE"_bytes);
  EXPECT_EQ(back, expected);
}

TEST(Uf2Write, ManySmallBlocksInOnePageAreOneBlock) {
  image from;
  for (int at = 0; at < 1000; at += 2) from.memory.poke(at, std::byte{1});
  write_image_options options;
  options.fill = std::byte{0};
  options.record_length = 100;
  EXPECT_EQ(refused(from, options), "written: 5120");
}

TEST(Uf2Write, RefusesWhatItCannotHold) {
  image from;
  from.memory.write(int128{1} << 32, test::random_bytes(256));
  EXPECT_EQ(refused(from), "UF2: addresses have 32 bits, and 0x1000000FF has more; verilog-vmem has wider addresses");
  from.memory.shift(-(int128{1} << 33));
  EXPECT_EQ(refused(from), "UF2: addresses have 32 bits, and -0x100000000 has more; verilog-vmem has wider addresses");
  write_image_options options;
  for (const std::size_t length : {0u, 3u, 480u, 6u}) {
    options.record_length = length;
    EXPECT_EQ(refused(from, options),
              "UF2: records have a multiple of 4, at most 476 bytes, not " + std::to_string(length));
  }
  options.record_length = 100;
  options.fill = std::byte{0};
  from = {};
  from.memory.poke(0xFFFFFFFF, std::byte{1});
  EXPECT_EQ(refused(from, options),
            "UF2: addresses have 32 bits, and the last page of 100 bytes reaches beyond; give a record length that is "
            "a power of 2");
}

}  // namespace uf2_write_test
