// SPDX-License-Identifier: Apache-2.0
//
// Copies too large for any private cache, against memcpy. In guests the C library often believes in a cache that is not
// there, or not theirs alone, and then copies large runs the slow way; the last row asks for more where it does.
#include "memosaic/bytes/copy.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "bytes_figures.hpp"
#include "data/aligned_bytes.hpp"
#include "data/pools.hpp"
#include "data/random_bytes.hpp"
#include "harness/number_text.hpp"
#include "peers/large_copies.hpp"

namespace memosaic::bench {
namespace {

constexpr double misjudged = 1.5;
constexpr double longer = 3;  ///< where we do as the C library does, the row is decided by a percent

// How the C library did at one size, and how we did.
struct copy_result {
  std::size_t size = 0;
  double ours = 0;                 ///< bytes per second
  double c_library = 0;            ///< bytes per second
  double c_library_shortfall = 0;  ///< the best other way's speed in units of memcpy's
};

copy_result one_size(contest& figure, std::size_t size) {
  const aligned_bytes source(size);
  const aligned_bytes target(size);
  fill_random(source.bytes(), rare_byte, size);
  copy_to(source.bytes(), target.bytes());
  const bool right = std::memcmp(source.bytes().data(), target.bytes().data(), size) == 0;
  figure.scale_budget(longer);
  figure.ours([&] {
    sample taken = time_only([&] { copy_to(source.bytes(), target.bytes()); });
    taken.right = right;
    return taken;
  });
  figure.peer("memcpy", 1.0, [&] {
    return time_only([&] { keep(std::memcpy(target.bytes().data(), source.bytes().data(), size)); });
  });
  const std::vector<large_copy> others = large_copies();
  for (const large_copy& other : others) {
    figure.witness(other.name, [&] { return time_only([&] { other.copy(source.bytes(), target.bytes()); }); });
  }
  figure.measure_throughput(static_cast<double>(size));

  const pair_times times = figure.times_against("memcpy");
  copy_result result{size, static_cast<double>(size) / times.ours, static_cast<double>(size) / times.peer, 0};
  for (const large_copy& other : others) {
    const double seconds = figure.times_against(other.name).peer;
    result.c_library_shortfall = std::max(result.c_library_shortfall, times.peer / seconds);
  }
  return result;
}

// Takes the size at which the C library does worst; there is a target only if that is bad enough.
void where_misjudged(contest& figure, const std::vector<copy_result>& results) {
  const auto worst = std::max_element(results.begin(), results.end(), [](const auto& a, const auto& b) {
    return a.c_library_shortfall < b.c_library_shortfall;
  });
  const row_label label{figure.suite(), figure.name(), "GB/s", "memcpy"};
  if (worst == results.end()) {
    figure.add(missing_row(label, misjudged, "no copy was measured in this run"));
  } else if (worst->c_library_shortfall < misjudged) {
    figure.add(missing_row(label, misjudged,
                           "nothing to win here: the best other way to copy reaches at most " +
                               ratio_text(worst->c_library_shortfall) + " x memcpy, at " + size_text(worst->size)));
  } else {
    figure.add(measured_row(label, better::larger, worst->ours / 1e9, worst->c_library / 1e9, misjudged));
  }
}

}  // namespace

void bytes_copy(bench_run& now) {
  std::vector<copy_result> results;
  for (const std::size_t size : {32 * mebibyte, 64 * mebibyte, 128 * mebibyte, 256 * mebibyte}) {
    now.figure("bytes", "copy, " + size_text(size),
               [&](contest& figure) { results.push_back(one_size(figure, size)); });
  }
  now.figure("bytes", "copy, where the C library misjudges",
             [&](contest& figure) { where_misjudged(figure, results); });
}

}  // namespace memosaic::bench
