// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "support/guarded_bytes.hpp"
#include "support/naive_search.hpp"
#include "support/search_levels.hpp"

namespace memosaic::find_guard_pages_test {

using namespace memosaic::testing;
class FindGuardPages : public EachSearchLevel {};

/// Every size 0-300 at every distance 0-63 from a page that must not be touched, on either side; the needle lies right
/// before a guard page too. A read beyond the end kills the program.
TEST_P(FindGuardPages, ReadsNothingOutside) {
  constexpr std::size_t largest = 300;
  const guarded_bytes haystacks(largest + 64);
  const guarded_bytes needles(largest);
  for (const std::size_t needle_size :
       std::initializer_list<std::size_t>{1, 2, 3, 4, 5, 7, 8, 16, 17, 32, 33, 64, 65, 150, 300}) {
    const auto needle = needles.at_back(needle_size);
    std::fill(needle.begin(), needle.end(), std::byte{'a'});
    needle.back() = std::byte{'b'};
    for (std::size_t size = 0; size <= largest; ++size) {
      for (std::size_t gap = 0; gap < 64; ++gap) {
        for (const auto haystack : {haystacks.at(size, gap), haystacks.from(size, gap)}) {
          std::fill(haystack.begin(), haystack.end(), std::byte{'a'});
          ASSERT_EQ(level_find(kernels, haystack, needle), std::nullopt);
          ASSERT_EQ(level_rfind(kernels, haystack, needle), std::nullopt);
          ASSERT_EQ(kernels.count_byte(haystack.data(), size, std::byte{'b'}), 0U);
          if (size < needle_size) continue;
          haystack.back() = std::byte{'b'};
          ASSERT_EQ(level_find(kernels, haystack, needle), std::optional(size - needle_size)) << size << " " << gap;
          ASSERT_EQ(level_rfind(kernels, haystack, needle), std::optional(size - needle_size)) << size << " " << gap;
          ASSERT_EQ(kernels.count_byte(haystack.data(), size, std::byte{'b'}), 1U);
          haystack.back() = std::byte{'a'};
          haystack[needle_size - 1] = std::byte{'b'};
          ASSERT_EQ(level_find(kernels, haystack, needle), std::optional<std::size_t>(0)) << size << " " << gap;
          ASSERT_EQ(level_rfind(kernels, haystack, needle), std::optional<std::size_t>(0)) << size << " " << gap;
        }
      }
    }
  }
}

TEST_P(FindGuardPages, AlignedSearchReadsNothingOutside) {
  constexpr std::size_t largest = 300;
  const guarded_bytes haystacks(largest + 64);
  for (const std::size_t needle_size : std::initializer_list<std::size_t>{1, 2, 3, 4, 8, 9, 17}) {
    const std::string text(needle_size, 'a');
    for (const std::size_t step : std::initializer_list<std::size_t>{2, 3, 4, 8, 64}) {
      for (std::size_t size = needle_size; size <= largest; ++size) {
        for (std::size_t gap = 0; gap < 64; gap += gap < 8 ? 1 : 7) {
          for (const auto haystack : {haystacks.at(size, gap), haystacks.from(size, gap)}) {
            std::fill(haystack.begin(), haystack.end(), std::byte{'b'});
            ASSERT_TRUE(level_matches(kernels, haystack, bytes_of(text), false, 0, step).empty());
            ASSERT_TRUE(level_matches(kernels, haystack, bytes_of(text), true, 0, step).empty());
            std::fill(haystack.begin(), haystack.end(), std::byte{'a'});
            const std::size_t count = (size - needle_size) / step + 1;
            ASSERT_EQ(level_matches(kernels, haystack, bytes_of(text), false, 0, step).size(), count);
            ASSERT_EQ(level_matches(kernels, haystack, bytes_of(text), true, 0, step).size(), count);
          }
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, FindGuardPages,
                         ::testing::ValuesIn(available_simd_levels().begin(), available_simd_levels().end()),
                         level_name);

}  // namespace memosaic::find_guard_pages_test
