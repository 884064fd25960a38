// SPDX-License-Identifier: Apache-2.0
//
// Counting one byte, which never stops early and never depends on the data.
#include <algorithm>

#include "bytes_figures.hpp"
#include "data/pools.hpp"
#include "memosaic/bytes/find.hpp"
#include "peers/roofs.hpp"

namespace memosaic::bench {
namespace {

void one_byte(contest& figure, std::size_t size) {
  const bytes_view data = bytes_view(text_pool()).first(size);
  const std::byte letter{'e'};
  const auto naive = static_cast<std::size_t>(std::count(data.begin(), data.end(), letter));
  const auto read = fastest_reader(data).read;
  figure.ours([&] { return time_answer(naive, [&] { return count(data, bytes_view(&letter, 1)); }); });
  figure.peer(stream_roof, 0.9, [&] { return time_only([&] { keep(read(data)); }); });
  figure.measure_throughput(static_cast<double>(size));
}

}  // namespace

void bytes_count(bench_run& now) {
  for (const std::size_t size : {small_size, large_size}) {
    now.figure("bytes", "count, 1 byte, text, " + size_text(size), [&](contest& figure) { one_byte(figure, size); });
  }
}

}  // namespace memosaic::bench
