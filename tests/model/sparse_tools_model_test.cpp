// SPDX-License-Identifier: Apache-2.0
// What stands around sparse memory, the dictionary of bytes beside it; and undoing each kind of change.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "support/sparse_tools_exercise.hpp"

namespace memosaic::sparse_tools_model_test {

class tools_generator final : public choices {
 public:
  explicit tools_generator(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t below(std::uint64_t limit) override { return engine_() % limit; }

 private:
  std::mt19937_64 engine_;
};

template <memory_address Address>
void run(Address center, std::uint64_t width, int steps = 400) {
  const int rounds = std::getenv("MEMOSAIC_LONG") != nullptr ? 200 : 8;
  for (int round = 0; round < rounds; ++round) {
    tools_generator numbers(static_cast<std::uint64_t>(round) * 104'729 + width);
    sparse_tools_exercise<Address> exercise(numbers, center, width);
    for (int step = 0; step < steps; ++step) {
      ASSERT_TRUE(exercise.step()) << "round " << round << ", step " << step << ": " << exercise.problem();
      if (step % 16 == 15) {
        ASSERT_TRUE(exercise.compare()) << "round " << round << ", step " << step << ": " << exercise.problem();
      }
    }
  }
}

TEST(SparseToolsModel, AroundZero) { run<std::int64_t>(0, 300); }
TEST(SparseToolsModel, Around32Bits) { run<std::int64_t>(std::int64_t{1} << 32, 500); }
TEST(SparseToolsModel, AtTheLowestAddress) { run<std::int64_t>(lowest_address<std::int64_t>, 600); }
TEST(SparseToolsModel, AtTheHighestAddress) { run<std::int64_t>(highest_stop<std::int64_t>, 600); }
TEST(SparseToolsModel, Addresses128Around63Bits) { run<int128>(int128{1} << 63, 300, 60); }
TEST(SparseToolsModel, Addresses128Around64Bits) { run<int128>(int128{1} << 64, 300, 60); }
TEST(SparseToolsModel, Addresses128AroundMinus63Bits) { run<int128>(-(int128{1} << 63), 300, 60); }
TEST(SparseToolsModel, Addresses128AtTheLowest) { run<int128>(lowest_address<int128>, 300, 60); }
TEST(SparseToolsModel, Addresses128AtTheHighest) { run<int128>(highest_stop<int128>, 300, 60); }
TEST(SparseToolsModel, WideAround127Bits) { run<wide_address>(highest_stop<int128>, 300, 30); }
TEST(SparseToolsModel, WideAround256Bits) { run<wide_address>(wide_address(wide_length(1) << 256), 300, 30); }
TEST(SparseToolsModel, WideAtTheLowestAddress) { run<wide_address>(lowest_address<wide_address>, 300, 30); }
TEST(SparseToolsModel, WideAtTheHighestAddress) { run<wide_address>(highest_stop<wide_address>, 300, 30); }

}  // namespace memosaic::sparse_tools_model_test
