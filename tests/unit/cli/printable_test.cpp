// SPDX-License-Identifier: Apache-2.0
#include "cli/printable.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace printable_test {
using memosaic::cli::first_character;
using memosaic::cli::printable;

TEST(Printable, LeavesTextAlone) {
  for (const char* text : {"", "a.bin", "with space",
                           "gr\xc3\xbc\xc3\x9f"
                           "e",
                           "\xe6\x97\xa5", "\xf0\x9f\x90\x9f"}) {
    EXPECT_EQ(printable(text), text);
  }
}

TEST(Printable, DisarmsTerminalSequencesAndWrongBytes) {
  EXPECT_EQ(printable("a\x1b[2Jb"), "a\\x1b[2Jb");
  EXPECT_EQ(printable("a\nb\r"), "a\\x0ab\\x0d");
  EXPECT_EQ(printable("\x7f"), "\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"
                      "2J"),
            "\\xc2\\x9b2J");                                // CSI as one C1 character
  EXPECT_EQ(printable("\xe2\x80\xae"), "\\xe2\\x80\\xae");  // right-to-left override
  EXPECT_EQ(printable("\xff\xfe"), "\\xff\\xfe");
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
  EXPECT_EQ(printable("\xe6\x97"), "\\xe6\\x97");  // cut
}

TEST(Printable, LetsNoControlByteThrough) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 5000; ++i) {
    std::string text(random() % 20, '\0');
    for (char& character : text) character = static_cast<char>(random());
    for (std::string rest = printable(text); !rest.empty();) {
      const auto character = first_character(rest);
      ASSERT_TRUE(character);
      EXPECT_TRUE(character->code >= 0x20 && (character->code < 0x7f || character->code >= 0xa0));
      rest.erase(0, character->size);
    }
  }
}

}  // namespace printable_test
