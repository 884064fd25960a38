// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/window_limits.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <vector>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/error.hpp"
#include "memosaic/file/window_pool.hpp"
#include "os/calls.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::window_limits_cases {

constexpr std::uint64_t mebi = 1U << 20;

/// A system with room for a few mappings and descriptors only.
class narrow_calls final : public os::calls {
 public:
  narrow_calls() : before_(&os::replace(*this)) {}
  narrow_calls(const narrow_calls&) = delete;
  narrow_calls& operator=(const narrow_calls&) = delete;
  ~narrow_calls() { os::replace(*before_); }

  os::answer open(const char* path) noexcept override {
    const bool is_ours = std::string_view(path).find("/proc/") == std::string_view::npos;
    if (is_ours && descriptors == most_descriptors) return {0, EMFILE};
    const auto opened = before_->open(path);
    if (is_ours && !opened.failed()) ++descriptors;
    return opened;
  }
  os::answer close(int fd) noexcept override {
    if (descriptors > 0) --descriptors;
    return before_->close(fd);
  }
  os::map_answer map(int fd, std::uint64_t offset, std::size_t size, os::map_access how) noexcept override {
    if (mappings == most_mappings) {
      ++refused;
      return {nullptr, ENOMEM};
    }
    const auto mapped = before_->map(fd, offset, size, how);
    if (!mapped.failed()) ++mappings;
    return mapped;
  }
  os::answer unmap(std::byte* address, std::size_t size) noexcept override {
    --mappings;
    return before_->unmap(address, size);
  }

  int descriptors = 0;
  int mappings = 0;
  int refused = 0;
  int most_descriptors = 1000;
  int most_mappings = 1000;

 private:
  os::calls* before_;
};

window_pool_options mapped_windows() {
  window_pool_options options;
  options.backing = window_backing::mapped;
  options.window_size = 65536;
  options.reads_scattered = false;
  return options;
}

TEST(WindowLimits, a_system_without_room_for_mappings_lets_windows_leave_and_come) {
  const auto content = random_bytes(4 * mebi, 5);
  temporary_file stored(content);
  narrow_calls narrow;
  narrow.most_mappings = 8;
  {
    window_pool pool(mapped_windows());
    auto at = pool.open(stored.path());
    for (std::size_t offset = 0; offset < content.size(); offset += 40000) ASSERT_EQ(at[offset], content[offset]);
    const auto now = pool.statistics();
    EXPECT_GT(narrow.refused, 4);
    EXPECT_EQ(now.fallback_reads, 0U);
    EXPECT_EQ(now.bytes, static_cast<std::uint64_t>(narrow.mappings) * 65536);
  }
  EXPECT_EQ(narrow.mappings, 0);
}

TEST(WindowLimits, what_cannot_be_mapped_at_all_is_read_and_counted) {
  const auto content = random_bytes(4 * mebi, 6);
  temporary_file stored(content);
  narrow_calls narrow;
  window_pool pool(mapped_windows());
  auto at = pool.open(stored.path());
  narrow.most_mappings = 3;
  std::vector<view> held;
  for (std::size_t offset = 0; offset < content.size(); offset += 100000) {
    held.push_back(at.pin(offset, 1000));
    ASSERT_TRUE(equal(held.back().bytes(), bytes_view(content).subspan(offset, 1000)));
  }
  const view wide = at.pin(10, 2 * mebi);
  EXPECT_TRUE(equal(wide.bytes(), bytes_view(content).subspan(10, 2 * mebi)));
  auto now = pool.statistics();
  EXPECT_EQ(now.windows, 3U);
  EXPECT_EQ(now.pinned_bytes, now.bytes);
  EXPECT_EQ(now.fallback_reads, held.size() - 3 + 1);
  // There is room again: mappings come back in a while, not at once.
  held.clear();
  narrow.most_mappings = 1000;
  for (std::size_t i = 0; i < 200; ++i) static_cast<void>(at[i * 20000]);
  EXPECT_GT(pool.statistics().windows, 3U);
}

TEST(WindowLimits, idle_files_are_closed_when_descriptors_run_out) {
  std::vector<temporary_file> files(6);
  narrow_calls narrow;
  narrow.most_descriptors = 4;
  window_pool pool(mapped_windows());
  for (const auto& each : files) static_cast<void>(pool.open(each.path()));
  EXPECT_LE(narrow.descriptors, 4);
  std::vector<cursor> open;
  try {
    for (const auto& each : files) open.push_back(pool.open(each.path()));
    FAIL() << "opened more than there are";
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::too_many_files_open);
    EXPECT_NE(std::string(error.what()).find("RLIMIT_NOFILE"), std::string::npos) << error.what();
  }
  EXPECT_EQ(open.size(), 4U);
}

