// SPDX-License-Identifier: Apache-2.0
#include "os/watched_regions.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include "os/calls.hpp"

namespace watched_regions_test {
using namespace memosaic;

// The table looks at addresses only, so they need not be mapped; these are where no program has any.
constexpr std::uintptr_t base = std::uintptr_t{1} << 44;

std::byte* address_of(std::uintptr_t number) { return std::bit_cast<std::byte*>(number); }
bool is_watched(std::uintptr_t number) { return os::find_watched(address_of(number)) != nullptr; }

TEST(WatchedRegions, EndWithThePageOfTheirLastByte) {
  const auto page = os::page_size();
  EXPECT_FALSE(is_watched(base));
  {
    const os::region_watch watch(address_of(base), page + 1, true, "name");
    for (const std::size_t inside : {std::size_t{0}, page, page + 1, 2 * page - 1}) {
      const auto* const found = os::find_watched(address_of(base + inside));
      ASSERT_NE(found, nullptr) << inside;
      EXPECT_STREQ(found->name, "name");
      EXPECT_TRUE(found->writable);
      EXPECT_EQ(&found->damaged, &watch.damaged());
    }
    EXPECT_FALSE(is_watched(base - 1));
    EXPECT_FALSE(is_watched(base + 2 * page));
  }
  EXPECT_FALSE(is_watched(base));
  EXPECT_FALSE(is_watched(0));
  EXPECT_FALSE(is_watched(~std::uintptr_t{0}));
}

TEST(WatchedRegions, ANewRegionIsWhole) {
  { os::region_watch(address_of(base), 1, false, "").damaged() = true; }
  const os::region_watch again(address_of(base), 1, false, "");
  EXPECT_FALSE(again.damaged());
}

/// The same as a map of starts to stops; regions of all sizes, side by side and apart.
TEST(WatchedRegions, AreFoundLikeInAMap) {
  const auto page = os::page_size();
  std::mt19937_64 random(7);
  std::map<std::uintptr_t, std::uintptr_t> model;
  std::map<std::uintptr_t, std::unique_ptr<os::region_watch>> watches;
  const auto holds = [&](std::uintptr_t address) {
    const auto after = model.upper_bound(address);
    return after != model.begin() && address < std::prev(after)->second;
  };
  for (int step = 0; step < 30'000; ++step) {
    const std::uintptr_t pages = std::uintptr_t{1} << (random() % 20);
    const std::uintptr_t start = base + (random() % (std::uintptr_t{1} << (8 + random() % 14))) * page;
    const std::uintptr_t stop = start + (pages + random() % pages) * page;
    const auto after = model.lower_bound(start);
    const bool is_free = !holds(start) && (after == model.end() || after->first >= stop);
    if (is_free) {
      model[start] = stop;
      watches[start] = std::make_unique<os::region_watch>(address_of(start), stop - start, false, "");
    } else if (!model.empty() && random() % 4 != 0) {
      auto gone = model.lower_bound(start);
      if (gone == model.end()) gone = model.begin();
      watches.erase(gone->first);
      model.erase(gone);
    }
    for (const std::uintptr_t near : {start - 1, start, stop - 1, stop, start + (stop - start) / 2}) {
      ASSERT_EQ(is_watched(near), holds(near)) << step;
    }
    if (const auto* const found = os::find_watched(address_of(start))) {
      ASSERT_EQ(found->stop, std::prev(model.upper_bound(start))->second) << step;
    }
  }
  EXPECT_GT(model.size(), 20u);
}

TEST(WatchedRegions, AHundredThousandSideBySide) {
  const auto page = os::page_size();
  std::vector<std::unique_ptr<os::region_watch>> watches;
  for (std::uintptr_t number = 0; number < 100'000; ++number) {
    watches.push_back(std::make_unique<os::region_watch>(address_of(base + number * 3 * page), 2 * page, false, ""));
  }
  for (std::uintptr_t number = 0; number < 100'000; ++number) {
    const std::uintptr_t start = base + number * 3 * page;
    const auto* const found = os::find_watched(address_of(start + page));
    ASSERT_NE(found, nullptr);
    ASSERT_EQ(found->start, start);
    ASSERT_FALSE(is_watched(start + 2 * page));
  }
}

}  // namespace watched_regions_test
