// SPDX-License-Identifier: Apache-2.0
// Random operations on pools of windows, the files beside them.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <cstdlib>
#include <vector>

#include "support/input_choices.hpp"
#include "support/temporary_file.hpp"
#include "support/window_exercise.hpp"

namespace memosaic::test::window_model_test {

int rounds() { return std::getenv("MEMOSAIC_LONG") != nullptr ? 3000 : 150; }

TEST(WindowModel, LongSequencesEqualTheFiles) {
  for (int round = 0; round < rounds(); ++round) {
    const temporary_file place;
    random_choices numbers(static_cast<std::uint64_t>(round) * 7919);
    window_exercise exercise(numbers, place.folder());
    for (int step = 0; step < 150; ++step) {
      ASSERT_TRUE(exercise.step()) << "round " << round << ", step " << step << ": " << exercise.problem();
    }
    ASSERT_TRUE(exercise.finish()) << "round " << round << ", at the end: " << exercise.problem();
  }
}

/// The same with sequences that get shorter when they fail, so that what is printed is the least that does.
TEST(WindowModel, ShortSequencesEqualTheFiles) {
  const bool held = rc::check([](const std::vector<std::uint8_t>& input) {
    const temporary_file place;
    input_choices numbers(input);
    window_exercise exercise(numbers, place.folder());
    while (!numbers.used_up()) {
      if (!exercise.step()) RC_FAIL(exercise.problem());
    }
    if (!exercise.finish()) RC_FAIL(exercise.problem());
  });
  EXPECT_TRUE(held);
}

}  // namespace memosaic::test::window_model_test
