// SPDX-License-Identifier: Apache-2.0
#include "cli/memory_budget.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <stdexcept>

#include "cli/input.hpp"

namespace memory_budget_test {
using namespace memosaic;
using cli::least_budget;
using cli::parse_budget;
using cli::scan_options;

TEST(MemoryBudget, IsANumberOfAtLeastTheLeast) {
  EXPECT_EQ(parse_budget("64M"), std::uint64_t{64} << 20U);
  EXPECT_EQ(parse_budget("4M"), least_budget);
  for (const char* wrong : {"4194303", "0", "", "-1", "64 MB"}) {
    EXPECT_THROW(static_cast<void>(parse_budget(wrong)), std::invalid_argument) << wrong;
  }
}

TEST(MemoryBudget, WindowsFitIntoItAndTheLongestUnitIntoAWindow) {
  for (const std::size_t files : {std::size_t{1}, std::size_t{2}}) {
    for (std::uint64_t budget = least_budget; budget < std::uint64_t{1} << 40U; budget += budget / 3) {
      const window_pool_options options = scan_options(budget, files);
      ASSERT_LE(options.limits.soft_bytes, budget);
      ASSERT_LE(options.limits.hard_bytes, budget);
      ASSERT_TRUE(std::has_single_bit(*options.window_size));
      ASSERT_LE(2 * files * *options.window_size, budget);
      ASSERT_GE(*options.window_size / 2, cli::input::longest_unit);
    }
  }
}

TEST(MemoryBudget, WithoutOneThePoolDecides) {
  const window_pool_options options = scan_options(std::nullopt, 1);
  EXPECT_EQ(options.limits.soft_bytes, window_pool_options{}.limits.soft_bytes);
  EXPECT_EQ(options.limits.hard_bytes, UINT64_MAX);
}

}  // namespace memory_budget_test
