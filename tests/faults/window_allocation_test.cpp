// SPDX-License-Identifier: Apache-2.0
// ThreadSanitizer brings its own operator new, which no program can replace.
#if defined(__SANITIZE_THREAD__)
#define MEMOSAIC_WINDOW_FAULTS_WITHOUT_OWN_NEW
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define MEMOSAIC_WINDOW_FAULTS_WITHOUT_OWN_NEW
#endif
#endif
#ifndef MEMOSAIC_WINDOW_FAULTS_WITHOUT_OWN_NEW

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <new>
#include <string>
#include <vector>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/file/window_pool.hpp"
#include "support/process_facts.hpp"
#include "support/temporary_file.hpp"

namespace allocation_faults {
extern std::size_t allocations_left;  // of this program's operator new, in allocation_test.cpp
}

/// Memory runs out at every allocation of what a pool does: it is then as it was, and the next try succeeds.
namespace window_allocation_faults {
using namespace memosaic;

constexpr std::size_t size = std::size_t{1} << 20;

struct stage {
  explicit stage(const window_pool_options& options) : pool(options), at(pool.open(stored.path())) {
    held = at.pin(100, 200);
    static_cast<void>(at[400'000]);
  }
  [[nodiscard]] bool is_right(const view& got, std::size_t offset) const {
    return equal(got.bytes(), bytes_view(content).subspan(offset, got.size()));
  }

  std::vector<std::byte> content = test::random_bytes(size, 5);
  test::temporary_file stored{content};
  std::filesystem::path path = stored.path();
  window_pool pool;
  cursor at;
  view held;
};

template <typename Operation>
std::size_t fail_every_allocation(const window_pool_options& options, const Operation& operation) {
  for (std::size_t number = 0;; ++number) {
    stage all(options);
    const auto before = all.pool.statistics();
    bool ran_out = false;
    allocation_faults::allocations_left = number;
    try {
      operation(all);
    } catch (const std::bad_alloc&) {
      ran_out = true;
    }
    allocation_faults::allocations_left = std::numeric_limits<std::size_t>::max();
    const auto now = all.pool.statistics();
    if (ran_out) {
      EXPECT_LE(now.bytes, before.bytes) << number;
      EXPECT_EQ(now.windows, before.windows - (now.evictions - before.evictions)) << number;
      EXPECT_LE(now.pinned_bytes, before.pinned_bytes) << number;
      EXPECT_EQ(now.files, before.files) << number;
    }
    EXPECT_TRUE(all.is_right(all.held, 100)) << number;
    EXPECT_NO_THROW(operation(all)) << number;
    all.held = {};
    all.at = cursor();
    all.pool.trim();
    EXPECT_EQ(all.pool.statistics().bytes, 0u) << number;
    EXPECT_EQ(test::mapped_facts_of(all.path).mappings, 0u) << number;
    EXPECT_EQ(test::descriptors_in(all.stored.folder()), 0u) << number;
    if (!ran_out) return number;
  }
}

window_pool_options options_of(window_backing backing, std::uint64_t soft) {
  window_pool_options options;
  options.backing = backing;
  options.window_size = 8192;
  options.limits.soft_bytes = soft;
  options.reads_scattered = soft > size;
  return options;
}

constexpr std::array<window_backing, 3> backings{window_backing::mapped, window_backing::resident,
                                                 window_backing::read};

TEST(WindowAllocationFaults, Opening) {
  const auto open_anew = [](stage& all) { EXPECT_EQ(all.pool.open(all.path)[5], all.content[5]); };
  for (const auto backing : backings) EXPECT_GT(fail_every_allocation(options_of(backing, 4 * size), open_anew), 1u);
}

TEST(WindowAllocationFaults, Misses) {
  const auto miss = [](stage& all) { EXPECT_EQ(all.at[700'000], all.content[700'000]); };
  for (const auto backing : backings) {
    fail_every_allocation(options_of(backing, 4 * size), miss);
    fail_every_allocation(options_of(backing, 16'384), miss);
  }
  EXPECT_GT(fail_every_allocation(options_of(window_backing::mapped, 16'384), miss), 1u);
}

TEST(WindowAllocationFaults, RangesWiderThanAWindow) {
  const auto miss = [](stage& all) { EXPECT_TRUE(all.is_right(all.at.pin(300'000, 100'000), 300'000)); };
  for (const auto backing : backings) fail_every_allocation(options_of(backing, 4 * size), miss);
  EXPECT_GT(fail_every_allocation(options_of(window_backing::mapped, 16'384), miss), 1u);
}

TEST(WindowAllocationFaults, Refreshing) {
  const auto look_anew = [](stage& all) { EXPECT_EQ(all.at.refresh(), file_change::same); };
  for (const auto backing : backings) fail_every_allocation(options_of(backing, 4 * size), look_anew);
}

TEST(WindowAllocationFaults, TrimmingNeedsNoMemoryButForFilesThatItCloses) {
  const auto trim_all = [](stage& all) { all.pool.trim(); };
  for (const auto backing : backings) EXPECT_EQ(fail_every_allocation(options_of(backing, 4 * size), trim_all), 0u);
}

}  // namespace window_allocation_faults

#endif
