// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/key_sections.hpp"
#include "table/key_ordered_work.hpp"

namespace memosaic::threads_key_index_test {

using namespace memosaic::table_core;

TEST(ThreadsKeyIndex, TheIndexDoesNotDependOnThem) {
  const auto keys = test::numbered_keys(20'000);
  test::key_index_shape shape{.seed = 4, .partition_bits = 5};
  const auto hashes = test::hashes_of(keys, shape);
  const auto alone = test::perfect_sections(hashes, shape);
  ASSERT_TRUE(alone);
  for (const unsigned threads : {2U, 3U, 8U}) {
    shape.threads = threads;
    const auto together = test::perfect_sections(hashes, shape);
    ASSERT_TRUE(together);
    EXPECT_TRUE(together->index == alone->index);
    EXPECT_TRUE(together->fingerprints == alone->fingerprints);
    EXPECT_TRUE(together->slots == alone->slots);
  }
}

TEST(ThreadsOrderedWork, ItemsAreTakenInOrderByWhoPreparedThem) {
  for (const unsigned threads : {0U, 1U, 2U, 5U}) {
    for (const std::size_t items : {0U, 1U, 2U, 7U, 200U}) {
      const unsigned workers = std::max(1U, threads);
      std::vector<std::size_t> prepared(workers);
      std::vector<std::size_t> taken;
      std::vector<int> finished(items);
      std::atomic<unsigned> begun = 0;
      const auto prepare = [&](std::size_t item, unsigned worker) {
        ASSERT_LT(worker, workers);
        EXPECT_LE(++begun, workers);
        prepared[worker] = item;
      };
      const auto take = [&](std::size_t item, unsigned worker) {
        EXPECT_EQ(prepared[worker], item);
        taken.push_back(item);
      };
      const auto finish = [&](std::size_t item, unsigned worker) {
        EXPECT_EQ(prepared[worker], item);
        ++finished[item];
        --begun;
      };
      ordered_work(items, threads, prepare, take, finish).run();
      ASSERT_EQ(taken.size(), items);
      EXPECT_TRUE(std::is_sorted(taken.begin(), taken.end()));
      EXPECT_EQ(finished, std::vector<int>(items, 1));
    }
  }
}

TEST(ThreadsOrderedWork, TheFirstErrorEndsIt) {
  const auto nothing = [](std::size_t, unsigned) {};
  for (const unsigned threads : {1U, 3U}) {
    for (const char* step : {"prepare", "take", "finish"}) {
      std::atomic<std::size_t> taken = 0;
      const auto count = [&](std::size_t, unsigned) { ++taken; };
      const auto refuse = [&](std::size_t item, unsigned) {
        if (item == 20) throw std::runtime_error(step);
      };
      const auto count_or_refuse = [&](std::size_t item, unsigned worker) {
        refuse(item, worker);
        count(item, worker);
      };
      const std::string wrong = step;
      if (wrong == "prepare") {
        EXPECT_THROW(ordered_work(100, threads, refuse, count, nothing).run(), std::runtime_error);
      } else if (wrong == "take") {
        EXPECT_THROW(ordered_work(100, threads, nothing, count_or_refuse, nothing).run(), std::runtime_error);
      } else {
        EXPECT_THROW(ordered_work(100, threads, nothing, count, refuse).run(), std::runtime_error);
      }
      EXPECT_LE(taken, wrong == "finish" ? 100U : 20U);
      EXPECT_GE(taken, wrong == "prepare" ? 0U : 20U);
    }
  }
}

}  // namespace memosaic::threads_key_index_test
