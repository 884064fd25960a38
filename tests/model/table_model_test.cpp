// SPDX-License-Identifier: Apache-2.0
// Tables of any schema, kind of key and options, a list of their records beside them.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <cstdlib>
#include <random>
#include <sstream>
#include <vector>

#include "support/table_build_exercise.hpp"

namespace memosaic::table_model_test {

int rounds() { return std::getenv("MEMOSAIC_LONG") != nullptr ? 100 : 1; }

TEST(TableModel, LongSequencesEqualTheList) {
  for (int round = 0; round < 400 * rounds(); ++round) {
    std::mt19937_64 random(static_cast<std::uint64_t>(round));
    std::vector<std::uint8_t> input(40 + random() % 400);
    for (auto& each : input) each = static_cast<std::uint8_t>(random());
    ASSERT_EQ(testing::table_build_exercise(input).run(), "") << "round " << round;
  }
}

/// The same with sequences that get shorter when they fail, so that what is printed is the least that does.
TEST(TableModel, ShortSequencesEqualTheList) {
  rc::detail::TestParams params;
  params.seed = 5;  // the same on every machine; MEMOSAIC_LONG makes more of them
  params.maxSuccess = 400 * rounds();
  params.maxSize = 300;
  const auto property = [](const std::vector<std::uint8_t>& input) {
    const std::string problem = testing::table_build_exercise(input).run();
    if (!problem.empty()) RC_FAIL(problem);
  };
  const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata(), params);
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>()) << text.str();
}

}  // namespace memosaic::table_model_test
