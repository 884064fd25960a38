// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/hexdump.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <limits>
#include <random>
#include <sstream>
#include <stdexcept>

#include "support/random_memory.hpp"

namespace memosaic::hexdump_test {

using namespace memosaic::literals;

TEST(SparseHexdump, HolesAreShownAndFarBlocksCostOneRow) {
  sparse_memory memory;
  memory.write(0x8002, "boot\x01"_bytes);
  memory.write(0x800F, "!"_bytes);
  memory.write(std::int64_t{1} << 40, "far"_bytes);
  EXPECT_EQ(hexdump(memory, {0x8000, (std::int64_t{1} << 40) + 3}),
            "00000008000  -- -- 62 6f 6f 74 01 --  -- -- -- -- -- -- -- 21  |  boot.        !|\n"
            "00000008010  -- -- -- -- -- -- -- --  -- -- -- -- -- -- -- --  |                |\n"
            "*\n"
            "10000000000  66 61 72                                          |far|\n"
            "10000000003\n");
}

TEST(SparseHexdump, RowsAreAlignedUnlessTheyShallBeginAtTheRange) {
  const auto memory = sparse_memory::from_bytes("0123456789"_bytes, -3);
  EXPECT_EQ(hexdump(memory, memory.content_range(), {.columns = 4, .address_digits = 2, .upper = true}),
            "-04     30 31 32  | 012|\n"
            " 00  33 34 35 36  |3456|\n"
            " 04  37 38 39     |789|\n"
            " 07\n");
  EXPECT_EQ(hexdump(memory, {-1, 4}, {.columns = 4, .address_digits = 1, .aligned = false, .characters = false}),
            "-1  32 33 34 35\n"
            " 3  36\n"
            " 4\n");
}

TEST(SparseHexdump, RunsAndHolesOfAnyLengthCostTheirText) {
  sparse_memory memory;
  memory.fill({0, std::int64_t{1} << 60}, "\xAB"_bytes);
  memory.fill({std::int64_t{3} << 60, (std::int64_t{3} << 60) + 48}, "01"_bytes);
  EXPECT_EQ(hexdump(memory, sparse_memory::everywhere, {.columns = 2, .characters = false}),
            "-8000000000000000  -- --\n"
            "*\n"
            " 0000000000000000  ab ab\n"
            "*\n"
            " 1000000000000000  -- --\n"
            "*\n"
            " 3000000000000000  30 31\n"
            "*\n"
            " 3000000000000030  -- --\n"
            "*\n"
            " 7ffffffffffffffe  --\n"
            " 7fffffffffffffff\n");
}

/// What a dump without squeezing says, read back; and what squeezing leaves out must be the row before.
TEST(SparseHexdump, SaysWhatIsThere) {
  std::mt19937_64 numbers(9);
  for (int round = 0; round < 100; ++round) {
    auto memory = random_memory(numbers, 100);
    memory.shift(-300);
    const auto bytes = map_of(memory);
    const auto columns = 1 + numbers() % 20;
    const auto start = static_cast<std::int64_t>(numbers() % 500) - 400;
    const address_range where{start, start + 700};
    for (const bool aligned : {false, true}) {
      hexdump_format format{.columns = columns, .aligned = aligned, .squeeze = false, .characters = false};
      std::istringstream rows(hexdump(memory, where, format));
      std::ostringstream squeezed;
      std::string row;
      std::string before;
      bool starred = false;
      auto at = where.start;
      while (std::getline(rows, row)) {
        const auto cells = row.substr(std::min<std::size_t>(9, row.size()));
        if (cells == before && !cells.empty()) {
          if (!starred) squeezed << "*\n";
          starred = true;
        } else {
          squeezed << row << '\n';
          starred = false;
        }
        before = cells;
        std::istringstream words(cells);
        for (std::string word; words >> word; ++at) {
          const auto found = bytes.find(at);
          char shown[3] = "--";
          if (found != bytes.end())
            std::snprintf(shown, sizeof shown, "%02x", std::to_integer<unsigned>(found->second));
          ASSERT_EQ(word, shown) << at;
        }
      }
      ASSERT_EQ(at, where.stop);
      format.squeeze = true;
      ASSERT_EQ(hexdump(memory, where, format), squeezed.str());
    }
  }
}

TEST(SparseHexdump, WideAddressesAndWrongFormats) {
  basic_sparse_memory<int128> memory;
  memory.write(int128{1} << 64, "z"_bytes);
  EXPECT_EQ(hexdump(memory), "10000000000000000  7a" + std::string(15 * 3 + 1, ' ') + "  |z|\n10000000000000001\n");
  EXPECT_EQ(hexdump(sparse_memory()), "");
  EXPECT_THROW(static_cast<void>(hexdump(memory, memory.content_range(), {.columns = 0})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(hexdump(memory, memory.content_range(), {.columns = 4097})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(hexdump(memory, memory.content_range(), {.address_digits = 129})),
               std::invalid_argument);
}

}  // namespace memosaic::hexdump_test
