// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/sparse_stream.hpp"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <string>

namespace memosaic::sparse_stream_test {

using namespace memosaic::literals;

/// "one\ntwo" at 10, "three\n" at 20.
sparse_memory lines() {
  auto memory = sparse_memory::from_bytes("one\ntwo"_bytes, 10);
  memory.write(20, "three\n"_bytes);
  return memory;
}

std::string text(const std::vector<std::byte>& bytes) { return std::string(text_of(bytes)); }

TEST(SparseStream, AHoleIsRefusedAndThePositionStays) {
  auto memory = lines();
  sparse_stream stream(memory);
  EXPECT_EQ(stream.tell(), 10);
  EXPECT_EQ(text(stream.read(5)), "one\nt");
  EXPECT_THROW(static_cast<void>(stream.read(3)), std::out_of_range);
  EXPECT_THROW(static_cast<void>(stream.read()), std::out_of_range);
  EXPECT_THROW(static_cast<void>(stream.readline()), std::out_of_range);
  std::array<std::byte, 3> target{};
  EXPECT_THROW(stream.read_into(target), std::out_of_range);
  EXPECT_EQ(stream.tell(), 15);
  EXPECT_EQ(text(stream.read(2)), "wo");
  EXPECT_TRUE(stream.skip_hole());
  EXPECT_EQ(text(stream.read()), "three\n");
  EXPECT_TRUE(stream.at_end());
  EXPECT_EQ(text(stream.read()), "");
}

TEST(SparseStream, AHoleIsFilled) {
  auto memory = lines();
  sparse_stream stream(memory, hole_rule::fill(std::byte{'.'}));
  stream.seek(8);
  EXPECT_EQ(text(stream.readline()), "..one\n");
  EXPECT_EQ(text(stream.readline(4)), "two.");
  EXPECT_EQ(text(stream.readline()), "..three\n");
  EXPECT_EQ(text(stream.readline()), "");
  stream.seek(15);
  std::array<std::byte, 20> target{};
  EXPECT_EQ(stream.read_into(target), 11U);
  EXPECT_EQ(text_of(target).substr(0, 11), "wo...three\n");
  sparse_stream feeds(memory, hole_rule::fill(std::byte{'\n'}));
  feeds.seek(14);
  EXPECT_EQ(text(feeds.readline()), "two\n");
  EXPECT_EQ(text(feeds.readline()), "\n");
}

TEST(SparseStream, AHoleIsSkipped) {
  auto memory = lines();
  sparse_stream stream(memory, hole_rule::skip());
  stream.seek(-1000);
  EXPECT_EQ(text(stream.readline()), "one\n");
  EXPECT_EQ(text(stream.readline()), "twothree\n");
  stream.seek(12);
  std::array<std::byte, 6> target{};
  EXPECT_EQ(stream.read_into(target), 6U);
  EXPECT_EQ(text_of(target), "e\ntwot");
  EXPECT_EQ(stream.tell(), 21);
  EXPECT_EQ(stream.read_into(target), 5U);
  EXPECT_TRUE(stream.at_end());
  EXPECT_EQ(stream.read_into(target), 0U);
}

TEST(SparseStream, PositionsAreAddresses) {
  auto memory = lines();
  sparse_stream stream(memory);
  EXPECT_EQ(stream.seek(-2, seek_from::end), 24);
  EXPECT_EQ(stream.seek(-4, seek_from::current), 20);
  stream.skip_data();
  EXPECT_EQ(stream.tell(), 26);
  EXPECT_FALSE(stream.skip_hole());
  EXPECT_EQ(stream.seek(-7), -7);
  EXPECT_THROW(stream.seek(lowest_address<std::int64_t>, seek_from::current), std::out_of_range);
  EXPECT_EQ(stream.tell(), -7);
  stream.skip_data();
  EXPECT_EQ(stream.tell(), -7);
  EXPECT_TRUE(stream.skip_hole());
  EXPECT_EQ(stream.tell(), 10);
}

TEST(SparseStream, WritesAndTruncates) {
  sparse_memory memory(memory_bounds{0, 10, bounds_policy::error});
  sparse_stream stream(memory, hole_rule::fill(std::byte{'.'}));
  stream.seek(4);
  stream.write("abc"_bytes);
  EXPECT_EQ(stream.tell(), 7);
  EXPECT_THROW(stream.write("defg"_bytes), std::out_of_range);
  EXPECT_EQ(stream.tell(), 7);
  stream.seek(0);
  EXPECT_EQ(text(stream.read()), "....abc...");
  stream.truncate(5);
  EXPECT_EQ(memory.content_range(), (address_range{4, 5}));
  stream.seek(-1, seek_from::end);
  stream.truncate();
  EXPECT_EQ(memory.content_size(), 1U);
}

TEST(SparseStream, AHoleOfAnyLengthIsNotAllocated) {
  auto memory = sparse_memory::from_bytes("a"_bytes);
  memory.write(std::int64_t{1} << 62, "b"_bytes);
  sparse_stream skipping(memory, hole_rule::skip());
  EXPECT_EQ(text(skipping.read()), "ab");
  sparse_stream refusing(memory);
  EXPECT_THROW(static_cast<void>(refusing.read()), std::out_of_range);
}

}  // namespace memosaic::sparse_stream_test
