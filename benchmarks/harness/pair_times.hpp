#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <span>

namespace memosaic::bench {

/// How long two sides took in the quiet rounds that they share.
struct pair_times {
  double ours = 0;
  double peer = 0;
  std::size_t rounds = 0;  ///< rounds in which both ran
};

/// Reduces interleaved rounds to one time per side: the medians over the quietest quarter of the rounds.
///
/// A guest on a shared machine is slow in phases. A minimum rewards the side that was lucky once; a median over all
/// rounds mixes phases. Here a round counts by the sum of both times, each in units of its side's median, so that it is
/// kept only if *both* sides were quiet, and both are judged on the same moments. At least three rounds are kept.
/// A negative time marks a round in which that side did not run.
[[nodiscard]] pair_times quiet_medians(std::span<const double> ours, std::span<const double> peer);

/// The same for one side alone, against a limit.
[[nodiscard]] double quiet_median(std::span<const double> times);

}  // namespace memosaic::bench
