// SPDX-License-Identifier: Apache-2.0
// Sequences of operations on sparse memory that shrink: a failure is reported as the few steps that still cause it.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "support/sparse_exercise.hpp"

namespace memosaic::sparse_sequence_test {

/// The numbers that one step asks for, then zeros: what is left out elsewhere does not change what this step does.
using step_numbers = std::vector<std::uint8_t>;

class recorded_choices final : public choices {
 public:
  void begin(const step_numbers& numbers) { rest_ = numbers; }
  std::uint64_t below(std::uint64_t limit) override {
    std::uint64_t number = 0;
    for (std::uint64_t reach = 1; reach < limit && !rest_.empty(); reach <<= 8) {
      number = number << 8 | rest_.front();
      rest_ = rest_.subspan(1);
    }
    return number % limit;
  }

 private:
  std::span<const std::uint8_t> rest_;
};

/// What goes apart when the steps are done one after the other; nothing, if memory and model agree.
template <memory_address Address>
std::string problem_of(const std::vector<step_numbers>& steps, Address center) {
  static const step_numbers nothing;
  recorded_choices numbers;
  sparse_exercise<Address> exercise(numbers, center, 200);
  for (const auto& step : steps) {
    numbers.begin(step);
    if (!exercise.step()) return exercise.problem();
    numbers.begin(nothing);
    if (!exercise.compare()) return exercise.problem();
  }
  return "";
}

auto any_steps() { return rc::gen::container<std::vector<step_numbers>>(rc::gen::arbitrary<step_numbers>()); }

rc::detail::TestParams params(int runs) {
  rc::detail::TestParams chosen;
  chosen.seed = 1;  // the same on every machine; MEMOSAIC_LONG makes more of them
  chosen.maxSuccess = std::getenv("MEMOSAIC_LONG") != nullptr ? 100 * runs : runs;
  chosen.maxSize = 60;
  return chosen;
}

rc::detail::TestResult search_for_problems(const std::function<std::string(const std::vector<step_numbers>&)>& problem,
                                           int runs) {
  const auto property = [&] {
    const auto steps = *any_steps();
    const auto found = problem(steps);
    RC_ASSERT(found == "");
  };
  return rc::detail::checkTestable(property, rc::detail::TestMetadata(), params(runs));
}

template <memory_address Address>
void agrees_around(Address center, int runs) {
  const auto result =
      search_for_problems([&](const std::vector<step_numbers>& steps) { return problem_of(steps, center); }, runs);
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>()) << text.str();
}

TEST(SparseSequence, AroundZero) { agrees_around<std::int64_t>(0, 600); }
TEST(SparseSequence, AtTheLowestAddress) { agrees_around(lowest_address<std::int64_t>, 240); }
TEST(SparseSequence, AtTheHighestAddress) { agrees_around(highest_stop<std::int64_t>, 240); }
TEST(SparseSequence, Around32Bits) { agrees_around(std::int64_t{1} << 32, 240); }
TEST(SparseSequence, Addresses128Around63Bits) { agrees_around(int128{1} << 63, 120); }
TEST(SparseSequence, Addresses128AroundMinus63Bits) { agrees_around(-(int128{1} << 63), 120); }
TEST(SparseSequence, Addresses128Around64Bits) { agrees_around(int128{1} << 64, 120); }
TEST(SparseSequence, Addresses128AtTheLowest) { agrees_around(lowest_address<int128>, 120); }
TEST(SparseSequence, Addresses128AtTheHighest) { agrees_around(highest_stop<int128>, 120); }
TEST(SparseSequence, WideAround127Bits) { agrees_around(wide_address(highest_stop<int128>), 80); }
TEST(SparseSequence, WideAroundMinus127Bits) { agrees_around(wide_address(lowest_address<int128>), 80); }
TEST(SparseSequence, WideAtTheLowestAddress) { agrees_around(lowest_address<wide_address>, 80); }
TEST(SparseSequence, WideAtTheHighestAddress) { agrees_around(highest_stop<wide_address>, 80); }

/// The tests above would be worth little if they could not fail, or failed with a hundred steps to read.
TEST(SparseSequence, AFaultIsFoundAndShrunk) {
  const auto faulty = [](const std::vector<step_numbers>& steps) -> std::string {
    recorded_choices numbers;
    sparse_exercise<std::int64_t> exercise(numbers, 0, 200);
    for (const auto& step : steps) {
      numbers.begin(step);
      static_cast<void>(exercise.step());
      if (exercise.memory().block_count() >= 2) return "two blocks are one too many";
    }
    return "";
  };
  const auto result = search_for_problems(faulty, 200);
  ASSERT_TRUE(result.is<rc::detail::FailureResult>());
  const auto& failure = result.get<rc::detail::FailureResult>();
  ASSERT_EQ(failure.counterExample.size(), 1U);
  const auto& steps = failure.counterExample.front().second;
  // At most two steps of a few numbers each: a list of lists, as RapidCheck shows it.
  EXPECT_LE(std::ranges::count(steps, '['), 3) << steps;
  EXPECT_LE(steps.size(), 80U) << steps;
}

}  // namespace memosaic::sparse_sequence_test
