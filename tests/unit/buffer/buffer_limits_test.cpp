// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <vector>

#include "memosaic/buffer/buffer.hpp"
#include "support/test_owner.hpp"

namespace memosaic::buffer_limits_test {

using namespace memosaic::literals;

const bytes_view huge(reinterpret_cast<const std::byte*>(4096), npos - 8192);

TEST(BufferLimits, SizesBeyondMemoryAreLengthErrors) {
  buffer bytes("abc"_bytes);
  for (const std::size_t size : {npos, npos - 1, npos - 63, npos / 2 + 1, npos / 2 - 10}) {
    EXPECT_THROW(bytes.resize(size), std::length_error);
    EXPECT_THROW(bytes.resize_uninitialized(size), std::length_error);
    EXPECT_THROW(bytes.reserve(size), std::length_error);
    EXPECT_THROW(bytes.reserve(0, size), std::length_error);
    EXPECT_THROW(bytes.repeat(size), std::length_error);
    EXPECT_THROW((void)buffer::uninitialized(size), std::length_error);
    EXPECT_THROW((void)buffer::uninitialized(1, size), std::length_error);
    EXPECT_THROW((void)buffer::uninitialized(1, 1, size), std::length_error);
    EXPECT_THROW(buffer{size}, std::length_error);
  }
  EXPECT_THROW(bytes.append(huge), std::length_error);
  EXPECT_THROW(bytes.prepend(huge), std::length_error);
  EXPECT_THROW(bytes.insert(1, huge), std::length_error);
  EXPECT_THROW(bytes.replace(1, 2, huge), std::length_error);
  EXPECT_THROW(buffer{huge}, std::length_error);
  EXPECT_THROW((void)buffer::join({huge, huge}), std::length_error);
  EXPECT_THROW((void)buffer::join({"a"_bytes, "b"_bytes, "c"_bytes}, huge), std::length_error);
  EXPECT_EQ(text(bytes.bytes()), "abc");
}

TEST(BufferLimits, PlacesOutsideAreOutOfRange) {
  buffer bytes("abcdef"_bytes);
  EXPECT_THROW((void)bytes.at(6), std::out_of_range);
  EXPECT_THROW((void)std::as_const(bytes).at(npos), std::out_of_range);
  EXPECT_THROW((void)bytes.view(7), std::out_of_range);
  EXPECT_THROW((void)bytes.view(3, 2), std::out_of_range);
  EXPECT_THROW((void)bytes.mutable_view(0, 7), std::out_of_range);
  EXPECT_THROW((void)buffer().mutable_view(1), std::out_of_range);
  EXPECT_THROW(bytes.insert(7, "x"_bytes), std::out_of_range);
  EXPECT_THROW(bytes.insert(npos, "x"_bytes), std::out_of_range);
  EXPECT_THROW(bytes.erase(7), std::out_of_range);
  EXPECT_THROW(bytes.erase(0, 7), std::out_of_range);
  EXPECT_THROW(bytes.erase(4, 3), std::out_of_range);
  EXPECT_THROW(bytes.replace(2, 7, "x"_bytes), std::out_of_range);
  EXPECT_THROW(bytes.replace(npos - 1, npos, "x"_bytes), std::out_of_range);
  EXPECT_THROW(buffer().insert(1, {}), std::out_of_range);
  EXPECT_EQ(text(bytes.bytes()), "abcdef");
}

TEST(BufferLimits, AnEmptyPatternCannotGrow) {
  buffer bytes("abc"_bytes);
  EXPECT_THROW(bytes.resize(4, {}), std::invalid_argument);
  bytes.resize(3, {});
  bytes.resize(2, {});
  EXPECT_EQ(text(bytes.bytes()), "ab");
}

}  // namespace memosaic::buffer_limits_test
