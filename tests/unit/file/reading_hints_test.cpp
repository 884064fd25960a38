// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "memosaic/file/page_cache.hpp"
#include "memosaic/file/window_pool.hpp"
#include "support/counting_calls.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::reading_hints_cases {

constexpr std::uint64_t mebi = 1 << 20;

/// Keeps what was hinted. Pages are in memory or not as the test says, so that hints do not depend on the machine.
struct hint_calls final : counting_calls {
  struct mapping_hint {
    std::size_t size = 0;
    os::advice kind = os::advice::normal;
    friend bool operator==(const mapping_hint&, const mapping_hint&) = default;
  };
  std::vector<mapping_hint> on_mappings;
  std::vector<file_run> on_file;
  bool cached = false;
  std::size_t looks = 0;

  os::answer advise(std::byte* where, std::size_t size, os::advice kind) noexcept override {
    if (kind != os::advice::dont_need) on_mappings.push_back({size, kind});
    return counting_calls::advise(where, size, kind);
  }
  os::answer advise_file(int, std::uint64_t offset, std::uint64_t size, os::advice kind) noexcept override {
    EXPECT_EQ(kind, os::advice::will_need);
    if (!on_file.empty() && on_file.back().offset + on_file.back().length == offset) {
      on_file.back().length += size;
    } else {
      on_file.push_back({offset, size});
    }
    return {};
  }
  os::answer count_cached(int, std::uint64_t, std::uint64_t, os::cached_pages& result) noexcept override {
    ++looks;
    result = {};
    result.cached = cached ? 1 : 0;
    result.all = 1;
    return {};
  }
};

/// A file without content, which is enough to be hinted about.
class ReadingHints : public testing::Test {
 protected:
  static constexpr std::uint64_t size = 100 * mebi;
  ReadingHints() { std::filesystem::resize_file(stored.path(), size); }

  static window_pool_options options(window_backing backing, std::uint64_t window_size) {
    window_pool_options result;
    result.backing = backing;
    result.window_size = window_size;
    return result;
  }

  temporary_file stored;
  hint_calls calls;
};

using hints = std::vector<hint_calls::mapping_hint>;

