// SPDX-License-Identifier: Apache-2.0
// Random operations on sparse memory, the dictionary of bytes beside it.
#include <gtest/gtest.h>

#include <cstdlib>

#include "support/sparse_exercise.hpp"

namespace memosaic::sparse_model_test {

int rounds() { return std::getenv("MEMOSAIC_LONG") != nullptr ? 200 : 8; }

template <memory_address Address>
void run(Address center, std::uint64_t width, int steps) {
  for (int round = 0; round < rounds(); ++round) {
    random_choices numbers(static_cast<std::uint64_t>(round) * 7919 + width);
    sparse_exercise<Address> exercise(numbers, center, width);
    for (int step = 0; step < steps; ++step) {
      ASSERT_TRUE(exercise.step()) << "round " << round << ", step " << step << ": " << exercise.problem();
      if (step % 16 == 15) {
        ASSERT_TRUE(exercise.compare()) << "round " << round << ", step " << step << ": " << exercise.problem();
      }
    }
  }
}

TEST(SparseModel, AroundZero) { run<std::int64_t>(0, 300, 600); }
TEST(SparseModel, ManyPieces) { run<std::int64_t>(5000, 20000, 2500); }
TEST(SparseModel, AroundMinus32Bits) { run<std::int64_t>(-(std::int64_t{1} << 32), 500, 400); }
TEST(SparseModel, Around32Bits) { run<std::int64_t>(std::int64_t{1} << 32, 500, 400); }
TEST(SparseModel, AtTheLowestAddress) { run<std::int64_t>(lowest_address<std::int64_t>, 600, 400); }
TEST(SparseModel, AtTheHighestAddress) { run<std::int64_t>(highest_stop<std::int64_t>, 600, 400); }
TEST(SparseModel, Addresses128AroundZero) { run<int128>(0, 300, 400); }
TEST(SparseModel, Addresses128Around63Bits) { run<int128>(int128{1} << 63, 500, 400); }
TEST(SparseModel, Addresses128Around64Bits) { run<int128>(int128{1} << 64, 500, 400); }
TEST(SparseModel, Addresses128AroundMinus63Bits) { run<int128>(-(int128{1} << 63), 500, 400); }
TEST(SparseModel, Addresses128AtTheLowest) { run<int128>(lowest_address<int128>, 600, 300); }
TEST(SparseModel, Addresses128AtTheHighest) { run<int128>(highest_stop<int128>, 600, 300); }
TEST(SparseModel, WideAroundZero) { run<wide_address>(0, 300, 200); }
TEST(SparseModel, WideManyPieces) { run<wide_address>(5000, 4000, 250); }
TEST(SparseModel, WideAround32Bits) { run<wide_address>(std::int64_t{1} << 32, 500, 150); }
TEST(SparseModel, WideAroundMinus63Bits) { run<wide_address>(-(int128{1} << 63), 500, 150); }
TEST(SparseModel, WideAround64Bits) { run<wide_address>(int128{1} << 64, 500, 150); }
TEST(SparseModel, WideAroundMinus127Bits) { run<wide_address>(lowest_address<int128>, 500, 150); }
TEST(SparseModel, WideAround127Bits) { run<wide_address>(highest_stop<int128>, 500, 150); }
TEST(SparseModel, WideAround256Bits) { run<wide_address>(wide_address(wide_length(1) << 256), 500, 150); }
TEST(SparseModel, WideAtTheLowestAddress) { run<wide_address>(lowest_address<wide_address>, 600, 150); }
TEST(SparseModel, WideAtTheHighestAddress) { run<wide_address>(highest_stop<wide_address>, 600, 150); }

}  // namespace memosaic::sparse_model_test
