// SPDX-License-Identifier: Apache-2.0
//
// Search at aligned positions only, for a needle of 16 bytes at the last of them.
#include <string>

#include "bytes_figures.hpp"
#include "data/moving_haystack.hpp"
#include "data/pools.hpp"
#include "memosaic/bytes/find.hpp"
#include "peers/naive.hpp"
#include "peers/roofs.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t needle_size = 16;

void aligned_search(contest& figure, mutable_bytes_view pool, std::size_t size, std::string needle, std::size_t step) {
  // The needle ends where the data ends; the origin makes its position one of those that are looked at.
  const search_range where{.step = step, .origin = (size - needle_size) % step};
  moving_haystack data(pool, size, std::move(needle));
  figure.each_round([&] { data.advance(); });
  figure.ours([&] {
    return data.time(moving_haystack::place::back, [&](bytes_view haystack, bytes_view wanted) {
      return find(haystack, wanted, where).value_or(npos);
    });
  });
  figure.peer(stream_roof, 0.9, [&] { return data.time_read(); });
  figure.measure_throughput(static_cast<double>(size));
}

}  // namespace

void bytes_step(bench_run& now) {
  for (const std::size_t size : {small_size, large_size}) {
    for (const std::size_t step : {4U, 8U, 64U}) {
      const std::string name = "find with step, " + std::to_string(step) + ", ";
      now.figure("bytes", name + "random bytes, " + size_text(size),
                 [&](contest& figure) { aligned_search(figure, random_pool(), size, rare_needle(needle_size), step); });
      now.figure("bytes", name + "text, " + size_text(size),
                 [&](contest& figure) { aligned_search(figure, text_pool(), size, text_needle(needle_size), step); });
    }
  }
}

}  // namespace memosaic::bench
