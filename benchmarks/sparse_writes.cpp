// SPDX-License-Identifier: Apache-2.0
//
// Short writes next to each other, in both directions, and inside a block.
#include <string>
#include <vector>

#include "data/pools.hpp"
#include "data/random_bytes.hpp"
#include "data/sparse_content.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "peers/map_memory.hpp"
#include "peers/python.hpp"
#include "sparse_figures.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t write_size = 16;
constexpr double least_sequential_gigabytes = 1;
constexpr std::size_t overwrites = 16'384;
constexpr std::size_t python_overwrites = 64;
constexpr double most_overwrite_nanoseconds = 60;

void sequential(contest& figure, std::size_t size, bool ascending) {
  const bytes_view data = random_pool().first(size);
  const auto place = [&](std::size_t i) {
    const auto steps = static_cast<std::int64_t>(i * write_size);
    return ascending ? steps : -steps;
  };
  const auto written = [&](std::size_t i) { return data.subspan(i * write_size, write_size); };
  const std::size_t writes = size / write_size;
  figure.ours([&] {
    sparse_memory memory;
    sample taken = time_only([&] {
      for (std::size_t i = 0; i < writes; ++i) memory.write(place(i), written(i));
    });
    taken.right = memory.block_count() == 1 && memory.content_size() == size;
    for (std::size_t i = 0; i < writes; i += 997) taken.right = taken.right && memory.peek(place(i)) == written(i)[0];
    return taken;
  });
  figure.limit(least_sequential_gigabytes);
  if (ascending) {
    figure.peer("std::map of vectors", 0, [&] {
      map_memory memory;
      sample taken = time_only([&] {
        for (std::size_t i = 0; i < writes; ++i) memory.write(static_cast<std::uint64_t>(place(i)), written(i));
      });
      taken.right = memory.block_count() == 1;
      return taken;
    });
  }
  if (size <= small_size) {
    figure.peer("bytesparse", 0, [&] {
      const auto reply = python().ask("sparse_sequential " + std::to_string(size) + (ascending ? " 16" : " -16"));
      return sample{reply.seconds, reply.answer == 1};
    });
  }
  figure.measure_throughput(static_cast<double>(size));
}

void overwrite(contest& figure) {
  const bytes_view data = random_pool().first(small_size);
  sparse_memory memory = sparse_memory::from_bytes(data);
  const bytes_view written = random_pool().subspan(small_size, write_size);
  random_numbers random(17);
  std::vector<std::int64_t> places(overwrites);
  for (auto& at : places) at = static_cast<std::int64_t>(random.below(small_size - write_size));
  figure.ours([&] {
    sample taken = time_only([&] {
      for (const std::int64_t at : places) memory.write(at, written);
    });
    taken.right =
        memory.block_count() == 1 && memory.content_size() == small_size && memory.peek(places.back()) == written[0];
    return taken;
  });
  figure.limit(most_overwrite_nanoseconds);
  map_memory map;
  map.write(0, data);
  figure.peer("std::map of vectors", 0, [&] {
    sample taken = time_only([&] {
      for (const std::int64_t at : places) map.write(static_cast<std::uint64_t>(at), written);
    });
    taken.right = map.block_count() == 1;
    return taken;
  });
  figure.peer("bytesparse", 0, [&] {
    const auto reply =
        python().ask("sparse_overwrite " + std::to_string(small_size) + " " + std::to_string(python_overwrites));
    return sample{reply.seconds * overwrites / python_overwrites,
                  static_cast<std::size_t>(reply.answer) == python_overwrites};
  });
  figure.measure_nanoseconds(overwrites);
}

}  // namespace

void sparse_writes(bench_run& now) {
  for (const std::size_t size : {small_size, large_size}) {
    now.figure("sparse", "sequential writes, 16 bytes each, ascending, " + size_text(size),
               [&](contest& figure) { sequential(figure, size, true); });
    now.figure("sparse", "sequential writes, 16 bytes each, descending, " + size_text(size),
               [&](contest& figure) { sequential(figure, size, false); });
  }
  now.figure("sparse", "overwrite, 16 bytes in a block of 1 MiB", overwrite);
}

}  // namespace memosaic::bench
