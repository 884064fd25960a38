// SPDX-License-Identifier: Apache-2.0
#include "harness/pair_times.hpp"

#include <algorithm>
#include <vector>

namespace memosaic::bench {
namespace {

constexpr std::size_t fewest_kept_rounds = 3;

struct round_times {
  double ours;
  double peer;
};

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double median_of(std::span<const round_times> rounds, double round_times::*side) {
  std::vector<double> values;
  values.reserve(rounds.size());
  for (const round_times& one : rounds) values.push_back(one.*side);
  return median(std::move(values));
}

}  // namespace

pair_times quiet_medians(std::span<const double> ours, std::span<const double> peer) {
  std::vector<round_times> shared;
  for (std::size_t i = 0; i < std::min(ours.size(), peer.size()); ++i) {
    if (ours[i] >= 0 && peer[i] >= 0) shared.push_back({ours[i], peer[i]});
  }
  if (shared.empty()) return {};
  const double usual_ours = std::max(median_of(shared, &round_times::ours), 1e-12);
  const double usual_peer = std::max(median_of(shared, &round_times::peer), 1e-12);
  std::sort(shared.begin(), shared.end(), [&](const round_times& a, const round_times& b) {
    return a.ours / usual_ours + a.peer / usual_peer < b.ours / usual_ours + b.peer / usual_peer;
  });
  const std::size_t kept = std::min(shared.size(), std::max(shared.size() / 4, fewest_kept_rounds));
  const std::span quiet = std::span(shared).first(kept);
  return {median_of(quiet, &round_times::ours), median_of(quiet, &round_times::peer), shared.size()};
}

double quiet_median(std::span<const double> times) { return quiet_medians(times, times).ours; }

}  // namespace memosaic::bench
