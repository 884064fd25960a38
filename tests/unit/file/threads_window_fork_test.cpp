// SPDX-License-Identifier: Apache-2.0
// A process forks while its threads map and unmap: the child reads what it has, and reads on by a pool of its own.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/file/window_pool.hpp"
#include "support/child_process.hpp"
#include "support/process_facts.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::threads_window_fork {

constexpr std::size_t size = std::size_t{1} << 20;

TEST(ThreadsWindowFork, AChildHasWhatItHad) {
  // Their own allocators wait in the child for locks of threads that are not there.
  if (has_sanitizer) GTEST_SKIP() << "not with a sanitizer";
  const auto content = random_bytes(size);
  const temporary_file stored(content);
  window_pool_options options;
  options.backing = window_backing::mapped;
  options.window_size = 16384;
  options.limits.soft_bytes = 65536;
  options.reads_scattered = false;
  window_pool pool(options);
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  std::vector<std::jthread> threads;
  for (std::uint64_t seed = 0; seed < 2; ++seed) {
    threads.emplace_back([&, seed] {
      std::mt19937_64 random(seed);
      auto at = pool.open(stored.path());
      while (!done) {
        const auto offset = static_cast<std::size_t>(random() % size);
        if (at[offset] != content[offset]) ++wrong;
      }
    });
  }
  auto at = pool.open(stored.path());
  for (std::size_t round = 0; round < 40; ++round) {
    const std::size_t offset = round * 20'000;
    const view pinned = at.pin(offset, 5000);
    const auto end = in_child([&] {
      ::alarm(20);  // a child that waits for a lock that nobody will open waits for ever
      if (!equal(pinned.bytes(), bytes_view(content).subspan(offset, 5000))) return 1;
      if (at[offset + 100] != content[offset + 100]) return 2;
      for (std::size_t place = 0; place < size; place += 30'011) {
        if (at[place] != content[place]) return 3;
      }
      auto anew = pool.open(stored.path());
      if (anew[size - 1] != content[size - 1]) return 4;
      pool.trim();
      window_pool own(options);
      auto other = own.open(stored.path());
      return other[offset] == content[offset] ? 0 : 5;
    });
    ASSERT_EQ(end.signal, 0) << "in round " << round;
    ASSERT_EQ(end.code, 0) << "in round " << round;
  }
  done = true;
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

}  // namespace memosaic::test::threads_window_fork
