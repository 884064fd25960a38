// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <filesystem>
#include <string>
#include <vector>

#include "memosaic/file/mapping.hpp"
#include "memosaic/file/writable_file.hpp"
#include "support/child_process.hpp"
#include "support/failing_calls.hpp"
#include "support/temporary_file.hpp"

namespace causes_test {
using namespace memosaic;
using test::in_child;
using test::temporary_file;

/// Sanitizers need mappings and descriptors themselves, also to judge the exception that tells that there are none.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool has_sanitizer = true;
#else
constexpr bool has_sanitizer = false;
#endif
#else
constexpr bool has_sanitizer = false;
#endif

/// What an error of the system says; nothing if there was none.
std::string words_of(const auto& operation) {
  try {
    operation();
  } catch (const std::filesystem::filesystem_error& error) {
    return error.what();
  }
  return "";
}
bool says(const std::string& words, const char* part) { return words.find(part) != std::string::npos; }
bool says_number_before(const std::string& words, const char* part) {
  const auto at = words.find(part);
  return at != std::string::npos && at > 0 && words[at - 1] >= '0' && words[at - 1] <= '9';
}

TEST(Causes, TooManyMappingsAreCounted) {
  if (has_sanitizer) GTEST_SKIP() << "not with a sanitizer";
  const temporary_file stored(test::random_bytes(100));
  const auto end = in_child([&] {
    const file opened(stored.path());
    // Neighbours with unlike rights stay apart; the last ones are left for whoever needs some.
    std::vector<void*> pages(200'000);
    std::size_t made = 0;
    for (; made < pages.size(); ++made) {
      const int protection = made % 2 == 0 ? PROT_READ : PROT_NONE;
      pages[made] = ::mmap(nullptr, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (pages[made] == MAP_FAILED) break;
    }
    if (made == pages.size()) return 77;
    const std::string words = words_of([&] { const mapping mapped(opened); });
    while (made > 0) ::munmap(pages[--made], 4096);
    if (!says_number_before(words, " mappings exist and vm.max_map_count is ")) return 1;
    return says(words, "unmap some, or raise it") && says(words, stored.path().c_str()) ? 0 : 2;
  });
  if (end.code == 77) GTEST_SKIP() << "more mappings are allowed here than can be tried";
  EXPECT_EQ(end.code, 0);
}

TEST(Causes, TheLimitOfAddressesIsNamed) {
  const temporary_file stored;
  std::filesystem::resize_file(stored.path(), std::uintmax_t{1} << 40);
  const auto end = in_child([&] {
    const file opened(stored.path());
    const ::rlimit less{std::uint64_t{1} << 46, std::uint64_t{1} << 46};  // a sanitizer has 2^44 already
    ::setrlimit(RLIMIT_AS, &less);
    std::vector<mapping> many;
    const std::string words = words_of([&] {
      for (int i = 0; i < 100; ++i) many.emplace_back(opened);
    });
    return says_number_before(words, " bytes of addresses are in use and RLIMIT_AS is 70368744177664") ? 0 : 1;
  });
  EXPECT_EQ(end.code, 0);
}

TEST(Causes, TheLimitOfDescriptorsIsNamed) {
  if (has_sanitizer) GTEST_SKIP() << "not with a sanitizer";
  const temporary_file stored;
  const auto end = in_child([&] {
    const ::rlimit less{48, 48};
    ::setrlimit(RLIMIT_NOFILE, &less);
    std::vector<file> many;
    const std::string words = words_of([&] {
      for (int i = 0; i < 100; ++i) many.emplace_back(stored.path());
    });
    if (!says(words, "all 48 descriptors that RLIMIT_NOFILE allows are open")) return 1;
    const std::string same = words_of([&] { const writable_file one_more(stored.path()); });
    return says(same, "all 48 descriptors") ? 0 : 2;
  });
  EXPECT_EQ(end.code, 0);
  const test::refusing_calls calls({"open"}, ENFILE);
  EXPECT_TRUE(says(words_of([&] { const file opened(stored.path()); }), "fs.file-max"));
}

TEST(Causes, TheLimitOfLockedMemoryIsNamed) {
  const temporary_file stored(test::random_bytes(100));
  const auto end = in_child([&] {
    const ::rlimit less{4096, 4096};
    ::setrlimit(RLIMIT_MEMLOCK, &less);
    const mapping mapped(file(stored.path()));
    const test::refusing_calls calls({"lock"}, ENOMEM);
    return says(words_of([&] { mapped.lock(); }), "RLIMIT_MEMLOCK is 4096 bytes") ? 0 : 1;
  });
  EXPECT_EQ(end.code, 0);
}

TEST(Causes, WhatCannotBeAskedIsLeftOut) {
  const temporary_file stored(test::random_bytes(100));
  const file opened(stored.path());
  const test::refusing_calls calls({"map", "open", "limit"}, ENOMEM);
  const std::string words = words_of([&] { const mapping mapped(opened); });
  EXPECT_TRUE(says(words, "cannot map: "));
  EXPECT_TRUE(says(words, stored.path().c_str()));
}

}  // namespace causes_test
