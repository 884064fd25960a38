// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "memosaic/table/table_numbers.hpp"
#include "support/table_building.hpp"
#include "support/temporary_file.hpp"

/// Threads write numbers of one table at once, by one mapping and by two, while others read them.
namespace memosaic::threads_in_place_test {

schema_field in_place(std::uint16_t number, std::string name, field_type type) {
  schema_field field{number, std::move(name), std::move(type)};
  field.in_place = true;
  return field;
}

TEST(ThreadsInPlace, NothingIsLost) {
  constexpr int rounds = 4000;
  const test::temporary_file place;
  table_builder builder(schema({record_type{"item",
                                            {{1, "key", field_type::int64()},
                                             in_place(2, "sum", field_type::int64()),
                                             in_place(3, "real", field_type::float64()),
                                             in_place(4, "small", field_type::uint16()),
                                             in_place(5, "most", field_type::int32())},
                                            1}}));
  for (int key = 0; key < 10; ++key) {
    builder.add(value::record({{"key", key}, {"sum", 0}, {"real", 0.0}, {"small", 0}, {"most", 0}}));
  }
  builder.finish(place.path());
  const table_numbers numbers(place.path());
  const table_numbers same_file(place.path());
  std::atomic<int> wrong{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, i] {
        const table_numbers& own = i < 2 ? numbers : same_file;
        const record row = *own.table().get(5);
        const auto most = own.at<std::int32_t>(row, "most");
        for (int round = 1; round <= rounds; ++round) {
          own.at<std::int64_t>(row, "sum").add(round % 2 == 0 ? 3 : -1);
          own.at<double>(row, "real").add(0.5);
          own.at<std::uint16_t>(row, "small").add(1);
          for (std::int32_t seen = most.load(); seen < round * (i + 1);) {
            if (most.compare_exchange(seen, round * (i + 1))) break;
          }
        }
      });
    }
    threads.emplace_back([&] {
      const table reader = table::open(place.path());
      const record row = *reader.get(5);
      double last = 0;
      while (last < rounds * 2) {
        const double now = row["real"].as_float64();
        if (now < last || row["most"].as_int64() > 4 * rounds) ++wrong;
        last = now;
      }
    });
    threads.emplace_back([&] {
      const record row = *numbers.table().get(5);
      std::int64_t last = 0;
      while (last < 4 * rounds) {
        const std::int64_t now = row["most"].as_int64();
        if (now < last) ++wrong;
        last = now;
      }
    });
  }
  EXPECT_EQ(wrong, 0);
  const table final_table = table::open(place.path(), open_level::verified);
  const record final_row = *final_table.get(5);
  EXPECT_EQ(final_row["sum"].as_int64(), 4 * rounds);
  EXPECT_EQ(final_row["real"].as_float64(), 2.0 * rounds);
  EXPECT_EQ(final_row["small"].as_uint64(), 4U * rounds % 65536);
  EXPECT_EQ(final_row["most"].as_int64(), 4 * rounds);
  EXPECT_EQ((*final_table.get(4))["sum"].as_int64(), 0);
}

}  // namespace memosaic::threads_in_place_test
