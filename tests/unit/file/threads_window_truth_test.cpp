// SPDX-License-Identifier: Apache-2.0
// What a pool says that it has is what the kernel says that the process has, also after threads have fought over it.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/file/window_pool.hpp"
#include "support/process_facts.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::threads_window_truth {

constexpr std::size_t size = std::size_t{4} << 20;

struct fight {
  explicit fight(const window_pool_options& options) : pool(options) {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
      contents.push_back(random_bytes(size, seed + 50));
      files.push_back(std::make_unique<temporary_file>(contents.back()));
    }
  }

  /// Four threads, each with cursors on all files; each leaves two views in `kept`.
  void run() {
    std::vector<std::jthread> threads;
    for (std::size_t number = 0; number < kept.size(); ++number) {
      threads.emplace_back([this, number] { read(number); });
    }
  }

  void read(std::size_t number) {
    std::mt19937_64 random(number);
    std::vector<cursor> cursors;
    for (const auto& each : files) cursors.push_back(pool.open(each->path()));
    for (int step = 0; step < 2500; ++step) {
      const std::size_t which = random() % files.size();
      const auto offset = static_cast<std::size_t>(random() % (size - 9000));
      const auto length = static_cast<std::size_t>(random() % 9000);
      const view pinned = cursors[which].pin(offset, length);
      if (!equal(pinned.bytes(), bytes_view(contents[which]).subspan(offset, length))) ++wrong;
      if (step % 700 == 0) cursors[which] = pool.open(files[which]->path());
      if (step % 400 == 0) pool.trim(size / 8);
      if (step % 1250 == 1249) kept[number].push_back(pinned);
      const auto now = pool.statistics();
      if (now.bytes > now.peak_bytes || now.bytes > pool.options().limits.hard_bytes) ++wrong;
    }
  }

  [[nodiscard]] mapped_facts facts() const {
    mapped_facts all;
    for (const auto& each : files) {
      const auto one = mapped_facts_of(each->path());
      all.mapped += one.mapped;
      all.resident += one.resident;
      all.mappings += one.mappings;
    }
    return all;
  }
  [[nodiscard]] std::uint64_t descriptors() const {
    std::uint64_t all = 0;
    for (const auto& each : files) all += descriptors_in(each->folder());
    return all;
  }

  window_pool pool;
  std::vector<std::vector<std::byte>> contents;
  std::vector<std::unique_ptr<temporary_file>> files;
  std::array<std::vector<view>, 4> kept;
  std::atomic<int> wrong{0};
};

window_pool_options tight(window_backing backing) {
  window_pool_options options;
  options.backing = backing;
  options.window_size = 65536;
  options.limits.soft_bytes = backing == window_backing::resident ? size : size / 8;
  options.limits.hard_bytes = 4 * size;
  options.limits.files = 1;
  options.reads_scattered = false;
  return options;
}

TEST(ThreadsWindowTruth, BytesAreThoseThatAreMapped) {
  fight all(tight(window_backing::mapped));
  all.run();
  EXPECT_EQ(all.wrong, 0);
  EXPECT_EQ(all.facts().mapped, all.pool.statistics().bytes);
  EXPECT_EQ(all.descriptors(), all.pool.statistics().files);
  all.pool.trim();
  auto now = all.pool.statistics();
  EXPECT_GT(now.pinned_bytes, 0u);
  EXPECT_EQ(now.bytes, now.pinned_bytes);
  EXPECT_EQ(all.facts().mapped, now.bytes);
  for (auto& each : all.kept) each.clear();
  all.pool.trim();
  now = all.pool.statistics();
  EXPECT_EQ(now.bytes, 0u);
  EXPECT_EQ(now.windows, 0u);
  EXPECT_EQ(now.pinned_bytes, 0u);
  EXPECT_EQ(now.files, 0u);
  EXPECT_EQ(all.facts().mapped, 0u);
  EXPECT_EQ(all.descriptors(), 0u);
}

TEST(ThreadsWindowTruth, PagesThatAreThereAreCounted) {
  fight all(tight(window_backing::resident));
  std::vector<cursor> staying;  // so that the mappings stay
  for (const auto& each : all.files) staying.push_back(all.pool.open(each->path()));
  all.run();
  EXPECT_EQ(all.wrong, 0);
  EXPECT_LE(all.facts().resident, all.pool.statistics().bytes);
  EXPECT_EQ(all.descriptors(), 3u);
  all.pool.trim();
  EXPECT_LE(all.facts().resident, all.pool.statistics().bytes);
  for (auto& each : all.kept) each.clear();
  all.pool.trim();
  EXPECT_EQ(all.pool.statistics().bytes, 0u);
  EXPECT_EQ(all.facts().resident, 0u);
}

TEST(ThreadsWindowTruth, ReadingMapsNothing) {
  fight all(tight(window_backing::read));
  all.run();
  EXPECT_EQ(all.wrong, 0);
  EXPECT_EQ(all.facts().mappings, 0u);
  EXPECT_EQ(all.pool.statistics().bytes, 0u);
  EXPECT_GT(all.pool.statistics().reads, 0u);
}

}  // namespace memosaic::test::threads_window_truth
