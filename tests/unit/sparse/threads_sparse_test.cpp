// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "memosaic/sparse/masked_search.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "support/sparse_tree_check.hpp"

/// Sparse memories and what they give out, on several threads: what the class comment promises, under ThreadSanitizer.
namespace threads_sparse_test {
using namespace memosaic;
using namespace memosaic::literals;

constexpr int thread_count = 4;

/// Pieces of all kinds, and two levels of nodes.
sparse_memory make() {
  sparse_memory memory;
  for (int i = 0; i < 600; ++i) memory.poke(i * 3, std::byte{'.'});
  memory.write(10'000, std::vector<std::byte>(5000, std::byte{'a'}));
  memory.fill({20'000, 40'000}, "pattern"_bytes);
  memory.write(12'000, "needle"_bytes);
  return memory;
}

/// Runs `work(index)` on several threads at once; all begin together.
template <typename Work>
void together(Work&& work) {
  std::atomic<int> waiting{thread_count};
  std::vector<std::thread> threads;
  for (int index = 0; index < thread_count; ++index) {
    threads.emplace_back([&, index] {
      --waiting;
      while (waiting != 0) std::this_thread::yield();
      work(index);
    });
  }
  for (auto& thread : threads) thread.join();
}

TEST(ThreadsSparse, ConstMembersRunAtOnce) {
  const auto memory = make();
  const auto other = make();
  std::atomic<int> wrong{0};
  together([&](int) {
    for (int round = 0; round < 10; ++round) {
      if (memory.peek(300) != std::byte{'.'} || memory.content_size() != 600U + 5000U + 20'000U) ++wrong;
      if (memory.find("needle"_bytes) != 12'000 || memory.count("needle"_bytes) != 1U) ++wrong;
      if (find(memory, masked_needle::parse("6e ?? 65"), {0, 15'000}) != 12'000) ++wrong;
      if (memory.to_bytes({12'000, 12'006}).size() != 6U || memory.view({12'000, 12'006}).size() != 6U) ++wrong;
      std::uint64_t pieces = 0;
      for (const auto& part : memory.segments()) {
        if (!part.bytes.empty()) ++pieces;
      }
      if (pieces != memory.piece_count() || memory.blocks().begin()->start != 0) ++wrong;
      const auto copy = memory.snapshot();
      if (!(copy == memory) || !(memory == other) || copy.extract({0, 1000}).empty()) ++wrong;
    }
  });
  EXPECT_EQ(wrong, 0);
}

TEST(ThreadsSparse, SnapshotsAreWrittenApart) {
  auto memory = make();
  const auto expected = make();
  std::vector<sparse_memory> snapshots(thread_count, memory);
  std::atomic<int> wrong{0};
  together([&](int index) {
    auto& mine = snapshots[static_cast<std::size_t>(index)];
    for (int round = 0; round < 50; ++round) {
      const auto before = mine.snapshot();
      mine.write(11'000 + round, "mine"_bytes);
      mine.insert(500, "inserted"_bytes);
      mine.poke(20'500, static_cast<std::byte>(index));
      mine.erase({100, 150});
      if (!sparse_tree_check<std::int64_t>::problem(mine).empty()) ++wrong;
      if (round % 2 == 0) mine.rollback(before);
    }
    if (mine == expected) ++wrong;
    mine = sparse_memory();
  });
  EXPECT_EQ(wrong, 0);
  EXPECT_TRUE(memory == expected);
}

TEST(ThreadsSparse, SnapshotsAreTakenAtOnceAndDroppedElsewhere) {
  const auto memory = make();
  std::vector<std::optional<sparse_memory>> taken(thread_count);
  together([&](int index) { taken[static_cast<std::size_t>(index)].emplace(memory.snapshot()); });
  together([&](int index) {
    auto& other = taken[static_cast<std::size_t>((index + 1) % thread_count)];
    other->write(13'000, "other"_bytes);
    other.reset();
  });
  EXPECT_TRUE(memory == make());
}

/// As soon as the last view is dropped, a write goes to the very bytes that another thread has just read.
TEST(ThreadsSparse, ViewsAreReadAndDroppedElsewhereDuringWrites) {
  struct shown {
    view bytes;
    std::vector<std::byte> expected;
  };
  auto memory = make();
  std::atomic<int> wrong{0};
  std::atomic<bool> done{false};
  std::atomic<shown*> handed{nullptr};
  std::thread reader([&] {
    while (!done || handed != nullptr) {
      shown* const taken = handed.load();
      if (taken == nullptr) {
        std::this_thread::yield();
        continue;
      }
      const view part = taken->bytes.sub(10, 4000);
      if (!std::ranges::equal(taken->bytes, taken->expected)) ++wrong;
      delete taken;
      handed = nullptr;
    }
  });
  for (int round = 0; round < 100; ++round) {
    auto lent = memory.view({10'000, 14'500});
    std::vector<std::byte> expected(lent.begin(), lent.end());
    handed = new shown{std::move(lent), std::move(expected)};
    for (int i = 0; i < 20 || handed != nullptr; ++i) {
      memory.write(10'000 + i % 4000, std::vector<std::byte>(100, static_cast<std::byte>(round + i)));
    }
  }
  done = true;
  reader.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(sparse_tree_check<std::int64_t>::problem(memory), "");
}

TEST(ThreadsSparse, AViewOutlivesItsMemoryOnAnotherThread) {
  auto memory = std::make_optional(make());
  std::vector<view> views;
  for (int index = 0; index < thread_count; ++index) views.push_back(memory->view({12'000, 12'006}));
  memory.reset();
  std::atomic<int> wrong{0};
  together([&](int index) {
    const auto mine = std::move(views[static_cast<std::size_t>(index)]);
    if (!std::ranges::equal(mine, "needle"_bytes)) ++wrong;
  });
  EXPECT_EQ(wrong, 0);
}

TEST(ThreadsSparse, AMutableViewIsReleasedElsewhere) {
  auto memory = make();
  auto lent = memory.mutable_view({10'000, 15'000});
  std::thread other([taken = std::move(lent)]() mutable {
    taken.bytes()[0] = std::byte{'z'};
    taken = mutable_view();
  });
  other.join();
  memory.clear({10'000, 10'001});
  EXPECT_EQ(memory.peek(10'001), std::byte{'a'});
  EXPECT_EQ(memory.peek(10'000), std::nullopt);
}

}  // namespace threads_sparse_test
