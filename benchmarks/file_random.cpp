// SPDX-License-Identifier: Apache-2.0
//
// Ranges of 4 KiB all over a file of 1 GiB that is in the page cache: where it fits the budget, with all of it in the
// page tables of both sides, and with a budget of a quarter of it.
#include <vector>

#include "data/aligned_bytes.hpp"
#include "data/disk_file.hpp"
#include "data/random_bytes.hpp"
#include "data/word_sum.hpp"
#include "file_figures.hpp"
#include "memosaic/file/window_pool.hpp"
#include "peers/raw_maps.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t range_size = std::size_t{4} << 10;
constexpr std::size_t ranges = 10'000;
constexpr double most_of_raw = 1.05;
constexpr double least_against_pread = 2;
constexpr double most_of_pread = 1.1;

std::vector<std::uint64_t> random_places() {
  random_numbers numbers(ranges);
  std::vector<std::uint64_t> places(ranges);
  for (std::uint64_t& each : places) each = numbers.below((warm_size - range_size) / sizeof(std::uint64_t)) * 8;
  return places;
}

template <typename Read>
std::uint64_t sum_of_ranges(const std::vector<std::uint64_t>& places, const Read& read) {
  std::uint64_t sum = 0;
  for (const std::uint64_t place : places) sum += word_sum(read(place));
  return sum;
}

// The peers of both figures, and the ranges that all sides read.
struct range_contest {
  explicit range_contest(contest& of)
      : figure(of), places(random_places()), whole(warm_file().fd(), 0, warm_size), memory(range_size) {
    keep(word_sum(whole.bytes()));
    expected = sum_of_ranges(places, [this](std::uint64_t at) { return whole.bytes().subspan(at, range_size); });
  }

  template <typename Read>
  [[nodiscard]] sample time(const Read& read) const {
    return time_answer(expected, [&] { return sum_of_ranges(places, read); });
  }

  void add_mmap(double target) {
    figure.peer("mmap", target,
                [this] { return time([this](std::uint64_t at) { return whole.bytes().subspan(at, range_size); }); });
  }

  void add_pread(double target) {
    figure.peer("pread", target, [this] {
      return time([this](std::uint64_t at) {
        read_all_at(warm_file().fd(), at, memory.bytes());
        return bytes_view(memory.bytes());
      });
    });
  }

  void add_access_map() {
    figure.peer("map for each access", 0, [this] {
      access_map mapped(warm_file().fd());
      return time([&](std::uint64_t at) { return mapped.map(at, range_size); });
    });
  }

  contest& figure;
  std::vector<std::uint64_t> places;
  raw_map whole;
  aligned_bytes memory;
  std::uint64_t expected = 0;
};

void fits(contest& figure) {
  range_contest sides(figure);
  window_pool pool;
  cursor position = pool.open(warm_file().path());
  for (std::uint64_t at = 0; at < warm_size;) {
    const bytes_view run = position.ensure(at);
    keep(word_sum(run));
    at += run.size();
  }
  figure.ours(
      [&] { return sides.time([&](std::uint64_t at) { return position.ensure(at, range_size).first(range_size); }); });
  sides.add_mmap(1 / most_of_raw);
  sides.add_pread(least_against_pread);
  sides.add_access_map();
  figure.measure_nanoseconds(ranges);
}

void beyond_the_budget(contest& figure) {
  range_contest sides(figure);
  window_pool pool({.limits = {.soft_bytes = warm_size / 4}});
  cursor position = pool.open(warm_file().path());
  figure.ours(
      [&] { return sides.time([&](std::uint64_t at) { return position.ensure(at, range_size).first(range_size); }); });
  sides.add_pread(1 / most_of_pread);
  sides.add_access_map();
  figure.measure_nanoseconds(ranges);
}

}  // namespace

void file_random(bench_run& now) {
  now.figure("file", "random 4 KiB, fits", fits);
  now.figure("file", "random 4 KiB, budget a quarter of the file", beyond_the_budget);
}

}  // namespace memosaic::bench