TEST(WindowLimits, files_that_no_cursor_is_on_are_closed_beyond_the_limit) {
  std::vector<temporary_file> files(20);
  auto options = mapped_windows();
  options.limits.files = 5;
  window_pool pool(options);
  const auto kept = pool.open(files[0].path());
  for (const auto& each : files) static_cast<void>(pool.open(each.path()));
  EXPECT_LE(pool.statistics().files, 5U);
}

TEST(WindowLimits, windows_are_no_more_than_allowed_unless_pinned) {
  temporary_file stored(random_bytes(2 * mebi, 8));
  auto options = mapped_windows();
  options.limits.windows = 4;
  window_pool pool(options);
  auto at = pool.open(stored.path());
  for (std::size_t offset = 0; offset < 2 * mebi; offset += 30000) static_cast<void>(at[offset]);
  EXPECT_EQ(pool.statistics().peak_windows, 4U);
  std::vector<view> held;
  for (std::size_t offset = 0; offset < mebi; offset += 65536) held.push_back(at.pin(offset, 10));
  EXPECT_EQ(pool.statistics().windows, held.size());
  held.clear();
  static_cast<void>(at[mebi + 500000]);
  for (int i = 0; i < 30; ++i) static_cast<void>(at[static_cast<std::size_t>(i % 2) * mebi + 70000]);
  EXPECT_LE(pool.statistics().windows, 6U);
}

TEST(WindowLimits, the_hard_limit_covers_what_is_read_into) {
  const auto content = random_bytes(4 * mebi, 9);
  temporary_file stored(content);
  window_pool_options options;
  options.backing = window_backing::read;
  options.limits = {.soft_bytes = 1000, .hard_bytes = 100000};
  window_pool pool(options);
  auto at = pool.open(stored.path());
  std::vector<view> held;
  const auto hold_all = [&] {
    for (std::size_t i = 0; i < 100; ++i) held.push_back(at.pin(i * 20000, 9000));
  };
  EXPECT_THROW(hold_all(), std::length_error);
  EXPECT_GE(held.size(), 10U);
  EXPECT_LE(pool.statistics().read_block_bytes, 100000U);
  for (std::size_t i = 0; i < held.size(); ++i) {
    EXPECT_TRUE(equal(held[i].bytes(), bytes_view(content).subspan(i * 20000, 9000)));
  }
  held.clear();
  EXPECT_TRUE(equal(at.pin(7, 90000).bytes(), bytes_view(content).subspan(7, 90000)));
  at = {};
  EXPECT_EQ(pool.statistics().read_block_bytes, 0U);
}

TEST(WindowLimits, small_files_are_one_window_and_others_many) {
  temporary_file stored;
  std::filesystem::resize_file(stored.path(), 64 * mebi);
  window_pool_options options;
  options.limits.soft_bytes = 512 * mebi;
  window_pool wide(options);
  EXPECT_EQ(wide.open(stored.path()).use_region().size(), 64 * mebi);
  options.limits.soft_bytes = 128 * mebi;
  window_pool narrow(options);
  EXPECT_EQ(narrow.open(stored.path()).ensure(0).size(), 8 * mebi);
}

/// Files that leave while windows of them are pinned are counted until those are gone.
TEST(WindowLimits, pinned_windows_are_counted_when_their_file_has_left) {
  temporary_file stored(random_bytes(8 * mebi, 3));
  for (const auto backing : {window_backing::mapped, window_backing::resident}) {
    auto options = mapped_windows();
    options.backing = backing;
    options.window_size = 2 * mebi;
    window_pool pool(options);
    view kept;
    {
      auto at = pool.open(stored.path());
      kept = at.pin(mebi, 100);
      static_cast<void>(at[5 * mebi]);
    }
    pool.trim();
    auto now = pool.statistics();
    EXPECT_EQ(now.files, 0U);
    EXPECT_EQ(now.bytes, 2 * mebi);
    EXPECT_EQ(now.pinned_bytes, 2 * mebi);
    kept.release();
    EXPECT_EQ(pool.statistics().bytes, 0U);
  }
}

}  // namespace memosaic::test::window_limits_cases
