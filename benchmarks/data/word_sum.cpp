// SPDX-License-Identifier: Apache-2.0
#include "data/word_sum.hpp"

#include <cstddef>
#include <cstring>

// One version for each width of vectors, chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define MEMOSAIC_BENCH_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define MEMOSAIC_BENCH_CLONES
#endif

namespace memosaic::bench {
namespace {

constexpr std::size_t lanes = 32;
constexpr std::size_t step = lanes * sizeof(std::uint64_t);
constexpr std::size_t line = 64;

// Processors do not fetch ahead across pages by themselves; for short runs it is not worth it.
constexpr std::size_t ahead = 4'096;
constexpr std::size_t least_ahead = 16 * ahead;

}  // namespace

MEMOSAIC_BENCH_CLONES std::uint64_t word_sum(bytes_view bytes) noexcept {
  const std::byte* at = bytes.data();
  std::size_t rest = bytes.size();
  std::uint64_t sums[lanes] = {};
  const auto add_step = [&] {
    std::uint64_t words[lanes];
    std::memcpy(words, at, step);
    for (std::size_t lane = 0; lane < lanes; ++lane) sums[lane] += words[lane];
    at += step;
    rest -= step;
  };
  while (rest >= least_ahead) {
    for (std::size_t next = 0; next < step; next += line) __builtin_prefetch(at + ahead + next);
    add_step();
  }
  while (rest >= step) add_step();
  std::uint64_t sum = 0;
  for (const std::uint64_t part : sums) sum += part;
  for (; rest >= sizeof sum; rest -= sizeof sum, at += sizeof sum) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    sum += word;
  }
  return sum;
}

}  // namespace memosaic::bench
