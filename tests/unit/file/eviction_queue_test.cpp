// SPDX-License-Identifier: Apache-2.0
#include "file/eviction_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "support/exact_lru.hpp"

namespace memosaic::test::eviction_queue_cases {

using window_core::evictable;
using window_core::eviction_queue;
using trace = std::vector<std::size_t>;

struct item final : evictable {
  bool held = false;
};

bool is_held(const evictable& asked) noexcept { return static_cast<const item&>(asked).held; }

/// A cache of items without content.
class cache {
 public:
  cache(std::size_t capacity, std::size_t items) : capacity_(capacity), items_(items) {}

  [[nodiscard]] bool touch(std::size_t number) {
    if (eviction_queue::holds(items_[number])) {
      items_[number].use();
      return true;
    }
    if (queue_.size() == capacity_) static_cast<void>(queue_.take(is_held, false));
    queue_.reserve_one();
    queue_.insert(items_[number]);
    return false;
  }

 private:
  std::size_t capacity_;
  std::vector<item> items_;
  eviction_queue queue_;
};

template <typename Cache>
double hit_ratio(const trace& asked, Cache of) {
  std::size_t hits = 0;
  for (const std::size_t number : asked) hits += of.touch(number) ? 1U : 0U;
  return static_cast<double>(hits) / static_cast<double>(asked.size());
}

constexpr std::size_t length = 40000;

void expect_no_worse_than_lru(const std::string& name, const trace& asked, std::size_t capacity, std::size_t items) {
  const double ours = hit_ratio(asked, cache(capacity, items));
  const double lru = hit_ratio(asked, exact_lru(capacity));
  EXPECT_GE(ours, lru * 0.98) << name << ", capacity " << capacity << ", LRU " << lru;
}

trace zipf(std::size_t items, double skew) {
  std::vector<double> weights;
  for (std::size_t i = 0; i < items; ++i) weights.push_back(std::pow(static_cast<double>(i + 1), -skew));
  std::discrete_distribution<std::size_t> choose(weights.begin(), weights.end());
  std::mt19937_64 random(1);
  trace made;
  for (std::size_t i = 0; i < length; ++i) made.push_back(choose(random) * 7919 % items);
  return made;
}

TEST(EvictionQueue, is_no_worse_than_lru_on_skewed_traces) {
  for (const double skew : {0.6, 0.8, 1.0, 1.2}) {
    for (const std::size_t items : {100U, 2000U}) {
      const trace asked = zipf(items, skew);
      for (const std::size_t part : {25U, 10U, 2U}) {
        expect_no_worse_than_lru("zipf " + std::to_string(skew), asked, items / part, items);
      }
    }
  }
}

TEST(EvictionQueue, is_no_worse_than_lru_on_loops) {
  for (const std::size_t capacity : {4U, 16U, 200U}) {
    for (const double part : {0.5, 0.9, 1.1, 2.0}) {
      const auto items = static_cast<std::size_t>(static_cast<double>(capacity) * part);
      trace asked;
      for (std::size_t i = 0; i < length; ++i) asked.push_back(i % items);
      expect_no_worse_than_lru("loop over " + std::to_string(items), asked, capacity, items);
    }
  }
}

TEST(EvictionQueue, keeps_what_is_hot_beside_a_scan) {
  for (const std::size_t capacity : {8U, 20U, 200U}) {
    const std::size_t hot = capacity * 3 / 4;
    const std::size_t items = capacity * 15;
    std::mt19937_64 random(2);
    trace asked;
    std::size_t scanned = hot;
    for (std::size_t i = 0; i < length; i += 2) {
      asked.push_back(random() % hot);
      asked.push_back(scanned);
      scanned = scanned + 1 < items ? scanned + 1 : hot;
    }
    EXPECT_GE(hit_ratio(asked, cache(capacity, items)), 0.48) << capacity;
    EXPECT_LE(hit_ratio(asked, exact_lru(capacity)), 0.30) << capacity;
  }
}

TEST(EvictionQueue, follows_hot_sets_that_shift) {
  for (const std::size_t capacity : {8U, 20U, 200U}) {
    for (const std::size_t phase : {500U, 2000U, 8000U}) {
      for (const std::size_t hot : {capacity / 2, capacity * 9 / 10}) {
        const std::size_t items = capacity * 20;
        std::mt19937_64 random(3);
        trace asked;
        for (std::size_t i = 0; i < length; ++i) asked.push_back(i / phase * hot % (items - hot) + random() % hot);
        expect_no_worse_than_lru("shifts after " + std::to_string(phase), asked, capacity, items);
      }
    }
  }
}

/// What FIFO queues of fixed lengths are worst at: the second use comes late, and is the last but a few.
TEST(EvictionQueue, follows_loops_that_shift_and_things_that_are_used_twice) {
  for (const std::size_t capacity : {8U, 20U, 200U}) {
    const std::size_t loop = capacity * 7 / 10;
    const std::size_t items = capacity * 40;
    trace loops;
    for (std::size_t i = 0; i < length; ++i) loops.push_back((i / (6 * loop) * loop + i % loop) % items);
    expect_no_worse_than_lru("shifting loops", loops, capacity, items);
    const std::size_t distance = capacity * 3 / 10;
    trace twice;
    for (std::size_t i = 0; i < length / 2; ++i) {
      twice.push_back(i);
      if (i >= distance) twice.push_back(i - distance);
    }
    expect_no_worse_than_lru("used twice", twice, capacity, length);
  }
}

TEST(EvictionQueue, never_takes_what_is_held_and_finds_it_when_it_is_not) {
  std::vector<item> items(200);
  eviction_queue queue;
  for (item& each : items) {
    each.held = true;
    queue.reserve_one();
    queue.insert(each);
  }
  EXPECT_EQ(queue.take(is_held, false), nullptr);
  EXPECT_EQ(queue.take(is_held, true), nullptr);
  items[150].held = false;
  EXPECT_EQ(queue.take(is_held, true), &items[150]);
  EXPECT_FALSE(eviction_queue::holds(items[150]));
  EXPECT_EQ(queue.size(), 199U);
  items[120].held = false;
  EXPECT_EQ(queue.take(is_held, false), &items[120]);
}

TEST(EvictionQueue, finds_one_among_thousands_of_held_ones_little_by_little) {
  std::vector<item> items(5000);
  eviction_queue queue;
  for (item& each : items) {
    each.held = true;
    queue.reserve_one();
    queue.insert(each);
  }
  EXPECT_EQ(queue.take(is_held, false), nullptr);
  items[4000].held = false;
  evictable* found = nullptr;
  int looks = 0;
  while (looks < 20 && found == nullptr) {
    found = queue.take(is_held, false);
    ++looks;
  }
  EXPECT_EQ(found, &items[4000]);
  EXPECT_GT(looks, 2);
}

/// Against a set: what came and did not leave is there, whatever happens to it.
TEST(EvictionQueue, has_what_came_and_did_not_leave) {
  std::vector<item> items(300);
  std::vector<bool> there(items.size());
  eviction_queue queue;
  std::mt19937_64 random(4);
  for (int step = 0; step < 30000; ++step) {
    const std::size_t number = random() % items.size();
    item& some = items[number];
    switch (random() % 5) {
      case 0:
        some.held = !some.held;
        break;
      case 1:
        some.use();
        break;
      case 2:
        if (auto* const left = static_cast<item*>(queue.take(is_held, step % 2 == 0)); left != nullptr) {
          ASSERT_FALSE(left->held);
          ASSERT_TRUE(there[static_cast<std::size_t>(left - items.data())]);
          if (step % 3 == 0) {
            queue.put_back(*left);
          } else {
            there[static_cast<std::size_t>(left - items.data())] = false;
          }
        }
        break;
      case 3:
        if (there[number] && step % 7 == 0) {
          queue.remove(some);
          there[number] = false;
        }
        break;
      default:
        if (there[number]) break;
        queue.reserve_one();
        queue.insert(some);
        there[number] = true;
        break;
    }
    ASSERT_EQ(eviction_queue::holds(some), there[number]);
    ASSERT_EQ(queue.size(), static_cast<std::size_t>(std::count(there.begin(), there.end(), true)));
  }
  std::size_t met = 0;
  queue.each([&](const evictable& each) {
    ++met;
    EXPECT_TRUE(there[static_cast<std::size_t>(static_cast<const item*>(&each) - items.data())]);
  });
  EXPECT_EQ(met, queue.size());
}

}  // namespace memosaic::test::eviction_queue_cases
