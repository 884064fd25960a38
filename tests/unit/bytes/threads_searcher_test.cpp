// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "memosaic/bytes/find_all.hpp"
#include "memosaic/bytes/searcher.hpp"
#include "support/naive_search.hpp"

namespace memosaic::threads_searcher_test {

using namespace memosaic::testing;

/// One searcher and one range of matches serve several threads at once: nothing in them changes during a search.
TEST(ThreadsSearcher, ServesManyThreadsAtOnce) {
  std::mt19937_64 random(10);
  const std::string haystack = random_letters(random, 100000, 3);
  const std::string needle = haystack.substr(60000, 12);
  const auto first = haystack.find(needle);
  const auto last = haystack.rfind(needle);
  const auto all = static_cast<std::ptrdiff_t>(naive_matches(bytes_of(haystack), bytes_of(needle)).size());
  const searcher search(bytes_of(needle));
  const matches found = find_all(bytes_of(haystack), bytes_of(needle), overlap::yes);
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> threads;
  for (int k = 0; k < 4; ++k) {
    threads.emplace_back([&] {
      for (int round = 0; round < 20; ++round) {
        if (search.find(bytes_of(haystack)) != first) ++wrong;
        if (search.rfind(bytes_of(haystack)) != last) ++wrong;
        if (std::ranges::distance(found) != all) ++wrong;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

}  // namespace memosaic::threads_searcher_test
