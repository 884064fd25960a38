// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/page_cache.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <vector>

#include "memosaic/file/writable_file.hpp"
#include "os/calls.hpp"
#include "support/child_process.hpp"
#include "support/failing_calls.hpp"
#include "support/temporary_file.hpp"

namespace page_cache_test {
using namespace memosaic;
using test::temporary_file;

constexpr std::size_t page_count = 4096;

/// A file on the device, not in memory any more.
struct stored_file {
  stored_file() : stored(test::random_bytes(page_count * os::page_size())), opened(stored.path()) {
    writable_file(stored.path()).flush();
    drop_behind(opened, whole());
  }
  [[nodiscard]] file_run whole() const { return {0, opened.size()}; }
  [[nodiscard]] std::uint64_t resident(file_run part) const { return residency(opened, part).value().resident; }
  [[nodiscard]] std::uint64_t resident() const { return resident(whole()); }

  /// Whether so many pages arrive soon.
  [[nodiscard]] bool arrives(std::uint64_t count, file_run part) const {
    for (int turn = 0; turn < 500 && resident(part) < count; ++turn) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return resident(part) >= count;
  }

  temporary_file stored;
  file opened;
};

/// Whether files leave memory at all here: those of a tmpfs do not.
#define NEEDS_A_DEVICE(stored) \
  if ((stored).resident() != 0) GTEST_SKIP() << "the temporary folder is in memory"

TEST(PageCache, ResidencyCountsThePagesThatAreTouched) {
  const stored_file stored;
  NEEDS_A_DEVICE(stored);
  const auto page = os::page_size();
  EXPECT_EQ(residency(stored.opened, stored.whole()), (page_residency{page_count, 0}));
  EXPECT_EQ(residency(stored.opened, {page - 1, 2}), (page_residency{2, 0}));
  EXPECT_EQ(residency(stored.opened, {page, page}), (page_residency{1, 0}));
  EXPECT_EQ(residency(stored.opened, {page, 0}), (page_residency{0, 0}));
  ::posix_fadvise(stored.opened.fd(), 0, 0, POSIX_FADV_RANDOM);  // no page but what is read
  std::byte one[1];
  EXPECT_EQ(stored.opened.read_at(10 * page, one), 1u);
  EXPECT_EQ(stored.resident({10 * page, page}), 1u);
  EXPECT_EQ(stored.resident({11 * page, page}), 0u);
}

TEST(PageCache, PrefetchReadsAllOfAllParts) {
  const stored_file stored;
  NEEDS_A_DEVICE(stored);
  const auto page = os::page_size();
  const std::array<file_run, 3> parts{{{0, 3000 * page}, {3500 * page + 5, page}, {4000 * page, 0}}};
  prefetch(stored.opened, parts);
  EXPECT_TRUE(stored.arrives(3000, parts[0]));
  EXPECT_TRUE(stored.arrives(2, parts[1]));
}

TEST(PageCache, DropBehindLetsGoOfTheMapping) {
  const stored_file stored;
  NEEDS_A_DEVICE(stored);
  const auto page = os::page_size();
  const mapping mapped(stored.opened);
  mapped.populate();
  EXPECT_EQ(stored.resident(), page_count);
  drop_behind(stored.opened, {0, 1000 * page});
  EXPECT_EQ(stored.resident(), page_count);  // they are mapped
  drop_behind(mapped, stored.opened, 0, 1000 * page);
  EXPECT_EQ(stored.resident({0, 1000 * page}), 0u);
  EXPECT_EQ(stored.resident({1000 * page, 3096 * page}), 3096u);
  const auto content = stored.stored.content();
  EXPECT_TRUE(std::equal(content.begin(), content.end(), mapped.bytes().begin()));
  drop_behind(mapped, stored.opened);
  drop_behind(mapping(), stored.opened);
  EXPECT_EQ(stored.resident(), 0u);
  const temporary_file other(test::random_bytes(10));
  EXPECT_THROW(drop_behind(mapped, file(other.path())), std::invalid_argument);
}

TEST(PageCache, WhatWaitsToBeWrittenIsToldUntilItIsWritten) {
  stored_file stored;
  NEEDS_A_DEVICE(stored);
  const auto page = os::page_size();
  stored.stored.write_at(5 * page, test::random_bytes(page));
  const auto told = residency(stored.opened, stored.whole());
  ASSERT_TRUE(told.has_value());
  EXPECT_GE(told->resident, 1u);
  if (told->unwritten == 0) GTEST_SKIP() << "the system does not tell, or has written it at once";
  EXPECT_EQ(residency(stored.opened, {5 * page, page})->unwritten, 1u);
  EXPECT_EQ(::fsync(stored.opened.fd()), 0);
  EXPECT_EQ(residency(stored.opened, stored.whole())->unwritten, 0u);
}

TEST(PageCache, OlderSystemsAreAskedByMapping) {
  const stored_file stored;
  NEEDS_A_DEVICE(stored);
  const auto page = os::page_size();
  const mapping mapped(stored.opened, 100 * page, 50 * page);
  mapped.advise(access_pattern::random);
  mapped.populate();
  const auto expected = residency(stored.opened, stored.whole());
  const test::refusing_calls calls({"count_cached"}, ENOSYS);
  EXPECT_EQ(residency(stored.opened, stored.whole()), expected);
  EXPECT_EQ(residency(stored.opened, {100 * page + 7, 49 * page}), (page_residency{50, 50}));
  EXPECT_EQ(calls.open_mappings(), 0u);
}

TEST(PageCache, WhatTheSystemDoesNotTellIsNotInvented) {
  const temporary_file stored(test::random_bytes(10'000));
  const file opened(stored.path());
  {
    const test::refusing_calls calls({"count_cached"}, EPERM);
    EXPECT_EQ(residency(opened, {0, 10'000}), std::nullopt);
  }
  {
    const test::refusing_calls calls({"count_cached", "may_write"}, ENOSYS);
    EXPECT_EQ(residency(opened, {0, 10'000}), std::nullopt);
  }
  EXPECT_EQ(residency(file("/dev/null"), {0, 10}), std::nullopt);
  if (::geteuid() != 0) GTEST_SKIP() << "cannot become a stranger";
  ::chmod(stored.folder().c_str(), 0755);
  ::chmod(stored.path().c_str(), 0644);
  const auto stranger = test::in_child([&] {
    if (::setuid(65'534) != 0) return 1;
    const file foreign(stored.path());
    if (residency(foreign, {0, 10'000}).has_value()) return 2;  // Linux before 6.14 tells the truth to all
    const test::refusing_calls calls({"count_cached"}, ENOSYS);
    return residency(foreign, {0, 10'000}).has_value() ? 3 : 0;
  });
  EXPECT_TRUE(stranger.code == 0 || stranger.code == 2) << stranger.code;
}

TEST(PageCache, PartsOutsideTheFileAreRefused) {
  const temporary_file stored(test::random_bytes(100));
  const file opened(stored.path());
  const std::array<file_run, 2> parts{{{0, 100}, {50, 51}}};
  EXPECT_THROW(prefetch(opened, parts), std::out_of_range);
  EXPECT_THROW(drop_behind(opened, parts[1]), std::out_of_range);
  EXPECT_THROW(static_cast<void>(residency(opened, {~std::uint64_t{0}, 2})), std::out_of_range);
  EXPECT_THROW(prefetch(file(), parts), std::filesystem::filesystem_error);
  prefetch(opened, {});
  const test::refusing_calls calls({"advise_file"}, EINVAL);
  prefetch(opened, std::span(parts).first(1));
  drop_behind(opened, parts[0]);
}

}  // namespace page_cache_test
