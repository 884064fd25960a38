// SPDX-License-Identifier: Apache-2.0
//
// A search for what is not there, over one block and over many, against the same search in contiguous bytes.
#include "memosaic/bytes/find.hpp"

#include <string>

#include "data/pools.hpp"
#include "data/random_bytes.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "peers/naive.hpp"
#include "peers/python.hpp"
#include "sparse_figures.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t needle_size = 8;
constexpr std::size_t many = 65'536;

// Bytes of which each is as frequent as any other, and which do not follow one another in the pool.
std::string absent_needle() {
  std::string needle(needle_size, '\0');
  for (std::uint64_t seed = 5;; ++seed) {
    fill_random(mutable_bytes_of(needle), rare_byte, seed);
    if (naive_find(random_pool(), bytes_of(needle)) == npos) return needle;
  }
}

// The pool in so many blocks, each followed by a hole of its own size; in one, it has none.
sparse_memory blocks_of_pool(std::size_t blocks) {
  const bytes_view data = random_pool();
  const std::size_t size = data.size() / blocks;
  sparse_memory memory;
  for (std::size_t i = 0; i < blocks; ++i) {
    memory.write(static_cast<std::int64_t>(2 * i * size), data.subspan(i * size, size));
  }
  return memory;
}

void find_absent(contest& figure, std::size_t blocks, double target) {
  const std::string text = absent_needle();
  const bytes_view needle = bytes_of(text);
  const bytes_view data = random_pool();
  const sparse_memory memory = blocks_of_pool(blocks);
  figure.ours([&] { return time_answer(0, [&] { return memory.find(needle) ? 1U : 0U; }); });
  figure.peer("memosaic find, contiguous", target,
              [&] { return time_answer(0, [&] { return find(data, needle) ? 1U : 0U; }); });
  figure.peer("bytesparse", 0, [&] {
    python().load("random", data);
    const auto reply =
        python().ask("sparse_find random " + hex_text(needle) + " " + std::to_string(data.size() / blocks));
    return sample{reply.seconds, reply.answer == -1};
  });
  figure.measure_throughput(static_cast<double>(data.size()));
}

}  // namespace

void sparse_find(bench_run& now) {
  const std::string name = "find, 8 absent bytes, " + size_text(large_size) + " in ";
  now.figure("sparse", name + "one block", [](contest& figure) { find_absent(figure, 1, 0.9); });
  now.figure("sparse", name + "65,536 blocks", [](contest& figure) { find_absent(figure, many, 0.7); });
}

}  // namespace memosaic::bench
