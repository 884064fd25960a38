// SPDX-License-Identifier: Apache-2.0
//
// Nanoseconds per access through a cursor: inside its window, and to windows that are there, each of which is pinned as
// the one before is let go of. The latter with a second thread in the process, which makes counts cost what they cost
// in a program that has threads.
#include <algorithm>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "data/disk_file.hpp"
#include "data/random_bytes.hpp"
#include "data/window_moves.hpp"
#include "data/word_sum.hpp"
#include "file_figures.hpp"
#include "harness/idle_thread.hpp"
#include "memosaic/file/window_pool.hpp"

namespace memosaic::bench {
namespace {

constexpr double most_of_a_pointer = 1.10;
constexpr double most_pin_nanoseconds = 15;
constexpr double most_growth = 1.5;  ///< what still is flat: the blocks of many windows lie farther from the processor
constexpr double least_scaling = 1.8;
constexpr std::size_t loads = 1 << 17;
constexpr std::size_t moves_in_a_run = 1 << 17;
constexpr std::size_t moves_of_two = 1 << 14;  ///< short enough for two processors to be had at once
constexpr std::uint64_t window_size = 2 * mebibyte;

std::vector<std::uint64_t> random_offsets(std::size_t count, std::uint64_t below) {
  random_numbers numbers(below);
  std::vector<std::uint64_t> offsets(count);
  for (std::uint64_t& each : offsets) each = numbers.next() % below;
  return offsets;
}

// One load after the other: the compiler would join those of the plain pointer to vectors, and make them slower.
template <typename Bytes>
std::uint64_t sum_of_bytes(Bytes& bytes, const std::vector<std::uint64_t>& offsets) {
  std::uint64_t sum = 0;
  for (const std::uint64_t offset : offsets) {
    sum += std::to_integer<std::uint64_t>(bytes[offset]);
    asm("" : "+r"(sum));
  }
  return sum;
}

// The pointer goes to the same mapping, all of whose pages are in the page tables.
void loads_in_a_window(contest& figure, std::size_t size) {
  window_pool pool({.layout = window_layout::whole_file});
  cursor position = pool.open(warm_file().path());
  const bytes_view part = position.ensure(0, size).first(size);
  keep(word_sum(part));
  const std::byte* const pointer = part.data();
  const auto offsets = random_offsets(loads, size);
  const std::uint64_t expected = sum_of_bytes(pointer, offsets);
  figure.ours([&] { return time_answer(expected, [&] { return sum_of_bytes(position, offsets); }); });
  figure.peer("raw pointer", 1 / most_of_a_pointer,
              [&] { return time_answer(expected, [&] { return sum_of_bytes(pointer, offsets); }); });
  figure.measure_nanoseconds(loads);
}

// A pool with so many windows of 2 MiB, all there, and accesses that each go to another one of them. The windows are of
// a file of holes and nobody looks at their bytes: it is the pool that is measured, not the memory.
class many_windows {
 public:
  explicit many_windows(std::size_t count)
      : file_(disk_file::hole(count * window_size)),
        pool_({.window_size = window_size,
               .limits = {.soft_bytes = std::uint64_t{1} << 40, .windows = count},
               .advice = access_pattern::random}) {
    cursor position = open();
    for (std::size_t i = count; i-- > 0;) static_cast<void>(position.ensure(i * window_size));
    if (pool_.statistics().windows != count) throw std::runtime_error("the pool does not keep all windows");
  }

  [[nodiscard]] cursor open() { return pool_.open(file_.path()); }

 private:
  disk_file file_;
  window_pool pool_;
};

struct mover {
  mover(many_windows& windows, std::size_t first, std::size_t count, std::size_t accesses = moves_in_a_run)
      : position(windows.open()), moves(accesses, first, count, window_size) {}

  [[nodiscard]] std::uint64_t run() { return moves.run(position); }
  [[nodiscard]] std::uint64_t expected() const noexcept { return moves.expected(); }

