// SPDX-License-Identifier: Apache-2.0
//
// A file of 256 MiB that is not in the page cache, by the clock on the wall: what counts is the waiting. Every side
// begins each round with nothing mapped and the page cache emptied of the file, and is timed from opening its pool or
// mapping to its end. Behind the disk of a virtual machine there is another cache, which stays filled.
#include <sys/mman.h>

#include <algorithm>
#include <functional>
#include <random>
#include <vector>

#include "data/aligned_bytes.hpp"
#include "data/disk_file.hpp"
#include "data/word_sum.hpp"
#include "file_figures.hpp"
#include "memosaic/file/page_cache.hpp"
#include "memosaic/file/window_pool.hpp"
#include "peers/raw_maps.hpp"

namespace memosaic::bench {
namespace {

constexpr double least_of_best_sequential = 0.95;
constexpr double least_of_best_random = 0.9;
constexpr double most_of_pread_with_prefetch = 1.0 / 3;
constexpr double longer = 6;  ///< disks are noisy

constexpr std::size_t range_size = std::size_t{4} << 10;
constexpr std::size_t batch = 500;
constexpr std::size_t scattered = 2'000;
constexpr std::size_t read_size = mebibyte;

sample time_cold(std::uint64_t expected, const std::function<std::uint64_t()>& run) {
  cold_file().evict();
  return time_wall(expected, run);
}

// So many different pages, in no order.
std::vector<file_run> random_ranges(std::size_t count) {
  std::vector<file_run> ranges;
  std::mt19937_64 numbers(count);
  std::vector<std::uint64_t> pages(cold_size / range_size);
  for (std::size_t i = 0; i < pages.size(); ++i) pages[i] = i;
  std::shuffle(pages.begin(), pages.end(), numbers);
  for (std::size_t i = 0; i < count; ++i) ranges.push_back({pages[i] * range_size, range_size});
  return ranges;
}

template <typename Read>
std::uint64_t sum_of(const std::vector<file_run>& ranges, const Read& read) {
  std::uint64_t sum = 0;
  for (const file_run range : ranges) sum += word_sum(read(range));
  return sum;
}

std::uint64_t expected_sum(const std::vector<file_run>& ranges) {
  const raw_map all(cold_file().fd(), 0, cold_size);
  return sum_of(ranges, [&](file_run range) { return all.bytes().subspan(range.offset, range.length); });
}

std::uint64_t sum_by_window_pool(const std::vector<file_run>& ranges, bool prefetched) {
  window_pool pool;
  cursor position = pool.open(cold_file().path());
  if (prefetched) prefetch(position.source(), ranges);
  return sum_of(ranges,
                [&](file_run range) { return position.ensure(range.offset, range.length).first(range.length); });
}

std::uint64_t sum_by_map(const std::vector<file_run>& ranges, int advice) {
  const raw_map all(cold_file().fd(), 0, cold_size);
  all.advise(advice);
  return sum_of(ranges, [&](file_run range) { return all.bytes().subspan(range.offset, range.length); });
}

std::uint64_t sum_by_pread(const std::vector<file_run>& ranges) {
  const aligned_bytes memory(range_size);
  return sum_of(ranges, [&](file_run range) {
    read_all_at(cold_file().fd(), range.offset, memory.bytes());
    return bytes_view(memory.bytes());
  });
}

void prefetched_batch(contest& figure) {
  const auto ranges = random_ranges(batch);
  const std::uint64_t expected = expected_sum(ranges);
  figure.scale_budget(longer);
  figure.ours([&] { return time_cold(expected, [&] { return sum_by_window_pool(ranges, true); }); });
  figure.peer("pread", 1 / most_of_pread_with_prefetch,
              [&] { return time_cold(expected, [&] { return sum_by_pread(ranges); }); });
  figure.measure_milliseconds();
}

void random_ranges_cold(contest& figure) {
  const auto ranges = random_ranges(scattered);
  const std::uint64_t expected = expected_sum(ranges);
  figure.scale_budget(longer);
  figure.ours([&] { return time_cold(expected, [&] { return sum_by_window_pool(ranges, false); }); });
  figure.peer("mmap, MADV_RANDOM", least_of_best_random,
              [&] { return time_cold(expected, [&] { return sum_by_map(ranges, MADV_RANDOM); }); });
  figure.peer("mmap, no advice", least_of_best_random,
              [&] { return time_cold(expected, [&] { return sum_by_map(ranges, MADV_NORMAL); }); });
  figure.peer("pread", 0, [&] { return time_cold(expected, [&] { return sum_by_pread(ranges); }); });
  figure.measure_milliseconds();
}

std::uint64_t scan_by_window_pool() {
  window_pool pool;
  cursor position = pool.open(cold_file().path());
  std::uint64_t sum = 0;
  for (std::uint64_t at = 0; at < cold_size;) {
    const bytes_view run = position.ensure(at);
    sum += word_sum(run);
    at += run.size();
  }
  return sum;
}

std::uint64_t scan_by_map(int advice) {
  const raw_map all(cold_file().fd(), 0, cold_size);
  all.advise(advice);
  return word_sum(all.bytes());
}

std::uint64_t scan_by_pread() {
  const aligned_bytes memory(read_size);
  std::uint64_t sum = 0;
  for (std::uint64_t at = 0; at < cold_size; at += read_size) {
    read_all_at(cold_file().fd(), at, memory.bytes());
    sum += word_sum(memory.bytes());
  }
  return sum;
}

void scan_cold(contest& figure) {
  const std::uint64_t expected = cold_file().sum();
  figure.scale_budget(longer);
  figure.ours([&] { return time_cold(expected, scan_by_window_pool); });
  figure.peer("mmap, MADV_SEQUENTIAL", least_of_best_sequential,
              [&] { return time_cold(expected, [] { return scan_by_map(MADV_SEQUENTIAL); }); });
  figure.peer("mmap, MADV_WILLNEED", least_of_best_sequential,
              [&] { return time_cold(expected, [] { return scan_by_map(MADV_WILLNEED); }); });
  figure.peer("mmap, no advice", least_of_best_sequential,
              [&] { return time_cold(expected, [] { return scan_by_map(MADV_NORMAL); }); });
  figure.peer("pread of 1 MiB", 0, [&] { return time_cold(expected, scan_by_pread); });
  figure.measure_throughput(cold_size);
}

}  // namespace

void file_cold(bench_run& now) {
  now.figure("file", "cold, scan of 256 MiB", scan_cold);
  now.figure("file", "cold, 2,000 random 4 KiB", random_ranges_cold);
  now.figure("file", "cold, 500 random 4 KiB with prefetch", prefetched_batch);
}

}  // namespace memosaic::bench
