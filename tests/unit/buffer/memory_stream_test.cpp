// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/memory_stream.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <stdexcept>
#include <string>

#include "memosaic/error.hpp"
#include "support/test_owner.hpp"

namespace memosaic::memory_stream_test {

using namespace memosaic::literals;

TEST(MemoryStream, ReadsWithoutCopying) {
  const view source("first\nsecond\n\nlast"_bytes, unowned);
  memory_stream stream(source);
  const view three = stream.read(3);
  EXPECT_EQ(three.data(), source.data());
  EXPECT_EQ(text(three.bytes()), "fir");
  EXPECT_EQ(text(stream.readline().bytes()), "st\n");
  EXPECT_EQ(text(stream.readline(3).bytes()), "sec");
  const auto lines = stream.readlines();
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(text(lines[0].bytes()), "ond\n");
  EXPECT_EQ(text(lines[1].bytes()), "\n");
  EXPECT_EQ(text(lines[2].bytes()), "last");
  EXPECT_TRUE(stream.read().empty());
  EXPECT_TRUE(stream.readline().empty());
  EXPECT_EQ(stream.tell(), 18U);
  stream.seek(-4, seek_from::end);
  std::array<std::byte, 10> target{};
  EXPECT_EQ(stream.read_into(target), 4U);
  EXPECT_EQ(text(target).substr(0, 4), "last");
  EXPECT_EQ(stream.read_into({}), 0U);
}

TEST(MemoryStream, WritesGrowTheOwnerAndFillTheGap) {
  memory_stream stream;
  stream.write("abc"_bytes);
  stream.seek(5);
  stream.write("f"_bytes);
  stream.seek(1);
  stream.write("BCDEFGH"_bytes);
  EXPECT_EQ(text(stream.bytes().bytes()), "aBCDEFGH");
  stream.seek(10);
  EXPECT_TRUE(stream.read().empty());
  stream.write("x"_bytes);
  EXPECT_EQ(text(stream.bytes().bytes()), std::string_view("aBCDEFGH\0\0x", 11));
  stream.truncate(2);
  EXPECT_EQ(stream.tell(), 11U);
  stream.truncate(3);
  EXPECT_EQ(text(stream.bytes().bytes()), std::string_view("aB\0", 3));
  stream.seek(1);
  stream.truncate();
  EXPECT_EQ(text(stream.bytes().bytes()), "a");
}

TEST(MemoryStream, SeeksFromThreePlaces) {
  memory_stream stream(buffer("abcdef"_bytes));
  EXPECT_EQ(stream.seek(4), 4U);
  EXPECT_EQ(stream.seek(-1, seek_from::current), 3U);
  EXPECT_EQ(stream.seek(2, seek_from::end), 8U);
  EXPECT_EQ(stream.seek(-6, seek_from::end), 0U);
  EXPECT_THROW(stream.seek(-1), std::out_of_range);
  EXPECT_THROW(stream.seek(-7, seek_from::end), std::out_of_range);
  EXPECT_THROW(stream.seek(INT64_MIN, seek_from::end), std::out_of_range);
  EXPECT_THROW(stream.seek(INT64_MAX, seek_from::end), std::out_of_range);
  EXPECT_EQ(stream.tell(), 0U);
  stream.seek(INT64_MAX);
  EXPECT_TRUE(stream.read().empty());
  EXPECT_THROW(stream.write("x"_bytes), std::length_error);
}

TEST(MemoryStream, AFixedOwnerTakesWhatFits) {
  auto* const source = new test_owner("abcdef");
  memory_stream stream{slice(*source)};
  stream.seek(4);
  EXPECT_THROW(stream.write("xyz"_bytes), std::invalid_argument);
  EXPECT_EQ(stream.tell(), 4U);
  stream.write("xy"_bytes);
  EXPECT_THROW(stream.write("z"_bytes), std::invalid_argument);
  EXPECT_THROW(stream.truncate(2), std::invalid_argument);
  EXPECT_EQ(text(stream.bytes().bytes()), "abcdxy");
  source->drop_reference();
  memory_stream read_only(view("abc"_bytes, unowned));
  EXPECT_THROW(read_only.write("x"_bytes), std::invalid_argument);
  EXPECT_THROW(read_only.truncate(1), std::invalid_argument);
}

TEST(MemoryStream, WhatWasReadPinsUntilItIsLetGo) {
  memory_stream stream(buffer("abc"_bytes));
  view part = stream.read(2);
  stream.write("X"_bytes);
  EXPECT_THROW(stream.write("Y"_bytes), buffer_pinned);
  EXPECT_EQ(stream.tell(), 3U);
  part.release();
  stream.write("Y"_bytes);
  EXPECT_EQ(text(stream.bytes().bytes()), "abXY");
}

TEST(MemoryStream, WritesItsOwnBytesAlsoWhenTheyMove) {
  std::string model = "header:" + std::string(50, 'a') + "0123456";
  buffer bytes(bytes_of(model));
  ASSERT_EQ(bytes.capacity(), bytes.size());  // the next growth moves
  memory_stream body(bytes.slice(7));
  body.seek(-3, seek_from::end);
  const auto* const place = bytes.data();
  body.write(bytes.bytes());
  ASSERT_NE(bytes.data(), place);
  model = model.substr(0, 61) + model;
  EXPECT_EQ(text(bytes.bytes()), model);
  body.seek(1);
  body.write(bytes.bytes().subspan(5, 7));
  model.replace(8, 7, model.substr(5, 7));
  EXPECT_EQ(text(bytes.bytes()), model);
}

}  // namespace memosaic::memory_stream_test
