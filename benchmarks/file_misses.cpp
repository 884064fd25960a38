// SPDX-License-Identifier: Apache-2.0
//
// Windows that are not there: each is brought, one byte of it is read, and another one leaves for it. Then ten thousand
// of them in one pool: made, found again, and all let go of.
#include <filesystem>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "data/disk_file.hpp"
#include "data/random_bytes.hpp"
#include "data/window_moves.hpp"
#include "file_figures.hpp"
#include "memosaic/file/window_pool.hpp"
#include "peers/boost_maps.hpp"
#include "peers/raw_maps.hpp"

namespace memosaic::bench {
namespace {

constexpr double most_of_raw_miss = 1.25;
constexpr double most_of_raw_build = 1.3;
constexpr double most_lookup_nanoseconds = 60;
constexpr double most_collect_milliseconds = 60;

constexpr std::size_t misses = 1'000;
constexpr std::size_t missed_size = mebibyte;

// Where windows of 1 MiB begin.
std::vector<std::uint64_t> random_starts() {
  random_numbers numbers(misses);
  std::vector<std::uint64_t> starts(misses);
  for (std::uint64_t& each : starts) each = numbers.below(warm_size / missed_size - 1) * missed_size;
  return starts;
}

template <typename Touch>
std::uint64_t touch_all(const std::vector<std::uint64_t>& starts, const Touch& touch) {
  std::uint64_t sum = 0;
  for (const std::uint64_t start : starts) sum += std::to_integer<std::uint64_t>(touch(start));
  return sum;
}

// What a budget of so many windows does, by hand: the oldest mapping goes, then the next one comes.
class map_ring {
 public:
  explicit map_ring(std::size_t kept) : maps_(kept) {}

  [[nodiscard]] bytes_view map(std::uint64_t start) {
    std::optional<raw_map>& place = maps_[next_++ % maps_.size()];
    place.reset();
    return place.emplace(warm_file().fd(), start, missed_size).bytes();
  }

 private:
  std::vector<std::optional<raw_map>> maps_;
  std::size_t next_ = 0;
};

// One byte of each window, read from a fresh mapping by both sides, so that both pay for its page.
void miss(contest& figure, window_backing backing, std::size_t kept) {
  const auto starts = random_starts();
  const std::size_t touched = missed_size / 4;
  map_ring ring(kept);
  const auto touch_mapped = [&](std::uint64_t start) { return ring.map(start)[touched]; };
  const std::uint64_t expected = touch_all(starts, touch_mapped);
  const std::uint64_t window = backing == window_backing::mapped ? missed_size : 2 * missed_size;
  window_pool pool(
      {.backing = backing, .window_size = window, .limits = {.soft_bytes = kept * window}, .reads_scattered = false});
  cursor position = pool.open(warm_file().path());
  figure.ours([&] {
    const std::uint64_t before = pool.statistics().misses;
    sample taken = time_answer(
        expected, [&] { return touch_all(starts, [&](std::uint64_t start) { return position[start + touched]; }); });
    taken.right = taken.right && pool.statistics().misses - before > misses / 10 * 9;
    return taken;
  });
  figure.peer("mmap, touch, munmap", 1 / most_of_raw_miss,
              [&] { return time_answer(expected, [&] { return touch_all(starts, touch_mapped); }); });
  if (kept == 1) {
    figure.peer("map for each access", 0, [&] {
      access_map mapped(warm_file().fd());
      return time_answer(expected, [&] {
        return touch_all(starts, [&](std::uint64_t start) { return mapped.map(start, missed_size)[touched]; });
      });
    });
    figure.peer("Boost.Interprocess", 0, [&] {
      boost_region region(warm_file().path());
      return time_answer(expected, [&] {
        return touch_all(starts, [&](std::uint64_t start) { return region.map(start, missed_size)[touched]; });
      });
    });
  }
  figure.measure_nanoseconds(misses);
}

constexpr std::size_t many = 10'000;
constexpr std::size_t small_window = std::size_t{64} << 10;

// Ten thousand windows of 64 KiB, each mapped by itself.
class small_windows {
 public:
  small_windows()
      : pool_({.backing = window_backing::mapped,
               .window_size = small_window,
               .limits = {.soft_bytes = std::uint64_t{1} << 40}}),
        position_(pool_.open(warm_file().path())) {}

