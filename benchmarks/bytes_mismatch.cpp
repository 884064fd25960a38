// SPDX-License-Identifier: Apache-2.0
//
// The first and the last difference, and the first and the last agreement, of two runs that must be read to the end.
#include "memosaic/bytes/mismatch.hpp"

#include <algorithm>
#include <functional>
#include <string>

#include "bytes_figures.hpp"
#include "data/pools.hpp"
#include "peers/roofs.hpp"

namespace memosaic::bench {
namespace {

constexpr double of_roof = 0.95;
constexpr double of_std = 10;

// Two runs, made alike or unlike at the one place that the search has to reach; restored at the end.
class planted_pair {
 public:
  planted_pair(mutable_bytes_view a, mutable_bytes_view b, std::size_t at) : a_(a), b_(b), at_(at), covered_(b[at]) {
    b_[at_] = ~b_[at_];
  }
  planted_pair(const planted_pair&) = delete;
  planted_pair& operator=(const planted_pair&) = delete;
  ~planted_pair() { b_[at_] = covered_; }

  [[nodiscard]] bytes_view a() const noexcept { return a_; }
  [[nodiscard]] bytes_view b() const noexcept { return b_; }

  [[nodiscard]] sample time_read() const {
    const auto read = fastest_pair_reader(a_, b_).read;
    warm_for(true);
    return time_only([&] { keep(read(a_, b_)); });
  }

  /// Reads what fits a cache against the direction of the pass that follows, so that this finds what is hot at once:
  /// two runs of 1 MiB just fill a second-level cache of 2 MiB, and passes in one direction would drive them out.
  void warm_for(bool from_front) const {
    if (a_.size() > small_size) return;
    const auto read = fastest_pair_reader(a_, b_).read;
    for (std::size_t done = 0; done < a_.size(); done += warmed_at_once) {
      const std::size_t at = from_front ? a_.size() - done - warmed_at_once : done;
      keep(read(a_.subspan(at, warmed_at_once), b_.subspan(at, warmed_at_once)));
    }
  }

 private:
  static constexpr std::size_t warmed_at_once = 4'096;

  mutable_bytes_view a_;
  mutable_bytes_view b_;
  std::size_t at_;
  std::byte covered_;
};

using search = std::function<std::size_t(bytes_view a, bytes_view b)>;

// A search over two runs and the standard library's own way to do it, which gives the naive answer too.
struct pair_search {
  std::string name;
  mutable_bytes_view (*other_pool)();
  bool from_front;
  search ours;
  search standard;
};

template <typename Compare>
std::size_t standard_forward(bytes_view a, bytes_view b, Compare goes_on) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), goes_on).first - a.begin());
}

template <typename Compare>
std::size_t standard_backward(bytes_view a, bytes_view b, Compare goes_on) {
  return static_cast<std::size_t>(a.rend() - std::mismatch(a.rbegin(), a.rend(), b.rbegin(), goes_on).first) - 1;
}

const pair_search searches[] = {
    {"mismatch", equal_pool, true, [](bytes_view a, bytes_view b) { return mismatch(a, b).index; },
     [](bytes_view a, bytes_view b) { return standard_forward(a, b, std::equal_to<>{}); }},
    {"rmismatch", equal_pool, false, [](bytes_view a, bytes_view b) { return rmismatch(a, b).index; },
     [](bytes_view a, bytes_view b) { return standard_backward(a, b, std::equal_to<>{}); }},
    {"find_equal", opposite_pool, true, [](bytes_view a, bytes_view b) { return find_equal(a, b).value_or(npos); },
     [](bytes_view a, bytes_view b) { return standard_forward(a, b, std::not_equal_to<>{}); }},
    {"rfind_equal", opposite_pool, false, [](bytes_view a, bytes_view b) { return rfind_equal(a, b).value_or(npos); },
     [](bytes_view a, bytes_view b) { return standard_backward(a, b, std::not_equal_to<>{}); }},
};

void read_to_the_end(contest& figure, const pair_search& kind, std::size_t size) {
  const planted_pair data(random_pool().first(size), kind.other_pool().first(size), kind.from_front ? size - 1 : 0);
  const std::size_t naive = kind.standard(data.a(), data.b());
  const auto timed = [&](const search& run) {
    data.warm_for(kind.from_front);
    return time_answer(naive, [&] { return run(data.a(), data.b()); });
  };
  figure.ours([&] { return timed(kind.ours); });
  figure.peer(pair_roof, of_roof, [&] { return data.time_read(); });
  if (size == small_size) figure.peer("std::mismatch", of_std, [&] { return timed(kind.standard); });
  figure.measure_throughput(static_cast<double>(size));
}

}  // namespace

void bytes_mismatch(bench_run& now) {
  for (const std::size_t size : {small_size, large_size}) {
    for (const pair_search& kind : searches) {
      now.figure("bytes", kind.name + ", " + size_text(size),
                 [&](contest& figure) { read_to_the_end(figure, kind, size); });
    }
  }
}

}  // namespace memosaic::bench
