// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "support/table_building.hpp"

/// Any number of threads may read one table, and its copies, at once.
namespace memosaic::threads_table_test {

TEST(ThreadsTable, AllFindAll) {
  constexpr int count = 2000;
  table_builder builder(test::keyed_schema(field_type::text(), true), {.threads = 3, .insertion_order = true});
  for (int i = 0; i < count; ++i) builder.add(test::keyed_record("k" + std::to_string(i), i, true));
  const auto bytes = test::finished(builder);
  const table found = test::opened(bytes);
  std::atomic<int> hits{0};
  {
    std::vector<std::jthread> readers;
    for (int reader = 0; reader < 4; ++reader) {
      readers.emplace_back([&] {
        const table copy = found;
        for (int i = 0; i < count; ++i) {
          const auto row = copy.get("k" + std::to_string(i));
          if (row && (*row)["n"].as_int64() == i && !copy.contains("n" + std::to_string(i))) ++hits;
        }
      });
    }
  }
  EXPECT_EQ(hits, 4 * count);
}

}  // namespace memosaic::threads_table_test
