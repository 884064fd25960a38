// SPDX-License-Identifier: Apache-2.0
//
// Reading a file of 1 GiB from its beginning to its end, with all of it in the page cache. Each round begins with
// nothing mapped and ends so: page tables are filled and emptied by every side that has some.
#include <algorithm>
#include <string>
#include <vector>

#include "data/aligned_bytes.hpp"
#include "data/disk_file.hpp"
#include "data/word_sum.hpp"
#include "file_figures.hpp"
#include "memosaic/file/window_pool.hpp"
#include "peers/boost_maps.hpp"
#include "peers/raw_maps.hpp"

namespace memosaic::bench {
namespace {

constexpr double least_against_pread = 2.5;
constexpr std::size_t read_size = mebibyte;

std::uint64_t scan(const window_pool_options& options) {
  window_pool pool(options);
  cursor position = pool.open(warm_file().path());
  std::uint64_t sum = 0;
  for (std::uint64_t at = 0; at < warm_size;) {
    const bytes_view run = position.ensure(at);
    sum += word_sum(run);
    position.check();
    at += run.size();
  }
  return sum;
}

// `map(offset, size)` shows a part until it is called again.
template <typename Map>
std::uint64_t scan_in_parts(std::size_t part, const Map& map) {
  std::uint64_t sum = 0;
  for (std::uint64_t at = 0; at < warm_size; at += part) sum += word_sum(map(at, part));
  return sum;
}

void add_ours(contest& figure, const window_pool_options& options) {
  figure.ours([options] { return time_answer(warm_file().sum(), [&] { return scan(options); }); });
}

void add_raw(contest& figure, double least) {
  figure.peer("mmap", least, [] {
    return time_answer(warm_file().sum(), [] { return word_sum(raw_map(warm_file().fd(), 0, warm_size).bytes()); });
  });
}

void add_parts(contest& figure, std::size_t part, const std::string& size) {
  figure.peer("map for each " + size, 0, [part] {
    return time_answer(warm_file().sum(), [&] {
      access_map mapped(warm_file().fd());
      return scan_in_parts(part, [&](std::uint64_t at, std::size_t length) { return mapped.map(at, length); });
    });
  });
  figure.peer("Boost.Interprocess", 0, [part] {
    return time_answer(warm_file().sum(), [&] {
      boost_region region(warm_file().path());
      return scan_in_parts(part, [&](std::uint64_t at, std::size_t length) { return region.map(at, length); });
    });
  });
}

void by_default(contest& figure) {
  const aligned_bytes memory(read_size);
  add_ours(figure, {});
  add_raw(figure, 0.95);
  figure.peer("pread of 1 MiB", least_against_pread, [&] {
    return time_answer(warm_file().sum(), [&] {
      return scan_in_parts(read_size, [&](std::uint64_t at, std::size_t length) {
        read_all_at(warm_file().fd(), at, memory.bytes().first(length));
        return bytes_view(memory.bytes()).first(length);
      });
    });
  });
  figure.measure_throughput(warm_size);
}

void in_windows(contest& figure, std::size_t window, window_backing backing, double least, const std::string& size) {
  add_ours(figure, {.backing = backing, .window_size = window, .limits = {.soft_bytes = 64 * mebibyte}});
  add_raw(figure, least);
  add_parts(figure, window, size);
  figure.measure_throughput(warm_size);
}

}  // namespace

void file_scans(bench_run& now) {
  now.figure("file", "scan, 1 GiB, default", by_default);
  now.figure("file", "scan, budget 64 MiB, windows 16 MiB",
             [](contest& figure) { in_windows(figure, 16 * mebibyte, window_backing::automatic, 0.90, "16 MiB"); });
  now.figure("file", "scan, budget 64 MiB, windows 1 MiB",
             [](contest& figure) { in_windows(figure, mebibyte, window_backing::automatic, 0.60, "1 MiB"); });
  now.figure("file", "scan, budget 64 MiB, windows 16 MiB, mapped each",
             [](contest& figure) { in_windows(figure, 16 * mebibyte, window_backing::mapped, 0.90, "16 MiB"); });
  now.figure("file", "scan, budget 64 MiB, windows 1 MiB, mapped each",
             [](contest& figure) { in_windows(figure, mebibyte, window_backing::mapped, 0.60, "1 MiB"); });
}

}  // namespace memosaic::bench
