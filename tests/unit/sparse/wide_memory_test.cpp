// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "memosaic/sparse/combine.hpp"
#include "memosaic/sparse/contents.hpp"
#include "memosaic/sparse/difference.hpp"
#include "memosaic/sparse/merger.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "memosaic/sparse/wide_address.hpp"

/// What the model does not try over addresses of 512 bits.
namespace memosaic::wide_memory_test {

using namespace memosaic::literals;
using wide_memory = basic_sparse_memory<wide_address>;

const auto far_away = wide_address(wide_length(1) << 400);

TEST(WideMemory, BytesOfTheWholeSpaceAreOneMemory) {
  wide_memory memory;
  memory.write(lowest_address<wide_address>, "low"_bytes);
  memory.write(far_away, "far"_bytes);
  memory.write(highest_stop<wide_address> - 4, "high"_bytes);
  EXPECT_EQ(memory.block_count(), 3U);
  EXPECT_EQ(memory.content_range().size(), ~wide_length());
  EXPECT_EQ(memory.find("far"_bytes), far_away);
  EXPECT_EQ(memory.byte_address(3), far_away);
  EXPECT_THROW(memory.poke(highest_stop<wide_address>, std::byte{1}), std::out_of_range);
  EXPECT_THROW(memory.shift(1), std::out_of_range);
}

TEST(WideMemory, ARunMayBeLongerThanAnyNumberOfOtherAddresses) {
  wide_memory memory;
  memory.fill({0, far_away}, "abcde"_bytes);
  EXPECT_EQ(memory.content_size(), wide_length(1) << 400);
  memory.clear({far_away - 3, far_away - 2});
  memory.insert(7, "x"_bytes);
  EXPECT_EQ(memory.block_count(), 2U);
  EXPECT_EQ(memory.content_size(), wide_length(1) << 400);
  // 2^400 is 1 modulo 5, so the last byte of the run is its first.
  EXPECT_EQ(memory.peek(far_away), std::byte{'a'});
  EXPECT_EQ(memory.peek(6), std::byte{'b'});
  EXPECT_EQ(memory.peek(8), std::byte{'c'});
}

TEST(WideMemory, MessagesShowTheWholeAddress) {
  const wide_memory memory{};
  std::vector<std::byte> target(4);
  try {
    memory.read(far_away, target);
    FAIL();
  } catch (const std::out_of_range& error) {
    EXPECT_EQ(std::string(error.what()), "nothing is stored at 0x1" + std::string(100, '0'));
  }
  EXPECT_THROW(static_cast<void>(memory.to_bytes({0, far_away})), std::out_of_range);
}

TEST(WideMemory, WorksWithSeveralMemories) {
  const auto left = wide_memory::from_bytes("abcd"_bytes, far_away);
  auto right = left.snapshot();
  right.write(far_away + 1, "XY"_bytes);
  const auto found = differences(left, right);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().where, (basic_address_range<wide_address>{far_away + 1, far_away + 3}));
  auto patched = left.snapshot();
  basic_patch<wide_address>(left, right).apply(patched);
  EXPECT_TRUE(patched == right && unite(left, right) == right && subtract(left, right).empty());
  basic_merger<wide_address> merger(merge_policy::keep);
  merger.add("left", left);
  merger.add("right", right);
  EXPECT_EQ(merger.conflicts().size(), 3U);
  EXPECT_EQ(load<std::uint16_t>(right, far_away + 1, std::endian::big), 0x5859U);
}

}  // namespace memosaic::wide_memory_test
