// SPDX-License-Identifier: Apache-2.0
// A pool in a process that may hardly have any descriptors, addresses or mappings: it works, and says what is short.
#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "memosaic/file/window_pool.hpp"
#include "os/calls.hpp"
#include "support/child_process.hpp"
#include "support/process_facts.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::window_process_limits {

/// A sparse file with the number of each page in its first bytes.
void write_numbered(temporary_file& stored, std::uint64_t pages) {
  const std::uint64_t page = os::page_size();
  std::filesystem::resize_file(stored.path(), pages * page);
  for (std::uint64_t number = 0; number < pages; ++number) {
    const auto* const bytes = reinterpret_cast<const std::byte*>(&number);
    stored.write_at(number * page, {bytes, sizeof number});
  }
}
bool is_numbered(bytes_view got, std::uint64_t number) {
  std::uint64_t found = 0;
  std::memcpy(&found, got.data(), sizeof found);
  return found == number;
}

std::string words_of(const auto& operation) {
  try {
    operation();
  } catch (const std::filesystem::filesystem_error& error) {
    return error.what();
  }
  return "";
}
bool says(const std::string& words, const std::string& part) { return words.find(part) != std::string::npos; }

void limit(int which, std::uint64_t most) {
  const ::rlimit less{most, most};
  ::setrlimit(static_cast<__rlimit_resource_t>(which), &less);
}

TEST(WindowProcessLimits, TenThousandWindowsNeedNoDescriptor) {
  if (has_sanitizer) GTEST_SKIP() << "not with a sanitizer";
  constexpr std::uint64_t files = 5;
  constexpr std::uint64_t pages = 2001;
  std::vector<std::unique_ptr<temporary_file>> stored;
  for (std::uint64_t i = 0; i < files; ++i) {
    stored.push_back(std::make_unique<temporary_file>());
    write_numbered(*stored.back(), pages);
  }
  const auto end = in_child([&] {
    limit(RLIMIT_NOFILE, 48);
    const std::uint64_t page = os::page_size();
    window_pool_options options;
    options.backing = window_backing::mapped;
    options.window_size = 2 * page;
    window_pool pool(options);
    std::vector<cursor> cursors;
    for (const auto& each : stored) cursors.push_back(pool.open(each->path()));
    for (int round = 0; round < 2; ++round) {
      for (auto& at : cursors) {
        for (std::uint64_t number = 0; number + 1 < pages; ++number) {
          if (!is_numbered(at.ensure(number * page, 2 * page), number)) return 1;
        }
      }
    }
    const auto now = pool.statistics();
    if (now.windows != files * (pages - 1) || now.misses != now.windows || now.evictions != 0) return 2;
    std::uint64_t descriptors = 0;
    for (const auto& each : stored) descriptors += descriptors_in(each->folder());
    return descriptors == files ? 0 : 3;
  });
  EXPECT_EQ(end.code, 0);
}

TEST(WindowProcessLimits, FilesThatNobodyReadsGiveTheirDescriptorsBack) {
  if (has_sanitizer) GTEST_SKIP() << "not with a sanitizer";
  std::vector<std::unique_ptr<temporary_file>> stored;
  for (std::size_t i = 0; i < 100; ++i) stored.push_back(std::make_unique<temporary_file>(random_bytes(5000, i)));
  const auto end = in_child([&] {
    limit(RLIMIT_NOFILE, 48);
    window_pool pool;
    for (int round = 0; round < 2; ++round) {
      for (std::size_t i = 0; i < stored.size(); ++i) {
        if (pool.open(stored[i]->path())[4999] != random_bytes(5000, i).back()) return 1;
      }
    }
    std::vector<cursor> cursors;
    const std::string words = words_of([&] {
      for (const auto& each : stored) cursors.push_back(pool.open(each->path()));
    });
    if (cursors.size() < 30) return 2;
    if (!says(words, "all 48 descriptors that RLIMIT_NOFILE allows are open")) return 3;
    if (!says(words, stored[cursors.size()]->path())) return 4;
    for (std::size_t i = 0; i < cursors.size(); ++i) {
      if (cursors[i][4999] != random_bytes(5000, i).back()) return 5;
    }
    return 0;
  });
  EXPECT_EQ(end.code, 0);
}

