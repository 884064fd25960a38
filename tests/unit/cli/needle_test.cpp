// SPDX-License-Identifier: Apache-2.0
#include "cli/needle.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "cli/trouble.hpp"
#include "support/filled_pipe.hpp"
#include "support/temporary_file.hpp"

namespace needle_test {
using namespace memosaic;
using cli::needle_form;

std::string parsed(std::string_view text, needle_form form = needle_form::prefixed) {
  const auto bytes = cli::parse_needle(text, form);
  return std::string(text_of(bytes));
}

TEST(Needle, IsTextUnlessItSaysOtherwise) {
  using namespace std::string_literals;
  EXPECT_EQ(parsed("PK"), "PK");
  EXPECT_EQ(parsed("text:hex:00"), "hex:00");
  EXPECT_EQ(parsed("hex:00", needle_form::text), "hex:00");
  EXPECT_EQ(parsed("hex:DEad00"), "\xde\xad\x00"s);
  EXPECT_EQ(parsed("de ad:be-ef_00,0x01 0X2f", needle_form::hex), "\xde\xad\xbe\xef\x00\x01\x2f"s);
  EXPECT_EQ(parsed("utf16:a\xc3\xbc"), "a\x00\xfc\x00"s);
  EXPECT_EQ(parsed("utf16be:a\xf0\x9f\x90\x9f"),
            "\x00"
            "a\xd8\x3d\xdc\x1f"s);
}

void expect_refused(std::string_view text, const std::string& why) {
  try {
    static_cast<void>(parsed(text));
    ADD_FAILURE() << text;
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
  }
}

TEST(Needle, ThatIsNoneSaysWhatToWrite) {
  expect_refused("", "the needle is empty");
  expect_refused("hex:", "the needle is empty");
  expect_refused("hex: ", "the needle is empty");
  expect_refused("hex:0", "has half a byte");
  expect_refused("hex:0 1", "has half a byte");
  expect_refused("hex:0x", "is not hexadecimal");
  expect_refused("hex:0g", "has half a byte");
  expect_refused("hex:zz", "is not hexadecimal");
  expect_refused("utf16:\xff", "is not UTF-8");
}

TEST(Needle, CanBeAFileOrAStream) {
  const auto bytes = test::random_bytes(300000);
  EXPECT_EQ(cli::read_needle(test::temporary_file(bytes).path()), bytes);
  EXPECT_EQ(cli::read_needle(test::filled_pipe(bytes).path()), bytes);
  EXPECT_THROW(static_cast<void>(cli::read_needle(test::temporary_file().path())), cli::trouble);
}

}  // namespace needle_test
