// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include "memosaic/file/mapping.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "os/calls.hpp"
#include "support/temporary_file.hpp"

namespace threads_damage_test {
using namespace memosaic;

constexpr std::byte one{1};

/// Readers in all pages while the file is cut off and grows, again and again: whoever reads a zero finds the mark.
TEST(ThreadsDamage, NobodyTakesAZeroForData) {
  watch_mappings();
  const auto page = os::page_size();
  test::temporary_file stored(std::vector<std::byte>(64 * page, one));
  for (int round = 0; round < 30; ++round) {
    const file opened(stored.path());
    const mapping mapped(opened);
    std::atomic<bool> start{false};
    std::atomic<int> noticed{0};
    std::vector<std::thread> readers;
    for (std::size_t number = 0; number < 3; ++number) {
      readers.emplace_back([&, number] {
        while (!start) {}
        for (std::size_t turn = 0; turn < 20'000; ++turn) {
          const std::size_t at = (turn * 7919 + number * page) % mapped.size();
          const std::byte read = *const_cast<const volatile std::byte*>(mapped.bytes().data() + at);
          const bool damaged = mapped.damaged();
          if (damaged) {
            ++noticed;
            return;
          }
          // The rest of the last page that remains is zeros without a signal: only its size tells.
          ASSERT_TRUE(read == one) << at;
        }
      });
    }
    start = true;
    std::filesystem::resize_file(stored.path(), static_cast<std::uintmax_t>(round % 3) * 20 * page);
    for (auto& reader : readers) reader.join();
    EXPECT_EQ(std::count(mapped.bytes().begin(), mapped.bytes().end(), std::byte{}) != 0, mapped.damaged());
    stored.write_at(0, std::vector<std::byte>(64 * page, one));
  }
}

/// One thread has faults in its mapping while others map and unmap all around it.
TEST(ThreadsDamage, OthersComeAndGoMeanwhile) {
  watch_mappings();
  const auto page = os::page_size();
  const test::temporary_file whole(std::vector<std::byte>(16 * page, one));
  const file opened(whole.path());
  std::atomic<bool> done{false};
  std::vector<std::thread> others;
  for (std::size_t number = 0; number < 2; ++number) {
    others.emplace_back([&, number] {
      for (std::size_t turn = 0; !done; ++turn) {
        const mapping mapped(opened, (turn + number) % 5 * 1000, (turn % 10 + 1) * page);
        ASSERT_TRUE(mapped.bytes()[turn % mapped.size()] == one);
        ASSERT_FALSE(mapped.damaged());
      }
    });
  }
  for (int round = 0; round < 200; ++round) {
    const test::temporary_file cut(std::vector<std::byte>(8 * page, one));
    const mapping mapped(file(cut.path()));
    std::filesystem::resize_file(cut.path(), page);
    EXPECT_EQ(std::count(mapped.bytes().begin(), mapped.bytes().end(), one), static_cast<std::ptrdiff_t>(page));
    EXPECT_TRUE(mapped.damaged());
  }
  done = true;
  for (auto& other : others) other.join();
}

}  // namespace threads_damage_test
