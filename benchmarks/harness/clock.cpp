// SPDX-License-Identifier: Apache-2.0
#include "harness/clock.hpp"

#include <ctime>

#include <algorithm>
#include <chrono>

namespace memosaic::bench {

double thread_seconds() noexcept {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double wall_seconds() noexcept {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double clock_cost() noexcept {
  static const double cost = [] {
    double least = 1;
    for (int i = 0; i < 10'000; ++i) {
      const double start = thread_seconds();
      least = std::min(least, thread_seconds() - start);
    }
    return least;
  }();
  return cost;
}

}  // namespace memosaic::bench