  cursor position;
  window_moves moves;
};

void pins(contest& figure, std::size_t count) {
  const idle_thread other;
  many_windows windows(count);
  mover one(windows, 0, count);
  figure.ours([&] { return time_answer(one.expected(), [&] { return one.run(); }); });
  figure.limit(most_pin_nanoseconds);
  figure.measure_nanoseconds(moves_in_a_run);
}

void pins_of_many_against_few(contest& figure) {
  const idle_thread other;
  constexpr std::size_t few = 10;
  constexpr std::size_t many = 100'000;
  many_windows of_many(many);
  many_windows of_few(few);
  mover among_many(of_many, 0, many);
  mover among_few(of_few, 0, few);
  figure.ours([&] { return time_answer(among_many.expected(), [&] { return among_many.run(); }); });
  figure.peer("the same with 10", 1 / most_growth,
              [&] { return time_answer(among_few.expected(), [&] { return among_few.run(); }); });
  figure.measure_nanoseconds(moves_in_a_run);
}

void view_of_a_window(contest& figure) {
  const idle_thread other;
  many_windows windows(10);
  cursor position = windows.open();
  figure.ours([&] {
    return time_answer(moves_in_a_run, [&] {
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < moves_in_a_run; ++i) {
        const view pinned = position.pin(i, 1);
        keep(pinned);
        sum += pinned.size();
      }
      return sum;
    });
  });
  figure.limit(most_pin_nanoseconds);
  figure.measure_nanoseconds(moves_in_a_run);
}

struct thread_run {
  double start = 0;  ///< on the wall
  double stop = 0;
  double busy = 0;  ///< processor seconds
  bool right = false;

  [[nodiscard]] bool had_a_processor() const noexcept { return stop - start < busy * 1.1; }
};

std::vector<thread_run> timed_runs(mover& each) {
  std::vector<thread_run> runs(64);
  for (thread_run& run : runs) {
    run.start = wall_seconds();
    const double busy = thread_seconds();
    run.right = each.run() == each.expected();
    run.busy = thread_seconds() - busy;
    run.stop = wall_seconds();
  }
  return runs;
}

// Whether the other thread was at work nearly all the time of this run.
bool was_beside(const thread_run& one, const std::vector<thread_run>& others) noexcept {
  double both = 0;
  for (const thread_run& other : others) {
    if (!other.had_a_processor()) continue;
    both += std::max(0.0, std::min(one.stop, other.stop) - std::max(one.start, other.start));
  }
  return both > 0.9 * (one.stop - one.start);
}

// Many short runs in both threads at once, of which those count that had a processor beside one of the other: on a busy
// machine threads else run one after the other, and do not disturb each other whatever they share.
sample time_beside(mover& mine, mover& other) {
  constexpr int most_tries = 50;
  for (int i = 0; i < most_tries; ++i) {
    std::vector<thread_run> others;
    std::thread second([&] { others = timed_runs(other); });
    const std::vector<thread_run> runs = timed_runs(mine);
    second.join();
    std::vector<double> seconds;
    bool right = std::all_of(others.begin(), others.end(), [](const thread_run& run) { return run.right; });
    for (const thread_run& run : runs) {
      right = right && run.right;
      if (run.had_a_processor() && was_beside(run, others)) seconds.push_back(run.busy);
    }
    if (seconds.empty()) continue;
    std::sort(seconds.begin(), seconds.end());
    return {seconds[seconds.size() / 2], right};
  }
  throw std::runtime_error("two threads never had two processors at the same time here");
}

void two_threads(contest& figure) {
  constexpr std::size_t half = 500;
  const idle_thread other;
  many_windows windows(2 * half);
  mover first(windows, 0, half, moves_of_two);
  mover second(windows, half, half, moves_of_two);
  figure.ours([&] {
    sample taken = time_beside(first, second);
    taken.seconds /= 2;  // for as many moves of the other
    return taken;
  });
  figure.peer("one thread", least_scaling, [&] { return time_answer(first.expected(), [&] { return first.run(); }); });
  figure.measure_nanoseconds(moves_of_two);
}

}  // namespace

void file_cursors(bench_run& now) {
  now.figure("file", "cursor, random loads in a window of 1 GiB",
             [](contest& figure) { loads_in_a_window(figure, warm_size); });
  now.figure("file", "cursor, random loads in a window of 16 MiB",
             [](contest& figure) { loads_in_a_window(figure, 16 * mebibyte); });
  now.figure("file", "pin, a view of the window", view_of_a_window);
  for (const std::size_t count : {std::size_t{10}, std::size_t{1000}, std::size_t{100000}}) {
    now.figure("file", "pin, one of " + std::to_string(count) + " windows",
               [count](contest& figure) { pins(figure, count); });
  }
  now.figure("file", "pin, one of 100000 windows, growth", pins_of_many_against_few);
  now.figure("file", "pin, two threads on different windows", two_threads);
}

}  // namespace memosaic::bench