  void build() {
    for (std::size_t i = 0; i < many; ++i) {
      static_cast<void>(position_.ensure(i * small_window));
    }
  }

  /// One byte of each, which brings its page.
  void touch() {
    for (std::size_t i = 0; i < many; ++i) {
      const std::byte touched = position_[i * small_window];
      keep(touched);
    }
  }

  [[nodiscard]] bool has_all() const { return pool_.statistics().windows == many; }

  void collect() {
    position_.unuse_region();
    pool_.trim();
  }

  [[nodiscard]] bool has_none() const { return pool_.statistics().windows == 0; }
  [[nodiscard]] cursor& position() noexcept { return position_; }

 private:
  window_pool pool_;
  cursor position_;
};

void build_all(contest& figure) {
  figure.ours([&] {
    small_windows windows;
    sample taken = time_only([&] { windows.build(); });
    taken.right = windows.has_all();
    return taken;
  });
  figure.peer("mmap of each", 1 / most_of_raw_build, [&] {
    std::vector<raw_map> maps;
    return time_only([&] {
      maps.reserve(many);
      for (std::size_t i = 0; i < many; ++i) maps.emplace_back(warm_file().fd(), i * small_window, small_window);
    });
  });
  figure.measure_milliseconds();
}

void look_up(contest& figure) {
  small_windows windows;
  windows.build();
  const window_moves moves(many, 0, many, small_window);
  figure.ours([&] { return time_answer(moves.expected(), [&] { return moves.run(windows.position()); }); });
  figure.limit(most_lookup_nanoseconds);
  figure.measure_nanoseconds(many);
}

void collect_all(contest& figure) {
  figure.ours([&] {
    small_windows windows;
    windows.build();
    windows.touch();
    const bool had_all = windows.has_all();
    sample taken = time_only([&] { windows.collect(); });
    taken.right = had_all && windows.has_none();
    return taken;
  });
  figure.limit(most_collect_milliseconds);
  figure.peer("munmap of each", 0, [&] {
    std::vector<raw_map> maps;
    for (std::size_t i = 0; i < many; ++i) {
      maps.emplace_back(warm_file().fd(), i * small_window, small_window);
      const std::byte touched = maps.back().bytes()[0];
      keep(touched);
    }
    return time_only([&] { maps.clear(); });
  });
  figure.measure_milliseconds();
}

double open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<double>(std::distance(begin(all), end(all)));
}

void descriptors(contest& figure) {
  small_windows windows;
  const double before = open_descriptors();
  windows.build();
  figure.add(
      measured_row({figure.suite(), figure.name(), "", "limit"}, better::smaller, open_descriptors() - before, 0, 1));
  if (!windows.has_all()) throw std::runtime_error("the pool does not keep all windows");
}

}  // namespace

void file_misses(bench_run& now) {
  for (const std::size_t kept : {std::size_t{1}, std::size_t{16}}) {
    const std::string among = kept == 1 ? "the only one" : "among " + std::to_string(kept);
    now.figure("file", "miss, window of 1 MiB, mapped, " + among,
               [kept](contest& figure) { miss(figure, window_backing::mapped, kept); });
    now.figure("file", "miss, window of 2 MiB, default, " + among,
               [kept](contest& figure) { miss(figure, window_backing::automatic, kept); });
  }
  now.figure("file", "windows, 10,000 of them, build", build_all);
  now.figure("file", "windows, 10,000 of them, look up", look_up);
  now.figure("file", "windows, 10,000 of them, collect all", collect_all);
  now.figure("file", "windows, 10,000 of them, descriptors", descriptors);
}

}  // namespace memosaic::bench