/// What is asked for where a reader jumps to before it is known how it reads, so that the system reads no more there.
std::vector<file_run> first_places(const std::vector<std::uint64_t>& mebibytes) {
  std::vector<file_run> result;
  for (const std::uint64_t place : mebibytes) result.push_back({place * mebi, 65'536});
  return result;
}

TEST_F(ReadingHints, forward_reading_is_told_of_all_of_the_mapping_and_taken_back) {
  window_pool pool(options(window_backing::resident, 8 * mebi));
  auto at = pool.open(stored.path());
  for (std::uint64_t offset = 0; offset < 16 * mebi; offset += 4096) static_cast<void>(at[offset]);
  EXPECT_TRUE(calls.on_mappings.empty());
  for (std::uint64_t offset = 16 * mebi; offset < size; offset += 4096) static_cast<void>(at[offset]);
  EXPECT_EQ(calls.on_mappings, (hints{{size, os::advice::sequential}}));
  static_cast<void>(at[10 * mebi]);
  EXPECT_EQ(calls.on_mappings, (hints{{size, os::advice::sequential}, {size, os::advice::normal}}));
  EXPECT_EQ(calls.on_file, first_places({10}));
}

TEST_F(ReadingHints, scattered_reading_is_told_of_all_of_the_mapping_and_taken_back) {
  window_pool pool(options(window_backing::resident, 2 * mebi));
  auto at = pool.open(stored.path());
  for (const std::uint64_t place : {50U, 10U, 90U}) static_cast<void>(at[place * mebi]);
  EXPECT_TRUE(calls.on_mappings.empty());
  static_cast<void>(at[30 * mebi]);
  EXPECT_EQ(calls.on_mappings, (hints{{size, os::advice::random}}));
  static_cast<void>(at[70 * mebi]);
  EXPECT_EQ(calls.on_mappings.size(), 1U);
  EXPECT_EQ(calls.on_file, first_places({50, 10, 90}));
  static_cast<void>(at.ensure(20 * mebi, 100'000));  // what is longer than some pages is asked for at once
  EXPECT_EQ(calls.on_file.back(), (file_run{20 * mebi, 100'000}));
  static_cast<void>(at[22 * mebi]);
  EXPECT_EQ(calls.on_mappings.size(), 2U);
  EXPECT_EQ(calls.on_mappings.back(), (hint_calls::mapping_hint{size, os::advice::normal}));
}

TEST_F(ReadingHints, a_forward_reader_beside_a_scattered_one_has_its_windows_read) {
  window_pool pool(options(window_backing::resident, 2 * mebi));
  auto scattered = pool.open(stored.path());
  for (const std::uint64_t place : {50U, 10U, 90U, 30U}) static_cast<void>(scattered[place * mebi]);
  auto forward = pool.open(stored.path());
  for (std::uint64_t offset = 0; offset < 8 * mebi; offset += 4096) static_cast<void>(forward[offset]);
  EXPECT_EQ(calls.on_mappings, (hints{{size, os::advice::random}}));
  EXPECT_EQ(calls.on_file.size(), 4U);
  EXPECT_EQ(calls.on_file.back(), (file_run{6 * mebi, 6 * mebi}));
}

TEST_F(ReadingHints, cursors_that_live_for_one_read_are_one_reader) {
  window_pool pool(options(window_backing::resident, 2 * mebi));
  for (const std::uint64_t place : {50U, 10U, 90U, 30U, 60U, 0U})
    static_cast<void>(pool.open(stored.path())[place * mebi]);
  EXPECT_EQ(calls.on_mappings, (hints{{size, os::advice::random}}));
}

TEST_F(ReadingHints, windows_that_are_mapped_by_themselves_are_advised_as_they_come) {
  window_pool pool(options(window_backing::mapped, mebi));
  auto at = pool.open(stored.path());
  for (const std::uint64_t place : {50U, 10U, 90U, 30U}) static_cast<void>(at[place * mebi]);
  EXPECT_EQ(calls.on_mappings, (hints{{mebi, os::advice::random}}));
}

TEST_F(ReadingHints, fixed_advice_is_all_there_is) {
  for (const auto backing : {window_backing::resident, window_backing::mapped}) {
    calls.on_mappings.clear();
    auto fixed = options(backing, 2 * mebi);
    fixed.advice = access_pattern::sequential;
    window_pool pool(fixed);
    auto at = pool.open(stored.path());
    for (const std::uint64_t place : {50U, 10U, 90U, 30U, 70U, 20U}) static_cast<void>(at[place * mebi]);
    for (std::uint64_t offset = 0; offset < size; offset += mebi) static_cast<void>(at[offset]);
    ASSERT_FALSE(calls.on_mappings.empty());
    for (const auto& hint : calls.on_mappings) EXPECT_EQ(hint.kind, os::advice::sequential);
    EXPECT_TRUE(calls.on_file.empty());
  }
  auto fixed = options(window_backing::resident, 2 * mebi);
  fixed.advice = access_pattern::dont_need;
  EXPECT_THROW(window_pool{fixed}, std::invalid_argument);
}

TEST_F(ReadingHints, what_happens_in_a_long_window_is_seen_too) {
  for (const auto layout : {window_layout::grid, window_layout::exact_fit, window_layout::whole_file}) {
    calls.on_mappings.clear();
    window_pool_options one_window;
    one_window.layout = layout;
    window_pool pool(one_window);
    auto at = pool.open(stored.path());
    for (const std::uint64_t place : {50U, 10U, 90U, 30U, 70U, 0U}) static_cast<void>(at[place * mebi]);
    EXPECT_EQ(calls.on_mappings, (hints{{size, os::advice::random}}));
    for (std::uint64_t offset = 0; offset < size; offset += mebi) static_cast<void>(at[offset]);
    EXPECT_EQ(calls.on_mappings,
              (hints{{size, os::advice::random}, {size, os::advice::normal}, {size, os::advice::sequential}}));
    EXPECT_EQ(at.region().size(), size);
    EXPECT_EQ(pool.statistics().misses, 1U);
    EXPECT_EQ(at.ensure(10 * mebi, 40 * mebi).size(), 40 * mebi);
    at.use_region(5);
    EXPECT_EQ(at.size(), size - 5);
  }
}

TEST_F(ReadingHints, what_is_in_memory_is_read_without_advice_and_soon_unobserved) {
  calls.cached = true;
  window_pool pool;
  auto at = pool.open(stored.path());
  std::mt19937_64 random(1);
  for (int i = 0; i < 1000; ++i) static_cast<void>(at[random() % size]);
  EXPECT_TRUE(calls.on_mappings.empty());
  EXPECT_EQ(at.ensure(0).size(), size);
  EXPECT_EQ(calls.looks, 11U);  // three of them before the jumps were known to be such
}

TEST_F(ReadingHints, scattered_reading_ends_when_all_is_in_memory) {
  window_pool pool(options(window_backing::resident, 2 * mebi));
  auto at = pool.open(stored.path());
  std::mt19937_64 random(1);
  for (int i = 0; i < 100; ++i) static_cast<void>(at[random() % 50 * 2 * mebi]);
  EXPECT_EQ(calls.on_mappings.back().kind, os::advice::random);
  calls.cached = true;
  for (int i = 0; i < 1000; ++i) static_cast<void>(at[random() % 50 * 2 * mebi]);
  EXPECT_EQ(calls.on_mappings.back().kind, os::advice::normal);
}

TEST_F(ReadingHints, a_cursor_prefetches_parts_and_checks_all_of_them_before) {
  window_pool pool;
  const auto at = pool.open(stored.path());
  const std::vector<file_run> parts{{4096, 4096}, {mebi, 300'000}};
  at.prefetch(parts);
  EXPECT_EQ(calls.on_file, parts);
  EXPECT_EQ(pool.statistics().windows, 0U);
  const std::vector<file_run> beyond{{0, 10}, {size, 1}};
  EXPECT_THROW(at.prefetch(beyond), std::out_of_range);
  EXPECT_EQ(calls.on_file.size(), 2U);
  EXPECT_THROW(cursor().prefetch(parts), std::logic_error);
}

}  // namespace memosaic::test::reading_hints_cases
