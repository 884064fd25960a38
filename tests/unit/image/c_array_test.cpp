// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <span>
#include <string>

#include "golden/image/blocks.c"
#include "support/image_text.hpp"
#include "support/temporary_file.hpp"

// The source that write_image writes is included here, as a user would: so it is valid C++.
namespace memosaic::c_array_test {

using namespace memosaic::testing;

TEST(CArray, BlocksAreArraysWithTheirAddresses) {
  EXPECT_EQ(golden_block_count, 3U);
  EXPECT_EQ(golden_0_address, 0x100U);
  EXPECT_EQ(golden_0_size, sizeof golden_0);
  EXPECT_EQ(text_of(std::as_bytes(std::span(golden_0))), "Hello, World! Twenty-six letters.");
  EXPECT_EQ(golden_1_address, 0x200U);
  EXPECT_EQ(golden_1_size, 2U);
  EXPECT_EQ(golden_1[1], 0xFF);
  EXPECT_EQ(golden_2_address, 0xFFF0U);
  EXPECT_EQ(sizeof golden_2, golden_2_size);
  EXPECT_EQ(golden_entry, 0x104U);
  EXPECT_EQ(std::string_view(golden_header), "two \"quoted\"\n\x01words?");
}

TEST(CArray, WhatIsAbsentIsNotWritten) {
  image from;
  EXPECT_EQ(written(image_format::c_array, from),
            "#include <stddef.h>\n#include <stdint.h>\n\nconst size_t image_block_count = 0;\n");
  from.entry = image_entry{};
  from.header = "h";
  EXPECT_EQ(written(image_format::c_array, from, {.entry = false, .header = false}),
            written(image_format::c_array, {}));
  from = image_of({{0xFFFFFFFF, "ab"}});
  EXPECT_NE(written(image_format::c_array, from).find("image_0_address = 0x00000000FFFFFFFFULL;"), std::string::npos);
}

TEST(CArray, IsValidAsC99) {
  if (std::system("cc --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "there is no C compiler";
  image from = image_of({{0xFFFFFFFF00000000, "abc"}, {0x10, "defghijklmnopqrstuvw"}});
  from.entry = image_entry{0xFFFFFFFF00000000, std::nullopt};
  for (int c = 0; c < 256; ++c) from.header += static_cast<char>(c);
  from.header += "?\?/ */ \\\n1";
  const test::temporary_file file(bytes_of(written(image_format::c_array, from, {.lines = line_end::crlf})));
  const std::string compile = "cc -std=c99 -pedantic-errors -Wall -Wextra -Werror -fsyntax-only -x c ";
  EXPECT_EQ(std::system((compile + file.path().string()).c_str()), 0);
}

}  // namespace memosaic::c_array_test
