// SPDX-License-Identifier: Apache-2.0
//
// A range of 4 GiB is given one value: how long it takes, and what stays allocated for it.
#include <array>
#include <string>

#include "harness/heap_bytes.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "sparse_figures.hpp"

namespace memosaic::bench {
namespace {

constexpr address_range span{0, std::int64_t{4} << 30};
constexpr std::int64_t stored_before = 1 << 20;
constexpr std::size_t memories = 64;
constexpr double most_nanoseconds = 5'000;
constexpr double most_allocated = 64 << 10;

const std::byte value{0xFF};

void cover(sparse_memory& memory, bool flood) {
  const bytes_view pattern(&value, 1);
  if (flood) {
    memory.flood(span, pattern);
  } else {
    memory.fill(span, pattern);
  }
}

sparse_memory one_byte() {
  sparse_memory memory;
  memory.poke(stored_before, std::byte{1});
  return memory;
}

bool is_covered(const sparse_memory& memory, bool flood) {
  return memory.content_size() == span.size() && memory.block_count() == 1 && memory.peek(span.stop - 1) == value &&
         memory.peek(stored_before) == (flood ? std::byte{1} : value);
}

void cover_holes(contest& figure, bool flood) {
  figure.ours([&] {
    std::array<sparse_memory, memories> each;
    for (auto& memory : each) memory = one_byte();
    sample taken = time_only([&] {
      for (auto& memory : each) cover(memory, flood);
    });
    for (const auto& memory : each) taken.right = taken.right && is_covered(memory, flood);
    return taken;
  });
  figure.limit(most_nanoseconds);
  figure.measure_nanoseconds(memories);
  const auto allocated = static_cast<double>(heap_bytes_of([&] {
    sparse_memory memory = one_byte();
    cover(memory, flood);
    return memory;
  }));
  figure.add(measured_row({figure.suite(), figure.name() + ", memory", "bytes", "limit"}, better::smaller, allocated,
                          most_allocated, 1));
}

}  // namespace

void sparse_runs(bench_run& now) {
  now.figure("sparse", "fill, of 4 GiB", [](contest& figure) { cover_holes(figure, false); });
  now.figure("sparse", "flood, of 4 GiB", [](contest& figure) { cover_holes(figure, true); });
}

}  // namespace memosaic::bench
