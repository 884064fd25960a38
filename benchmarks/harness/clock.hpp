#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <utility>

namespace memosaic::bench {

/// Processor time of the calling thread, in seconds: what another process does on this core meanwhile does not count.
[[nodiscard]] double thread_seconds() noexcept;

/// Time on the wall, in seconds since some moment.
[[nodiscard]] double wall_seconds() noexcept;

/// What one reading of `thread_seconds` costs, in seconds; measured once.
[[nodiscard]] double clock_cost() noexcept;

/// Makes the compiler believe that `value` is used.
template <typename Value>
inline void keep(const Value& value) noexcept {
  asm volatile("" : : "g"(&value) : "memory");
}

/// One timed run of one side: how long, and whether its answer was the naive one.
struct sample {
  double seconds = 0;
  bool right = true;
};

/// Times `run()` and compares what it returns with `expected`.
template <typename Run>
[[nodiscard]] sample time_answer(std::uint64_t expected, Run&& run) {
  const double cost = clock_cost();
  const double start = thread_seconds();
  const std::uint64_t answer = run();
  keep(answer);
  const double stop = thread_seconds();
  return {stop - start > cost ? stop - start - cost : 0, answer == expected};
}

/// Times `run()`, which has no answer; what it left behind is tested elsewhere.
template <typename Run>
[[nodiscard]] sample time_only(Run&& run) {
  return time_answer(0, [&]() -> std::uint64_t {
    std::forward<Run>(run)();
    return 0;
  });
}

/// The same by the clock on the wall: for what waits, for a disk or for another thread.
template <typename Run>
[[nodiscard]] sample time_wall(std::uint64_t expected, Run&& run) {
  const double start = wall_seconds();
  const std::uint64_t answer = run();
  keep(answer);
  return {wall_seconds() - start, answer == expected};
}

}  // namespace memosaic::bench
