// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "os/calls.hpp"
#include "os/watched_regions.hpp"

namespace threads_watched_regions_test {
using namespace memosaic;

constexpr std::uintptr_t base = std::uintptr_t{1} << 45;

std::byte* address_of(std::uintptr_t number) { return std::bit_cast<std::byte*>(number); }

/// Regions that stay are always found, and holes never, while regions between them come and go.
TEST(ThreadsWatchedRegions, ChurnNeitherHidesNorInvents) {
  const auto page = os::page_size();
  // Of each 8 pages, the first two stay, the third is a hole, and the rest come and go.
  constexpr std::uintptr_t groups = 200;
  std::vector<std::unique_ptr<os::region_watch>> staying;
  for (std::uintptr_t group = 0; group < groups; ++group) {
    staying.push_back(std::make_unique<os::region_watch>(address_of(base + group * 8 * page), 2 * page, false, ""));
  }
  std::atomic<bool> done{false};
  std::vector<std::thread> churning;
  for (std::uintptr_t part = 0; part < 2; ++part) {
    churning.emplace_back([&, part] {
      std::mt19937_64 random(part);
      std::vector<std::unique_ptr<os::region_watch>> coming(groups);
      for (int step = 0; step < 40'000; ++step) {
        const std::uintptr_t group = random() % groups;
        if (group % 2 != part) continue;
        auto& place = coming[group];
        if (place) {
          place.reset();
        } else {
          const std::uintptr_t start = base + (group * 8 + 3 + random() % 3) * page;
          place = std::make_unique<os::region_watch>(address_of(start), (1 + random() % 2) * page, false, "");
        }
      }
      done = true;
    });
  }
  std::mt19937_64 random(9);
  while (!done) {
    const std::uintptr_t group = random() % groups;
    const std::uintptr_t start = base + group * 8 * page;
    const auto* const found = os::find_watched(address_of(start + random() % (2 * page)));
    ASSERT_NE(found, nullptr);
    ASSERT_EQ(&found->damaged, &staying[group]->damaged());
    ASSERT_EQ(os::find_watched(address_of(start + 2 * page + random() % page)), nullptr);
    const auto* const near = os::find_watched(address_of(start + (3 + random() % 5) * page));
    if (near != nullptr) {
      ASSERT_NE(&near->damaged, &staying[group]->damaged());
    }
  }
  for (auto& thread : churning) thread.join();
}

}  // namespace threads_watched_regions_test
