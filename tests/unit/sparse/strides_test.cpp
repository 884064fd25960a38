// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/strides.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "memosaic/error.hpp"

namespace memosaic::strides_test {

using namespace memosaic::literals;

TEST(SparseStrides, SamplesAreMovedTogether) {
  auto memory = sparse_memory::from_bytes("abcdefghij"_bytes, 10);
  EXPECT_EQ(extract_every(memory, {10, 20}, 3), sparse_memory::from_bytes("adgj"_bytes, 10));
  EXPECT_EQ(extract_every(memory, {10, 20}, -1), sparse_memory::from_bytes("jihgfedcba"_bytes, 10));
  EXPECT_EQ(extract_every(memory, {12, 18}, -4), sparse_memory::from_bytes("hd"_bytes, 12));
  EXPECT_EQ(extract_every(memory, {4, 18}, 4), sparse_memory::from_bytes("cg"_bytes, 6));
  EXPECT_THROW(static_cast<void>(extract_every(memory, {10, 20}, 0)), std::invalid_argument);
}

TEST(SparseStrides, RunsStayRuns) {
  sparse_memory memory;
  constexpr std::int64_t long_run = std::int64_t{1} << 50;
  memory.fill({0, long_run}, "abcdef"_bytes);
  const auto thirds = extract_every(memory, {1, long_run}, 4);
  EXPECT_EQ(text_of(thirds.to_bytes({1, 8})), "bfdbfdb");
  EXPECT_EQ(thirds.content_size(), (std::uint64_t{1} << 48));
  EXPECT_LE(thirds.piece_count(), 2U);
  const auto backwards = extract_every(memory, {0, 12}, -5);
  EXPECT_EQ(text_of(backwards.to_bytes({0, 3})), "fab");
  EXPECT_EQ(extract_every(memory, {0, long_run}, -long_run / 2).content_size(), 2U);
  EXPECT_TRUE(extract_every(memory, sparse_memory::everywhere, lowest_address<std::int64_t>).empty());
}

TEST(SparseStrides, WritingAndErasing) {
  auto memory = sparse_memory::from_bytes("abcdefghij"_bytes);
  write_every(memory, {1, 10}, 4, "XYZ"_bytes);
  EXPECT_EQ(text_of(memory.to_bytes({0, 10})), "aXcdeYghiZ");
  EXPECT_THROW(write_every(memory, {1, 10}, 4, "XY"_bytes), std::invalid_argument);
  EXPECT_THROW(write_every(memory, {1, 10}, 0, "XY"_bytes), std::invalid_argument);
  erase_every(memory, {1, 8}, 2);
  EXPECT_EQ(text_of(memory.to_bytes({0, 6})), "acegiZ");
  EXPECT_THROW(erase_every(memory, {1, 8}, 0), std::invalid_argument);
  erase_every(memory, {0, 6}, 1);
  EXPECT_TRUE(memory.empty());
}

TEST(SparseStrides, AMutableViewIsNotWrittenPartly) {
  auto memory = sparse_memory::from_bytes("a block that is not small"_bytes);
  const auto before = memory.snapshot();
  const auto pinned = memory.mutable_view({20, 24});
  EXPECT_THROW(write_every(memory, {0, 25}, 24, "XY"_bytes), buffer_pinned);
  EXPECT_THROW(erase_every(memory, {0, 25}, 7), buffer_pinned);
  EXPECT_EQ(memory, before);
}

}  // namespace memosaic::strides_test
