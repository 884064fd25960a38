// SPDX-License-Identifier: Apache-2.0
#include "image/text_writer.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "memosaic/bytes/hex.hpp"
#include "support/text_bytes.hpp"

namespace memosaic::text_writer_test {

using namespace memosaic::literals;
using image_core::text_writer;
using testing::text_sink;

TEST(TextWriter, NumbersBytesAndLinesComeInOrder) {
  text_sink sink;
  text_writer writer(sink, line_end::crlf);
  writer.put("@");
  writer.put_number(0x1F, 4);
  writer.put_number(0x12345, 2);
  writer.end_line();
  EXPECT_EQ(writer.put_bytes("\x01\xFF"_bytes), 0x100U);
  writer.end_line();
  EXPECT_EQ(sink.parts, 0U);
  writer.flush();
  writer.flush();
  EXPECT_EQ(sink.text, "@001F45\r\n01FF\r\n");
  EXPECT_EQ(sink.parts, 1U);
}

TEST(TextWriter, LongFilesAreSentInParts) {
  text_sink sink;
  text_writer writer(sink, line_end::lf);
  std::string expected;
  const std::vector<std::byte> bytes(3000, std::byte{0xAB});
  for (int line = 0; line < 100; ++line) {
    writer.put(std::string(5000, 'x'));
    EXPECT_EQ(writer.put_bytes(bytes), 3000U * 0xAB);
    std::memcpy(writer.room(text_writer::longest), "room", 4);
    writer.wrote(4);
    writer.end_line();
    expected += std::string(5000, 'x') + to_hex(bytes, {.upper = true}) + "room\n";
  }
  writer.flush();
  EXPECT_EQ(sink.text, expected);
  EXPECT_LE(sink.longest, std::size_t{64} << 10);
  EXPECT_LT(sink.parts, expected.size() / 50'000);
}

}  // namespace memosaic::text_writer_test
