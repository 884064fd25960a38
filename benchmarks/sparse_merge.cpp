// SPDX-License-Identifier: Apache-2.0
//
// Two memories whose blocks alternate become one.
#include <string>

#include "data/sparse_content.hpp"
#include "memosaic/sparse/merger.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "peers/map_memory.hpp"
#include "peers/python.hpp"
#include "sparse_figures.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t blocks = 100'000;
constexpr std::int64_t between = small_block_step / 2;

map_memory map_blocks(std::int64_t first) {
  map_memory memory;
  for (std::size_t i = 0; i < blocks; ++i) {
    const auto at = first + static_cast<std::int64_t>(i) * small_block_step;
    memory.write(static_cast<std::uint64_t>(at), small_block(at));
  }
  return memory;
}

bool is_merged(const sparse_memory& memory) {
  const auto last = static_cast<std::int64_t>(blocks - 1) * small_block_step;
  return memory.block_count() == 2 * blocks && memory.content_size() == 2 * blocks * small_block_size &&
         memory.peek(last) == byte_at(last) && memory.peek(last + between) == byte_at(last + between);
}

void merge(contest& figure, bool account) {
  const sparse_memory first = small_blocks(blocks);
  const sparse_memory second = small_blocks(blocks, between);
  const map_memory map_first = map_blocks(0);
  const map_memory map_second = map_blocks(between);
  figure.ours([&] {
    sparse_memory merged = first;
    memory_merger merger(merge_policy::error);
    sample taken = time_only([&] {
      if (account) {
        merger.add("first", first);
        merger.add("second", second);
      } else {
        merged.write(second);
      }
    });
    taken.right = is_merged(account ? merger.merged() : merged) && first.block_count() == blocks;
    return taken;
  });
  figure.peer("std::map of vectors", account ? 0 : 3, [&] {
    map_memory merged = map_first;
    sample taken = time_only([&] { merged.write(map_second); });
    taken.right = merged.block_count() == 2 * blocks;
    return taken;
  });
  figure.peer("bytesparse", account ? 0 : 200, [&] {
    const auto reply = python().ask("sparse_merge " + std::to_string(blocks));
    return sample{reply.seconds, reply.answer == 1};
  });
  figure.measure_milliseconds();
}

}  // namespace

void sparse_merge(bench_run& now) {
  now.figure("sparse", "merge, two interleaved memories of 100k blocks", [](contest& figure) { merge(figure, false); });
  now.figure("sparse", "merge, the same with account of conflicts", [](contest& figure) { merge(figure, true); });
}

}  // namespace memosaic::bench
