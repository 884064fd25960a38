// SPDX-License-Identifier: Apache-2.0
#include "cli/dump_reader.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "cli/dump.hpp"
#include "cli/trouble.hpp"
#include "cli/undump.hpp"
#include "support/captured_console.hpp"
#include "support/temporary_file.hpp"

namespace dump_reader_test {
using namespace memosaic;

std::string undumped(bytes_view text) {
  const test::temporary_file stored(text);
  test::captured_console console;
  EXPECT_EQ(cli::undump(stored.path(), console.with()), cli::exit_code::yes);
  return console.answer();
}

std::string undumped(std::string_view text) { return undumped(std::as_bytes(std::span(text))); }

TEST(DumpReader, GivesBackWhatWasDumped) {
  std::mt19937_64 random(37);
  for (int i = 0; i < 300; ++i) {
    auto bytes = test::random_bytes(random() % 300, random());
    for (auto& byte : bytes) byte &= static_cast<std::byte>(random() % 8 == 0 ? 0xff : 0);
    const test::temporary_file stored(bytes);
    cli::dump_options options;
    options.file = stored.path();
    options.width = 1 + random() % 20;
    options.group = 1 + random() % 5;
    options.plain = random() % 3 == 0;
    options.squeeze = random() % 3 != 0;
    options.range.start = random() % (bytes.size() + 1);
    test::captured_console console;
    static_cast<void>(cli::dump(options, console.with()));
    ASSERT_EQ(undumped(console.answer()), text_of(bytes).substr(options.range.start)) << console.answer();
  }
}

TEST(DumpReader, TakesDigitsAsPeopleWriteThem) {
  EXPECT_EQ(undumped("41 42\n\n 4344 \r\n45"), "ABCDE");
  EXPECT_EQ(undumped("6A6b"), "jk");
  EXPECT_EQ(undumped(""), "");
  EXPECT_EQ(undumped("00000010  41 |X|\n*\n00000013\n"), "AAA");
}

void expect_refused(std::string_view text, const std::string& why) {
  try {
    static_cast<void>(undumped(text));
    ADD_FAILURE() << text;
  } catch (const cli::trouble& error) {
    EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
    EXPECT_EQ(error.code(), cli::exit_code::corrupt);
  }
}

TEST(DumpReader, SaysWhereATextIsNoDump) {
  expect_refused("41 4", "line 1: the last byte has only one digit");
  expect_refused("41\n4x", "line 2: \"x\" is no hexadecimal digit");
  expect_refused("00000000  41 42  |AB|\n00000003  43  |C|", "line 2: expected offset 0x2, found 0x3");
  expect_refused("00000000  41 42  |AB|\n*\n00000005", "line 3: expected an offset a whole number of rows of 2 bytes");
  expect_refused("00000000  41 42  |AB|\n*\n00000002", "line 3: expected an offset a whole number of rows");
  expect_refused("00000000  41 42  |AB|\n*\n*\n", "line 3: there is no row before *");
  expect_refused("00000000  41 42  |AB|\n*\n", "line 2: the text ends after *");
  expect_refused("00000000  41 42  |AB|\n00000002\n00000002", "line 3: goes on after the offset of the end");
  expect_refused("00000000  41 42  |AB|\n0002  43", "line 2: expected an offset of 8 to 16 digits");
  expect_refused("00000000  41 42  |AB|\n00000002  |CD|", "line 2: there are no bytes after the offset");
  expect_refused("ffffffffffffffff  41 42  |AB|", "line 1: ends beyond 2^64");
  expect_refused(std::string((1 << 20) + 1, '0'), "has a line of more than 1048576 bytes");
}

}  // namespace dump_reader_test
