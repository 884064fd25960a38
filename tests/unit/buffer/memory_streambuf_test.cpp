// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/memory_streambuf.hpp"

#include <gtest/gtest.h>

#include <istream>
#include <string>

#include "memosaic/error.hpp"
#include "support/test_owner.hpp"

namespace memosaic::memory_streambuf_test {

using namespace memosaic::literals;

TEST(MemoryStreambuf, ReadsWhereTheBytesLie) {
  const view source("12 34\nsecond line\n"_bytes, unowned);
  memory_streambuf bytes{slice(source)};
  std::istream stream(&bytes);
  int first = 0;
  int second = 0;
  stream >> first >> second;
  EXPECT_EQ(first + second, 46);
  EXPECT_EQ(bytes.in_avail(), 13);
  std::string line;
  std::getline(stream, line);
  std::getline(stream, line);
  EXPECT_EQ(line, "second line");
  EXPECT_FALSE(std::getline(stream, line));
  stream.clear();
  stream.seekg(3);
  stream >> second;
  EXPECT_EQ(second, 34);
  EXPECT_EQ(stream.tellg(), std::streamoff(5));
  stream.unget();
  EXPECT_EQ(stream.get(), '4');
  stream.sync();
  stream.unget();
  EXPECT_EQ(stream.get(), '4');
  EXPECT_EQ(bytes.sputbackc('x'), std::char_traits<char>::eof());
  EXPECT_EQ(bytes.sputbackc('4'), '4');
}

TEST(MemoryStreambuf, WritesThroughAndGrows) {
  buffer storage;
  memory_streambuf bytes(storage.slice());
  std::iostream stream(&bytes);
  stream << "count: " << 42 << ' ' << 0.5;
  stream.put('!');
  EXPECT_EQ(text(storage.bytes()), "count: 42 0.5!");
  stream.seekp(7);
  stream << "99";
  std::string word;
  stream >> word >> word;
  EXPECT_EQ(word, "99");
  stream.seekp(2, std::ios_base::end);
  stream << "z";
  EXPECT_EQ(text(storage.bytes()), std::string_view("count: 99 0.5!\0\0z", 17));
  EXPECT_EQ(stream.tellp(), std::streamoff(17));
  EXPECT_EQ(stream.tellg(), std::streamoff(9));
}

TEST(MemoryStreambuf, ReadsOnWhatWasWrittenAfterTheEnd) {
  buffer storage("ab"_bytes);
  memory_streambuf bytes(storage.slice());
  std::iostream stream(&bytes);
  std::string word;
  stream >> word;
  EXPECT_TRUE(stream.eof());
  stream.clear();
  stream.seekp(0, std::ios_base::end);
  stream << "cd";
  stream >> word;
  EXPECT_EQ(word, "cd");
}

TEST(MemoryStreambuf, PinsWhileItReadsAndNotAfterSync) {
  buffer storage("abc"_bytes);
  memory_streambuf bytes(storage.slice());
  std::istream stream(&bytes);
  EXPECT_EQ(storage.pins(), 0U);
  EXPECT_EQ(stream.get(), 'a');
  EXPECT_THROW(storage.append("d"_bytes), buffer_pinned);
  stream.sync();
  storage.append("d"_bytes);
  std::string rest;
  stream >> rest;
  EXPECT_EQ(rest, "bcd");
}

TEST(MemoryStreambuf, WhatCannotBeWrittenSetsBadbit) {
  memory_streambuf fixed{slice(view("abc"_bytes, unowned))};
  std::iostream stream(&fixed);
  stream << "x";
  EXPECT_TRUE(stream.bad());
  stream.clear();
  stream.put('x');
  EXPECT_TRUE(stream.bad());
}

TEST(MemoryStreambuf, RefusesPositionsThatAreNone) {
  buffer storage("abc"_bytes);
  memory_streambuf bytes(storage.slice());
  const auto failed = std::streambuf::pos_type(std::streamoff(-1));
  EXPECT_EQ(bytes.pubseekoff(0, std::ios_base::cur), failed);
  EXPECT_EQ(bytes.pubseekoff(-1, std::ios_base::beg), failed);
  EXPECT_EQ(bytes.pubseekoff(-4, std::ios_base::end), failed);
  EXPECT_EQ(bytes.pubseekoff(4, std::ios_base::beg, std::ios_base::in), failed);
  EXPECT_EQ(bytes.pubseekoff(INT64_MAX, std::ios_base::end, std::ios_base::out), failed);
  EXPECT_EQ(bytes.pubseekpos(1), std::streampos(1));
  EXPECT_EQ(bytes.sgetc(), 'b');
  EXPECT_EQ(bytes.pubseekoff(0, std::ios_base::cur, std::ios_base::out), std::streampos(1));
  EXPECT_EQ(bytes.sputc('B'), 'B');
  EXPECT_EQ(bytes.sgetc(), 'B');
}

}  // namespace memosaic::memory_streambuf_test