TEST(WindowProcessLimits, FewAddressesAreEnough) {
  if (has_sanitizer) GTEST_SKIP() << "not with a sanitizer";
  constexpr std::uint64_t pages = 40'000;  // a page each MiB has a number: 40 GiB
  const std::uint64_t mebi = 1U << 20;
  temporary_file stored;
  for (std::uint64_t number = 0; number < pages; number += 397) {
    const auto* const bytes = reinterpret_cast<const std::byte*>(&number);
    stored.write_at(number * mebi, {bytes, sizeof number});
  }
  const auto end = in_child([&] {
    limit(RLIMIT_AS, addresses_in_use() + 50 * mebi);
    window_pool pool;
    auto at = pool.open(stored.path());
    std::vector<view> held;
    for (std::uint64_t number = 0; number < pages; number += 397) {
      if (at.file_size() < number * mebi + sizeof number) break;
      view pinned = at.pin(number * mebi, sizeof number);
      if (!is_numbered(pinned.bytes(), number)) return 1;
      held.push_back(std::move(pinned));  // more windows than there are addresses for
    }
    std::uint64_t number = 0;
    for (const auto& each : held) {
      if (!is_numbered(each.bytes(), number)) return 2;
      number += 397;
    }
    if (pool.statistics().fallback_reads == 0) return 3;
    window_pool_options strict;
    strict.backing = window_backing::resident;
    window_pool other(strict);
    const std::string words = words_of([&] { static_cast<void>(other.open(stored.path())); });
    return says(words, "RLIMIT_AS is ") && says(words, stored.path()) ? 0 : 4;
  });
  EXPECT_EQ(end.code, 0);
}

/// Takes all mappings that the system allows but those that `left` says; false if there are too many.
bool take_mappings(std::vector<void*>& pages, std::size_t left) {
  for (std::size_t made = 0; made < pages.size(); ++made) {
    // Neighbours with unlike rights stay apart.
    const int protection = made % 2 == 0 ? PROT_READ : PROT_NONE;
    pages[made] = ::mmap(nullptr, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages[made] != MAP_FAILED) continue;
    pages.resize(made);
    for (; left > 0; --left) {
      ::munmap(pages.back(), 4096);
      pages.pop_back();
    }
    return true;
  }
  return false;
}

TEST(WindowProcessLimits, WithoutMappingsItReads) {
  if (has_sanitizer) GTEST_SKIP() << "not with a sanitizer";
  constexpr std::uint64_t count = 500;
  temporary_file stored;
  write_numbered(stored, count);
  const auto end = in_child([&] {
    const std::uint64_t page = os::page_size();
    // The heap needs mappings too, once it has to grow.
    ::mallopt(M_MMAP_MAX, 0);
    ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
    void* volatile room = std::malloc(32 << 20);
    std::free(room);
    for (const auto backing : {window_backing::mapped, window_backing::automatic}) {
      window_pool_options options;
      options.backing = backing;
      options.window_size = 2 * page;
      window_pool pool(options);
      auto at = pool.open(stored.path());
      std::vector<void*> pages(200'000);
      if (!take_mappings(pages, 8)) return 77;
      auto second = pool.open(stored.path());  // cannot be mapped as a whole, if it is not yet
      std::vector<view> held;
      for (std::uint64_t number = 0; number < count; ++number) {
        if (!is_numbered(at.ensure(number * page, page), number)) return 1;
        const std::uint64_t other = count - 1 - number;
        const view pinned = second.pin(other * page, 8);
        if (!is_numbered(pinned.bytes(), other)) return 2;
        if (number % 10 == 0) held.push_back(pinned);  // more than there are mappings left
      }
      if (backing == window_backing::mapped && pool.statistics().fallback_reads == 0) return 3;
      held.clear();
      while (!pages.empty()) {
        ::munmap(pages.back(), 4096);
        pages.pop_back();
      }
      // There are some again: it maps.
      const auto before = pool.statistics();
      for (std::uint64_t i = 0; i < 20 * count; ++i) static_cast<void>(at.ensure(i * 37 % count * page, page));
      if (pool.statistics().windows <= before.windows && backing == window_backing::mapped) return 4;
    }
    return 0;
  });
  if (end.code == 77) GTEST_SKIP() << "more mappings are allowed here than can be tried";
  EXPECT_EQ(end.code, 0);
}

TEST(WindowProcessLimits, TheHardLimitIsNamedWithWhatIsPinned) {
  const temporary_file stored(random_bytes(1 << 20));
  window_pool_options options;
  options.backing = window_backing::mapped;
  options.window_size = 65536;
  options.limits.soft_bytes = 65536;
  options.limits.hard_bytes = 131072;
  options.reads_scattered = false;
  window_pool pool(options);
  auto at = pool.open(stored.path());
  const view first = at.pin(0, 10);
  const view second = at.pin(200'000, 10);
  std::string words;
  try {
    static_cast<void>(at.pin(500'000, 10));
  } catch (const std::length_error& error) {
    words = error.what();
  }
  EXPECT_TRUE(says(words, stored.path())) << words;
  EXPECT_TRUE(says(words, "131072")) << words;
  EXPECT_TRUE(says(words, "hard limit")) << words;
}

}  // namespace memosaic::test::window_process_limits
