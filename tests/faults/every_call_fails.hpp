#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <string>

#include "os/calls.hpp"
#include "support/failing_calls.hpp"

namespace memosaic::test {

/// The descriptors of this process, as the system counts them.
inline std::size_t descriptors_of_process() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
  return count;
}

/// Runs `operation` again and again, while its first, second, third... system call fails, until it makes so few calls
/// that none does; and this for several errors. Before each run, `prepare` sets the stage.
///
/// Each run succeeds (the library knew another way, or the call did not matter) or throws the very error with a path;
/// and it leaves no descriptor and no mapping behind. Returns how many runs threw.
template <typename Prepare, typename Operation>
std::size_t every_call_fails(const Prepare& prepare, const Operation& operation) {
  std::size_t thrown = 0;
  for (const int error : {EIO, ENOMEM, EMFILE, EINVAL, EAGAIN, EINTR, EPIPE, ENOSPC}) {
    for (std::size_t number = 1;; ++number) {
      EXPECT_LT(number, 1000u) << "the operation never comes to its end";
      if (number >= 1000) break;
      auto stage = prepare();
      const std::size_t before = descriptors_of_process();
      failing_calls calls(number, error);
      std::string run = "call ";
      try {
        operation(stage);
        run += std::to_string(number) + " (" + calls.failed_call() + ") with error " + std::to_string(error);
      } catch (const std::filesystem::filesystem_error& failure) {
        ++thrown;
        run += std::to_string(number) + " (" + calls.failed_call() + ") with error " + std::to_string(error);
        EXPECT_EQ(failure.code().value(), error) << run;
        EXPECT_FALSE(failure.path1().empty()) << run;
        EXPECT_TRUE(calls.failed()) << run;
      }
      EXPECT_EQ(calls.open_descriptors(), 0u) << run;
      EXPECT_EQ(calls.open_mappings(), 0u) << run;
      EXPECT_EQ(descriptors_of_process(), before) << run;
      if (!calls.failed()) break;
    }
  }
  return thrown;
}

}  // namespace memosaic::test
