// SPDX-License-Identifier: Apache-2.0
#include "image/line_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace memosaic::line_reader_test {

using image_core::image_collector;
using image_core::line_reader;
using image_core::text_line;

struct shown_line {
  std::string text;
  std::uint64_t number;
  std::uint64_t offset;
  friend bool operator==(const shown_line&, const shown_line&) = default;
};

std::vector<shown_line> lines_of(std::string_view text) {
  image_collector collector({.name = "a.txt", .lenient = true});
  line_reader reader(bytes_of(text), collector);
  std::vector<shown_line> lines;
  text_line line;
  while (reader.next(line)) lines.push_back({std::string(line.text), line.number, line.offset});
  EXPECT_TRUE(reader.rest().empty());
  return lines;
}

std::string message_of(std::string_view text) {
  try {
    (void)lines_of(text);
  } catch (const image_error& error) {
    return error.what();
  }
  return "no error";
}

TEST(LineReader, LineEndsMayBeMixed) {
  EXPECT_EQ(lines_of("a\nb\r\nc\rd"), (std::vector<shown_line>{{"a", 1, 0}, {"b", 2, 2}, {"c", 3, 5}, {"d", 4, 7}}));
  EXPECT_EQ(lines_of("a\r\r\nb\n\r"), (std::vector<shown_line>{{"a", 1, 0}, {"b", 3, 4}}));
  EXPECT_EQ(lines_of(""), std::vector<shown_line>{});
}

TEST(LineReader, AByteOrderMarkAndBlanksDoNotCount) {
  EXPECT_EQ(lines_of("\xEF\xBB\xBF"
                     " a \t\n \t \nb"),
            (std::vector<shown_line>{{" a", 1, 3}, {"b", 3, 12}}));
}

TEST(LineReader, WhatIsNoTextIsRefused) {
  const std::string longest(line_reader::longest, 'x');
  EXPECT_EQ(lines_of(longest + "\ny"), (std::vector<shown_line>{{longest, 1, 0}, {"y", 2, longest.size() + 1}}));
  EXPECT_EQ(message_of("a\n" + longest + "x\n"),
            "a.txt:2:65537: a line of more than 65536 characters: " + longest.substr(0, 77) + "...");
  EXPECT_EQ(message_of(std::string("a\nb\0c", 5)), "a.txt:2:2: a NUL character: this is no text: b\\x00c");
}

TEST(LineReader, SkippedLinesAreCounted) {
  constexpr std::string_view text = "1\r\n2\n3\n4";
  image_collector collector({});
  line_reader reader(bytes_of(text), collector);
  text_line line;
  ASSERT_TRUE(reader.next(line));
  EXPECT_EQ(reader.rest(), "2\n3\n4");
  reader.skip(4, 2);
  ASSERT_TRUE(reader.next(line));
  EXPECT_EQ(line.text, "4");
  EXPECT_EQ(line.number, 4U);
  EXPECT_EQ(line.at(2).column, 3U);
  EXPECT_EQ(line.at(2).offset, 9U);
}

}  // namespace memosaic::line_reader_test
