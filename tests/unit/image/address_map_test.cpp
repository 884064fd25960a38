// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/address_map.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "support/image_model.hpp"

namespace memosaic::address_map_test {

using namespace memosaic::literals;

TEST(AddressMap, DrawsRowsAndCompressesGaps) {
  image_memory memory;
  memory.fill({0x8000, 0x8080}, "x"_bytes);
  memory.fill({0x8100, 0x8110}, "x"_bytes);
  memory.fill({0x8130, 0x8131}, "x"_bytes);
  memory.fill({0x10000000, 0x10000030}, "x"_bytes);
  const address_map map = map_addresses(memory, {.width = 16, .cell_size = 32});
  EXPECT_EQ(address_map_text(map, true),
            "0x00008000 |####    -.      | 145 B\n"
            "            :  256 MiB of nothing\n"
            "0x10000000 |#-              | 48 B\n"
            "one cell is 32 B\n");
  EXPECT_TRUE(address_map_text(map).starts_with("0x00008000 │████····▒░······│ 145 B\n"));
}

TEST(AddressMap, TakesTheSmallestCellsThatFit) {
  image_memory memory;
  memory.fill({0, 1000}, "x"_bytes);
  EXPECT_EQ(map_addresses(memory, {.width = 10, .rows = 100}).cell_size, 1U);
  EXPECT_EQ(map_addresses(memory, {.width = 10, .rows = 99}).cell_size, 2U);
  EXPECT_EQ(map_addresses(memory, {.width = 10, .rows = 1}).cell_size, 128U);
  memory.fill({int128{1} << 70, (int128{1} << 70) + 100}, "x"_bytes);
  const address_map wide = map_addresses(memory);
  EXPECT_EQ(wide.rows.size(), 19U);  // 16 rows, a gap, 2 rows
  memory.fill({0, int128{1} << 100}, "x"_bytes);
  EXPECT_LE(map_addresses(memory).rows.size(), 24U);
}

TEST(AddressMap, EveryByteIsInOneCell) {
  std::mt19937_64 random(2);
  for (int trial = 0; trial < 300; ++trial) {
    const image_memory memory = test::random_image(random, test::image_bases[random() % test::image_bases.size()]);
    const auto bytes = test::bytes_of_memory(memory);
    const address_map_options options{1 + random() % 20, 1 + random() % 8, 0};
    const address_map map = map_addresses(memory, options);
    std::size_t counted = 0;
    std::size_t rows = 0;
    for (std::size_t i = 0; i < map.rows.size(); ++i) {
      const address_map_row& row = map.rows[i];
      ASSERT_TRUE(i == 0 || row.where.start == map.rows[i - 1].where.stop);
      ASSERT_EQ(row.stored.empty(), memory.extract(row.where).empty());
      rows += row.stored.empty() ? 0U : 1U;
      for (std::size_t cell = 0; cell < row.stored.size(); ++cell) {
        const int128 start = row.where.start + static_cast<int128>(map.cell_size * cell);
        const auto first = bytes.lower_bound(start);
        const auto last = bytes.lower_bound(start + static_cast<int128>(map.cell_size));
        ASSERT_EQ(row.stored[cell], static_cast<std::size_t>(std::distance(first, last)));
        counted += static_cast<std::size_t>(row.stored[cell]);
      }
    }
    ASSERT_EQ(counted, bytes.size());
    ASSERT_LE(rows, std::max<std::size_t>(2, options.rows));
  }
}

TEST(AddressMap, OptionsThatCanNeverBeRightAreRefused) {
  image_memory memory = image_memory::from_bytes("x"_bytes);
  EXPECT_THROW(static_cast<void>(map_addresses(memory, {.width = 0})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(map_addresses(memory, {.rows = 0})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(map_addresses(memory, {.cell_size = 3})), std::invalid_argument);
  memory.fill({0, int128{1} << 40}, "x"_bytes);
  EXPECT_THROW(static_cast<void>(map_addresses(memory, {.cell_size = 1})), std::length_error);
  EXPECT_EQ(address_map_text(map_addresses({})), "nothing is stored\n");
}

}  // namespace memosaic::address_map_test
