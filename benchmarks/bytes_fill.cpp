// SPDX-License-Identifier: Apache-2.0
//
// Repeating a pattern over a run, for every pattern length up to 64 bytes and one long one, against memset.
#include "memosaic/bytes/fill.hpp"

#include <cstring>
#include <string>

#include "bytes_figures.hpp"
#include "data/aligned_bytes.hpp"
#include "data/pools.hpp"
#include "peers/naive.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t longest_short_pattern = 64;
constexpr std::size_t long_pattern = 1'000;
constexpr double short_budget = 0.3;  ///< there are 130 of these figures

mutable_bytes_view fill_target() {
  static const aligned_bytes memory(large_size);
  return memory.bytes();
}

void one_pattern(contest& figure, std::size_t size, std::size_t pattern_size) {
  const mutable_bytes_view target = fill_target().first(size);
  const std::string pattern = rare_needle(pattern_size);
  fill(target, bytes_of(pattern));
  const bool right = is_filled_with(target, bytes_of(pattern));  // once: the naive test takes longer than all rounds
  figure.scale_budget(short_budget);
  figure.ours([&] {
    sample taken = time_only([&] { fill(target, bytes_of(pattern)); });
    taken.right = right;
    return taken;
  });
  figure.peer("memset", pattern_size <= longest_short_pattern ? 0.9 : 0.85,
              [&] { return time_only([&] { keep(std::memset(target.data(), 0x55, target.size())); }); });
  figure.measure_throughput(static_cast<double>(size));
}

}  // namespace

void bytes_fill(bench_run& now) {
  for (const std::size_t size : {small_size, large_size}) {
    const auto pattern_of = [&](std::size_t pattern_size) {
      now.figure("bytes", "fill, pattern of " + size_text(pattern_size) + ", " + size_text(size),
                 [&](contest& figure) { one_pattern(figure, size, pattern_size); });
    };
    for (std::size_t pattern_size = 1; pattern_size <= longest_short_pattern; ++pattern_size) pattern_of(pattern_size);
    pattern_of(long_pattern);
  }
}

}  // namespace memosaic::bench
