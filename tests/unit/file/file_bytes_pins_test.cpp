// SPDX-License-Identifier: Apache-2.0
// How much of a file is in memory while a part of it is worked on.
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "memosaic/file/file_bytes.hpp"
#include "memosaic/file/window_pool.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::file_bytes_pins_cases {

constexpr std::uint64_t window_size = 8192;

/// A hundred windows' worth of file, and a pool that never holds more than so many of them.
struct FileBytesPins : testing::Test {
  static window_pool_options at_most(std::uint64_t windows) {
    window_pool_options options;
    options.backing = window_backing::mapped;
    options.window_size = window_size;
    options.limits.soft_bytes = window_size;
    options.limits.hard_bytes = windows * window_size;
    options.reads_scattered = false;  // what is read counts beside the windows
    return options;
  }
  std::vector<std::byte> content = random_bytes(100 * window_size + 5);
  temporary_file stored{content};
};

TEST_F(FileBytesPins, one_window_is_enough_for_all_that_goes_through_the_file) {
  window_pool pool(at_most(1));
  file_bytes bytes(pool.open(stored.path()));
  const bytes_view last = bytes_view(content).last(20);
  EXPECT_EQ(bytes[50'000], content[50'000]);
  EXPECT_EQ(bytes.find(last), content.size() - 20);
  EXPECT_EQ(bytes[50'000], content[50'000]);
  EXPECT_EQ(bytes.rfind(bytes_view(content).first(20)), 0U);
  EXPECT_EQ(bytes[50'000], content[50'000]);
  EXPECT_EQ(bytes.count(last), 1U);
  EXPECT_EQ(bytes.count(last.last(1)),
            static_cast<std::uint64_t>(std::count(content.begin(), content.end(), content.back())));
  EXPECT_TRUE(bytes.equal(content));
  EXPECT_TRUE(equal(bytes.to_buffer().bytes(), content));
  EXPECT_EQ(bytes[50'000], content[50'000]);
  std::uint64_t seen = 0;
  for (const window& part : bytes.chunks()) seen += part.size();
  EXPECT_EQ(seen, content.size());
  EXPECT_EQ(bytes[50'000], content[50'000]);
  seen = 0;
  for (const std::uint64_t at : bytes.find_all(last)) seen = at;
  EXPECT_EQ(seen, content.size() - 20);
  EXPECT_LE(pool.statistics().peak_bytes, window_size);
}

TEST_F(FileBytesPins, two_windows_are_enough_to_compare_two_files) {
  window_pool pool(at_most(2));
  file_bytes bytes(pool.open(stored.path()));
  auto changed = content;
  changed[777'777] ^= std::byte{1};
  const temporary_file other_stored(changed);
  file_bytes other(pool.open(other_stored.path()));
  EXPECT_EQ(bytes.mismatch(other), (mismatch_result{mismatch_kind::different, 777'777}));
  EXPECT_LE(pool.statistics().peak_bytes, 2 * window_size);
}

TEST_F(FileBytesPins, nothing_stays_pinned_behind_a_range_of_windows) {
  window_pool pool(at_most(3));
  file_bytes bytes(pool.open(stored.path()));
  window kept;
  {
    auto parts = bytes.chunks(1000, 50'000);
    for (const window& part : parts) {
      EXPECT_LE(pool.statistics().pinned_windows, 2U);
      if (part.includes(20'000)) kept = part;
    }
    EXPECT_EQ(pool.statistics().pinned_windows, 1U);
    EXPECT_TRUE(parts.begin() != parts.end());  // it starts anew
  }
  EXPECT_EQ(pool.statistics().pinned_windows, 1U);
  EXPECT_TRUE(equal(kept.bytes(), bytes_view(content).subspan(kept.start(), kept.size())));
  kept = {};
  EXPECT_EQ(pool.statistics().pinned_windows, 0U);
}

TEST_F(FileBytesPins, windows_of_a_range_follow_each_other) {
  window_pool pool(at_most(3));
  file_bytes bytes(pool.open(stored.path()), 50);
  std::uint64_t at = 150;
  std::size_t count = 0;
  for (const window& part : bytes.chunks(100, 60'000)) {
    ASSERT_EQ(part.start(), at);
    ASSERT_TRUE(equal(part.bytes(), bytes_view(content).subspan(at, part.size())));
    at = part.stop();
    ++count;
  }
  EXPECT_EQ(at, 60'050U);
  EXPECT_LE(count, 9U);
}

TEST_F(FileBytesPins, views_are_in_one_run_and_chains_in_windows) {
  window_pool pool(at_most(8));
  file_bytes bytes(pool.open(stored.path()));
  {
    const chain windows = bytes.chain_of(100, 20'000);
    const view run = bytes.view_of(100, 40'000);
    EXPECT_TRUE(equal(run.bytes(), bytes_view(content).subspan(100, 39'900)));
    EXPECT_EQ(windows.size(), 19'900U);
    EXPECT_GE(windows.segments().size(), 2U);
    EXPECT_TRUE(equal(windows.coalesce().bytes(), bytes_view(content).subspan(100, 19'900)));
  }
  bytes.end_access();
  EXPECT_EQ(pool.statistics().pinned_bytes, 0U);
}

TEST_F(FileBytesPins, what_does_not_fit_the_hard_limit_is_refused_and_given_back) {
  window_pool pool(at_most(4));
  file_bytes bytes(pool.open(stored.path()));
  EXPECT_THROW(static_cast<void>(bytes.view_of()), std::length_error);
  EXPECT_THROW(static_cast<void>(bytes.chain_of()), std::length_error);
  bytes.end_access();
  EXPECT_EQ(pool.statistics().pinned_bytes, 0U);
  EXPECT_TRUE(bytes.begin_access());
  EXPECT_TRUE(bytes.equal(content));
}

}  // namespace memosaic::test::file_bytes_pins_cases
