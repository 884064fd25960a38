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

TEST(ThreadsOrderedWork, ResultsAreTakenInOrderAndFewWait) {
  for (const unsigned threads : {0U, 1U, 2U, 5U}) {
    for (const std::size_t items : {0U, 1U, 2U, 7U, 200U}) {
      std::atomic<std::size_t> made = 0;
      std::vector<std::size_t> taken;
      const auto make = [&](std::size_t item, unsigned worker) {
        EXPECT_LT(worker, std::max(1U, threads));
        ++made;
        return std::to_string(item);
      };
      const auto take = [&](std::size_t item, const std::string& result) {
        EXPECT_EQ(result, std::to_string(item));
        EXPECT_LE(made - taken.size(), 2 * std::size_t{std::max(1U, threads)});
        taken.push_back(item);
      };
      ordered_work(items, threads, make, take).run();
      ASSERT_EQ(taken.size(), items);
      EXPECT_TRUE(std::is_sorted(taken.begin(), taken.end()));
    }
  }
}

TEST(ThreadsOrderedWork, TheFirstErrorEndsIt) {
  for (const unsigned threads : {1U, 3U}) {
    std::size_t taken = 0;
    const auto make = [&](std::size_t item, unsigned) {
      if (item == 20) throw std::runtime_error("item 20");
      return item;
    };
    const auto take = [&](std::size_t item, std::size_t) { taken = item + 1; };
    EXPECT_THROW(ordered_work(100, threads, make, take).run(), std::runtime_error);
    EXPECT_LE(taken, 20U);

    const auto make_all = [](std::size_t item, unsigned) { return item; };
    const auto refuse_one = [&](std::size_t item, std::size_t) {
      taken = item;
      if (item == 50) throw std::logic_error("item 50");
    };
    EXPECT_THROW(ordered_work(100, threads, make_all, refuse_one).run(), std::logic_error);
    EXPECT_EQ(taken, 50U);
  }
}

}  // namespace memosaic::threads_key_index_test
