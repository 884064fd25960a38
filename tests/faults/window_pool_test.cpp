// SPDX-License-Identifier: Apache-2.0
// Every call of the system fails in turn while a pool works: the error names the file, nothing is counted that did not
// happen, nothing is lost, and the next try succeeds.
#include "memosaic/file/window_pool.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include "faults/every_call_fails.hpp"
#include "memosaic/bytes/compare.hpp"
#include "support/failing_calls.hpp"
#include "support/process_facts.hpp"
#include "support/temporary_file.hpp"

namespace window_pool_faults {
using namespace memosaic;

constexpr std::size_t size = 100'000;

/// A pool with two files, a cursor on each, and a view that somebody holds.
struct stage {
  explicit stage(const window_pool_options& options) : pool(options), at(pool.open(first.path())) {
    held = at.pin(100, 200);
    beside = pool.open(second.path());
    static_cast<void>(beside[5]);
    static_cast<void>(at[40'000]);
  }
  [[nodiscard]] bool is_right(const view& got, std::size_t offset) const {
    return equal(got.bytes(), bytes_view(content).subspan(offset, got.size()));
  }

  std::vector<std::byte> content = test::random_bytes(size, 5);
  test::temporary_file first{content};
  test::temporary_file second{test::random_bytes(size, 6)};
  window_pool pool;
  cursor at;
  cursor beside;
  view held;
};

window_pool_options options_of(window_backing backing, std::uint64_t soft) {
  window_pool_options options;
  options.backing = backing;
  options.window_size = 8192;
  options.limits.soft_bytes = soft;
  return options;
}

/// What may not change when an operation fails. Windows that left to make room may be gone.
void expect_unchanged(const window_pool_statistics& before, const window_pool_statistics& now, const std::string& run) {
  EXPECT_LE(now.bytes, before.bytes) << run;
  EXPECT_LE(now.windows, before.windows) << run;
  EXPECT_EQ(now.pinned_bytes <= before.pinned_bytes, true) << run;
  EXPECT_LE(now.files, before.files) << run;
  EXPECT_EQ(now.windows, before.windows - (now.evictions - before.evictions)) << run;
  EXPECT_EQ(now.read_bytes, before.read_bytes) << run;
}

/// Runs the operation with its first, second, third... call failing. Returns how often it threw.
template <typename Operation>
std::size_t fail_every_call(const window_pool_options& options, const Operation& operation) {
  std::size_t thrown = 0;
  for (const int error : {EIO, ENOMEM, EMFILE, EINTR, EACCES}) {
    for (std::size_t number = 1; number < 200; ++number) {
      stage all(options);
      const auto before = all.pool.statistics();
      const auto descriptors = test::descriptors_of_process();
      bool failed = false;
      std::string run = "call " + std::to_string(number) + " with error " + std::to_string(error);
      {
        const test::failing_calls calls(number, error);
        try {
          operation(all);
        } catch (const std::filesystem::filesystem_error& failure) {
          ++thrown;
          run += " (" + calls.failed_call() + ")";
          EXPECT_EQ(failure.code().value(), error) << run;
          EXPECT_EQ(failure.path1(), all.first.path()) << run;
          expect_unchanged(before, all.pool.statistics(), run);
          EXPECT_EQ(test::descriptors_of_process(), descriptors) << run;
        } catch (const std::exception& other) {
          ADD_FAILURE() << run << ": " << other.what();
        }
        failed = calls.failed();
      }
      EXPECT_TRUE(all.is_right(all.held, 100)) << run;
      EXPECT_NO_THROW(operation(all)) << run;
      all.held = {};
      all.at = all.beside = cursor();
      all.pool.trim();
      EXPECT_EQ(all.pool.statistics().bytes, 0u) << run;
      EXPECT_EQ(test::mapped_facts_of(all.first.path()).mappings, 0u) << run;
      EXPECT_EQ(test::descriptors_in(all.first.folder()), 0u) << run;
      if (!failed) break;
      EXPECT_LT(number, 199u) << "the operation never comes to its end";
    }
  }
  return thrown;
}

const auto open_anew = [](stage& all) {
  auto other = all.pool.open(all.first.path());
  EXPECT_EQ(other.file_size(), size);
};
const auto miss = [](stage& all) { EXPECT_TRUE(all.is_right(all.at.pin(70'000, 1000), 70'000)); };
const auto miss_wide = [](stage& all) { EXPECT_TRUE(all.is_right(all.at.pin(10, 50'000), 10)); };
const auto look_anew = [](stage& all) { EXPECT_EQ(all.at.refresh(), file_change::same); };
const auto trim_all = [](stage& all) { all.pool.trim(); };

TEST(WindowPoolFaults, Opening) {
  for (const auto backing : {window_backing::mapped, window_backing::resident, window_backing::read}) {
    EXPECT_GT(fail_every_call(options_of(backing, 1 << 20), open_anew), 5u);
  }
}

TEST(WindowPoolFaults, MissesThatMap) {
  EXPECT_GT(fail_every_call(options_of(window_backing::mapped, 1 << 20), miss), 2u);
  EXPECT_GT(fail_every_call(options_of(window_backing::mapped, 1 << 20), miss_wide), 2u);
  auto whole = options_of(window_backing::mapped, 1 << 20);
  whole.layout = window_layout::whole_file;
  EXPECT_EQ(fail_every_call(whole, miss), 0u);
  auto fitting = options_of(window_backing::mapped, 1 << 20);
  fitting.layout = window_layout::exact_fit;
  EXPECT_GT(fail_every_call(fitting, miss), 2u);
}

TEST(WindowPoolFaults, MissesThatEvict) {
  auto options = options_of(window_backing::mapped, 16'384);
  options.reads_scattered = false;
  EXPECT_GT(fail_every_call(options, miss), 2u);
  EXPECT_GT(fail_every_call(options, miss_wide), 2u);
}

TEST(WindowPoolFaults, Reading) {
  EXPECT_GT(fail_every_call(options_of(window_backing::read, 1 << 20), miss), 2u);
  EXPECT_GT(fail_every_call(options_of(window_backing::mapped, 16'384), miss), 2u);
}

TEST(WindowPoolFaults, Refreshing) {
  for (const auto backing : {window_backing::mapped, window_backing::resident, window_backing::read}) {
    EXPECT_GT(fail_every_call(options_of(backing, 1 << 20), look_anew), 5u);
  }
}

TEST(WindowPoolFaults, TrimmingNeverFails) {
  for (const auto backing : {window_backing::mapped, window_backing::resident, window_backing::read}) {
    EXPECT_EQ(fail_every_call(options_of(backing, 1 << 20), trim_all), 0u);
  }
}

/// A file that may not be mapped is read, whoever says so.
TEST(WindowPoolFaults, WhatCannotBeMappedIsRead) {
  for (const int error : {ENODEV, EPERM, EACCES}) {
    const auto content = test::random_bytes(size, 5);
    const test::temporary_file stored(content);
    window_pool pool;
    const test::refusing_calls calls({"map"}, error);
    auto at = pool.open(stored.path());
    EXPECT_TRUE(equal(at.pin(1000, 90'000).bytes(), bytes_view(content).subspan(1000, 90'000))) << error;
    EXPECT_EQ(at[size - 1], content[size - 1]) << error;
    EXPECT_GT(pool.statistics().reads, 0u) << error;
    EXPECT_EQ(pool.statistics().bytes, 0u) << error;
  }
}

}  // namespace window_pool_faults
