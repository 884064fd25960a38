// SPDX-License-Identifier: Apache-2.0
//
// What a snapshot costs: to take it, and to write for the first time after it.
#include <span>
#include <string>
#include <vector>

#include "data/sparse_content.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "peers/python.hpp"
#include "sparse_figures.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t blocks = 1'000'000;
constexpr std::size_t snapshots = 1'024;
constexpr std::size_t first_writes = 64;
constexpr double most_snapshot_nanoseconds = 1'000;
constexpr double most_first_write_nanoseconds = 2'000;

void take_snapshot(contest& figure) {
  const auto addresses = far_addresses(blocks);
  const sparse_memory memory = isolated_bytes(addresses);
  figure.ours([&] {
    return time_answer(snapshots * blocks, [&] {
      std::uint64_t counted = 0;
      for (std::size_t i = 0; i < snapshots; ++i) {
        const sparse_memory taken = memory.snapshot();
        keep(taken);
        counted += taken.block_count();
      }
      return counted;
    });
  });
  figure.limit(most_snapshot_nanoseconds);
  figure.peer("bytesparse", 0, [&] {
    python().load("far_1M", std::as_bytes(std::span(addresses)));
    const auto reply = python().ask("sparse_copy far_1M");
    return sample{reply.seconds * snapshots, reply.answer == 1};
  });
  figure.measure_nanoseconds(snapshots);
}

// One write into each of several snapshots of the same memory: nothing on its way is the snapshot's own yet.
void first_write(contest& figure) {
  const auto addresses = far_addresses(blocks);
  const sparse_memory memory = isolated_bytes(addresses);
  std::vector<std::int64_t> places;
  figure.each_round([&, round = std::size_t{0}]() mutable {
    const auto drawn = drawn_from(addresses, ++round * first_writes);
    places.assign(drawn.end() - first_writes, drawn.end());
  });
  figure.ours([&] {
    std::vector<sparse_memory> taken(first_writes, memory);
    sample written = time_only([&] {
      for (std::size_t i = 0; i < first_writes; ++i) taken[i].poke(places[i], std::byte{1});
    });
    for (std::size_t i = 0; i < first_writes; ++i) {
      written.right =
          written.right && taken[i].peek(places[i]) == std::byte{1} && memory.peek(places[i]) == byte_at(places[i]);
    }
    return written;
  });
  figure.limit(most_first_write_nanoseconds);
  figure.measure_nanoseconds(first_writes);
}

}  // namespace

void sparse_snapshots(bench_run& now) {
  now.figure("sparse", "snapshot, of 1M blocks", take_snapshot);
  now.figure("sparse", "poke, right after a snapshot of 1M blocks", first_write);
}

}  // namespace memosaic::bench
