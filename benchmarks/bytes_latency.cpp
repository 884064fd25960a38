// SPDX-License-Identifier: Apache-2.0
//
// Nanoseconds per call on short runs, the way a parser meets them: call after call, each on other data at an odd
// address, its size known only at run time. The calls do not wait for each other's answers.
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "bytes_figures.hpp"
#include "data/pools.hpp"
#include "data/random_bytes.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/mismatch.hpp"
#include "peers/naive.hpp"

namespace memosaic::bench {
namespace {

constexpr double most_nanoseconds = 5;
constexpr std::size_t needle_size = 4;
constexpr std::size_t longest = 64;
constexpr std::size_t calls = 8'192;
constexpr std::size_t mixed_sizes = 0;

// Short runs of one size, or of random sizes from the needle's up to 64; each ends with `tail`.
class short_runs {
 public:
  short_runs(std::size_t size, const std::string& tail) : memory_(run_count * stride) {
    fill_random(mutable_bytes_of(memory_), rare_byte, 1);
    random_numbers numbers(2);
    for (std::size_t i = 0; i < run_count; ++i) {
      const std::size_t chosen = size == mixed_sizes ? needle_size + numbers.below(longest - needle_size + 1) : size;
      runs_.push_back(bytes_view(memory_).subspan(i * stride, chosen));
      std::memcpy(memory_.data() + i * stride + chosen - tail.size(), tail.data(), tail.size());
    }
  }
  short_runs(const short_runs&) = delete;
  short_runs& operator=(const short_runs&) = delete;

  [[nodiscard]] bytes_view operator[](std::size_t index) const noexcept { return runs_[index % run_count]; }

 private:
  static constexpr std::size_t run_count = 128;  ///< 9 KiB: two such lots stay in the first-level cache
  static constexpr std::size_t stride = 67;

  std::vector<std::byte> memory_;
  std::vector<bytes_view> runs_;
};

// The sum of what `call(i)` returns: every call is needed, and all answers are compared at once.
template <typename Call>
std::uint64_t sum_of_answers(Call&& call) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < calls; ++i) sum += call(i);
  return sum;
}

void short_find(contest& figure, std::size_t size) {
  const std::string needle = rare_needle(needle_size);
  const short_runs runs(size, needle);
  const bytes_view wanted = bytes_of(needle);
  const std::uint64_t naive = sum_of_answers([&](std::size_t i) { return naive_find(runs[i], wanted); });
  figure.ours([&] {
    return time_answer(
        naive, [&] { return sum_of_answers([&](std::size_t i) { return find(runs[i], wanted).value_or(npos); }); });
  });
  figure.limit(most_nanoseconds);
  figure.measure_nanoseconds(static_cast<double>(calls));
}

void short_mismatch(contest& figure, std::size_t size) {
  const short_runs a(size, "+");
  const short_runs b(size, "-");
  const std::uint64_t naive = sum_of_answers([&](std::size_t i) {
    return static_cast<std::size_t>(std::mismatch(a[i].begin(), a[i].end(), b[i].begin()).first - a[i].begin());
  });
  figure.ours([&] {
    return time_answer(naive,
                       [&] { return sum_of_answers([&](std::size_t i) { return mismatch(a[i], b[i]).index; }); });
  });
  figure.limit(most_nanoseconds);
  figure.measure_nanoseconds(static_cast<double>(calls));
}

}  // namespace

void bytes_latency(bench_run& now) {
  for (const std::size_t size : {std::size_t{8}, std::size_t{16}, std::size_t{32}, std::size_t{64}, mixed_sizes}) {
    const std::string run = size == mixed_sizes ? "runs of 4 to 64 bytes" : "runs of " + size_text(size);
    now.figure("bytes", "find call, 4 bytes in " + run, [&](contest& figure) { short_find(figure, size); });
    now.figure("bytes", "mismatch call, " + run, [&](contest& figure) { short_mismatch(figure, size); });
  }
}

}  // namespace memosaic::bench
