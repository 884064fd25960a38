// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/image_error.hpp"

#include <gtest/gtest.h>

#include <string>

#include "image/shown_text.hpp"

namespace memosaic::image_error_test {

TEST(ImageError, NamesThePlace) {
  const image_error text("a.hex", {70, 3, 9, ":00", "wrong"});
  EXPECT_STREQ(text.what(), "a.hex:3:9: wrong: :00");
  EXPECT_EQ(text.path(), "a.hex");
  EXPECT_EQ(text.offset(), 70U);
  EXPECT_EQ(text.problem().line, 3U);
  EXPECT_STREQ(image_error("", {70, 3, 9, "", "wrong"}).what(), "3:9: wrong");
  EXPECT_STREQ(image_error("a.uf2", {70, 0, 0, "", "wrong"}).what(), "a.uf2: wrong at offset 70");
  EXPECT_STREQ(image_error("", {70, 0, 0, "block 1", "wrong"}).what(), "wrong at offset 70: block 1");
}

TEST(ImageError, RecordsAreShownPrintableAndShort) {
  EXPECT_EQ(image_core::shown_text("a\x1B[31m\xC3\xA4\x7F"), "a\\x1B[31m\\xC3\\xA4\\x7F");
  EXPECT_EQ(image_core::shown_text(std::string(80, 'x')), std::string(80, 'x'));
  EXPECT_EQ(image_core::shown_text(std::string(81, 'x')), std::string(77, 'x') + "...");
  EXPECT_EQ(image_core::shown_text(std::string(75, 'x') + "\n\n"), std::string(75, 'x') + "...");
  EXPECT_EQ(image_core::shown_text(std::string(72, 'x') + "\n\n"), std::string(72, 'x') + "\\x0A\\x0A");
  EXPECT_EQ(image_core::shown_character('G'), "'G'");
  EXPECT_EQ(image_core::shown_character('\t'), "byte 0x09");
  EXPECT_EQ(image_core::shown_number(0x1F, 4), "0x001F");
  EXPECT_EQ(image_core::shown_number(0x12345, 4), "0x12345");
}

}  // namespace memosaic::image_error_test
