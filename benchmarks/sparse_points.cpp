// SPDX-License-Identifier: Apache-2.0
//
// Single bytes far apart: written in no order, read in no order, and what each of them takes.
#include <algorithm>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "data/sparse_content.hpp"
#include "harness/heap_bytes.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "peers/map_memory.hpp"
#include "peers/page_memory.hpp"
#include "peers/python.hpp"
#include "sparse_figures.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t most_python_blocks = 100'000;  ///< a million takes bytesparse minutes
constexpr std::size_t most_peeks = 200'000;
constexpr double most_growth = 4.5;
constexpr double most_isolated_bytes = 48;

std::uint8_t value_at(std::int64_t address) { return std::to_integer<std::uint8_t>(byte_at(address)); }

template <typename Memory>
void poke_all(Memory& memory, const std::vector<std::int64_t>& addresses) {
  for (const std::int64_t at : addresses) {
    if constexpr (std::is_same_v<Memory, sparse_memory>) {
      memory.poke(at, byte_at(at));
    } else {
      memory.poke(static_cast<std::uint64_t>(at), value_at(at));
    }
  }
}

template <typename Memory>
sample time_pokes(const std::vector<std::int64_t>& addresses) {
  Memory memory;
  sample taken = time_only([&] { poke_all(memory, addresses); });
  for (std::size_t i = 0; i < addresses.size(); i += 997) {
    const auto at = addresses[i];
    if constexpr (std::is_same_v<Memory, sparse_memory>) {
      taken.right = taken.right && memory.peek(at) == byte_at(at);
    } else {
      taken.right = taken.right && memory.peek(static_cast<std::uint64_t>(at)) == value_at(at);
    }
  }
  return taken;
}

std::string python_name(const std::string& kind, std::size_t count) { return kind + "_" + count_text(count); }

void load_addresses(const std::string& name, const std::vector<std::int64_t>& addresses) {
  python().load(name, std::as_bytes(std::span(addresses)));
}

void far_poke(contest& figure, std::size_t count, double target) {
  const auto addresses = far_addresses(count);
  figure.ours([&] { return time_pokes<sparse_memory>(addresses); });
  figure.peer("std::map of vectors", target, [&] { return time_pokes<map_memory>(addresses); });
  figure.peer("hash of 256-byte pages", 0, [&] { return time_pokes<page_memory>(addresses); });
  if (count <= most_python_blocks) {
    const std::string name = python_name("far", count);
    figure.peer("bytesparse", 0, [&, name] {
      load_addresses(name, addresses);
      const auto reply = python().ask("sparse_poke " + name);
      return sample{reply.seconds, static_cast<std::size_t>(reply.answer) == count};
    });
  }
  figure.measure_nanoseconds(static_cast<double>(count));
}

// How much more one poke takes among a million blocks than among ten thousand.
void far_poke_growth(contest& figure) {
  const auto few = far_addresses(10'000);
  const auto many = far_addresses(1'000'000);
  const std::string ours_few = "memosaic, few";
  const std::string map_few = "std::map of vectors, few";
  const std::string map_many = "std::map of vectors, many";
  figure.ours([&] { return time_pokes<sparse_memory>(many); });
  figure.witness(ours_few, [&] { return time_pokes<sparse_memory>(few); });
  figure.witness(map_few, [&] { return time_pokes<map_memory>(few); });
  figure.witness(map_many, [&] { return time_pokes<map_memory>(many); });
  figure.measure_nanoseconds(static_cast<double>(many.size()));
  const double times_more = static_cast<double>(many.size()) / static_cast<double>(few.size());
  const pair_times ours = figure.times_against(ours_few);
  const double growth = ours.ours / ours.peer / times_more;
  const double map_growth = figure.times_against(map_many).peer / figure.times_against(map_few).peer / times_more;
  const auto label = [&](const std::string& peer) { return row_label{figure.suite(), figure.name(), "times", peer}; };
  figure.add(measured_row(label("limit"), better::smaller, growth, most_growth, 1));
  figure.add(measured_row(label("std::map of vectors"), better::smaller, growth, map_growth, 0));
}

template <typename Memory>
std::uint64_t sum_of_peeks(const Memory& memory, const std::vector<std::int64_t>& drawn) {
  std::uint64_t sum = 0;
  for (const std::int64_t at : drawn) {
    if constexpr (std::is_same_v<Memory, sparse_memory>) {
      sum += std::to_integer<std::uint64_t>(memory.peek(at).value_or(std::byte{0}));
    } else {
      sum += memory.peek(static_cast<std::uint64_t>(at)).value_or(0);
    }
  }
  return sum;
}

void peek(contest& figure, std::size_t count, double target) {
  const auto addresses = far_addresses(count);
  const auto drawn = drawn_from(addresses, std::min(count, most_peeks));
  std::uint64_t naive = 0;
  for (const std::int64_t at : drawn) naive += value_at(at);
  const sparse_memory memory = isolated_bytes(addresses);
  map_memory map;
  poke_all(map, addresses);
  page_memory pages;
  poke_all(pages, addresses);
  figure.ours([&] { return time_answer(naive, [&] { return sum_of_peeks(memory, drawn); }); });
  figure.peer("std::map of vectors", target,
              [&] { return time_answer(naive, [&] { return sum_of_peeks(map, drawn); }); });
  figure.peer("hash of 256-byte pages", 0,
              [&] { return time_answer(naive, [&] { return sum_of_peeks(pages, drawn); }); });
  if (count <= most_python_blocks) {
    figure.peer("bytesparse", 0, [&] {
      load_addresses(python_name("far", count), addresses);
      load_addresses(python_name("drawn", count), drawn);
      const auto reply = python().ask("sparse_peek " + python_name("far", count) + " " + python_name("drawn", count));
      return sample{reply.seconds, static_cast<std::size_t>(reply.answer) == drawn.size()};
    });
  }
  figure.measure_nanoseconds(static_cast<double>(drawn.size()));
}

void isolated_byte(contest& figure) {
  const auto addresses = far_addresses(1'000'000);
  const auto per_byte = [&](std::uint64_t bytes) {
    return static_cast<double>(bytes) / static_cast<double>(addresses.size());
  };
  const auto filled = [&]<typename Memory>(Memory memory) {
    poke_all(memory, addresses);
    return memory;
  };
  const double ours = per_byte(heap_bytes_of([&] { return filled(sparse_memory()); }));
  const double map = per_byte(heap_bytes_of([&] { return filled(map_memory()); }));
  const double pages = per_byte(heap_bytes_of([&] { return filled(page_memory()); }));
  const auto label = [&](const std::string& peer) { return row_label{figure.suite(), figure.name(), "bytes", peer}; };
  figure.add(measured_row(label("limit"), better::smaller, ours, most_isolated_bytes, 1));
  figure.add(measured_row(label("std::map of vectors"), better::smaller, ours, map, 0));
  figure.add(measured_row(label("hash of 256-byte pages"), better::smaller, ours, pages, 0));
}

}  // namespace

void sparse_points(bench_run& now) {
  const auto poke_of = [&](std::size_t count, double target) {
    now.figure("sparse", "far poke, " + count_text(count) + " blocks",
               [&](contest& figure) { far_poke(figure, count, target); });
  };
  poke_of(10'000, 1.2);
  poke_of(100'000, 1.4);
  poke_of(1'000'000, 2.2);
  now.figure("sparse", "far poke, growth from 10k to 1M blocks", far_poke_growth);
  const auto peek_of = [&](std::size_t count, double target) {
    now.figure("sparse", "peek, " + count_text(count) + " blocks",
               [&](contest& figure) { peek(figure, count, target); });
  };
  peek_of(100'000, 3);
  peek_of(1'000'000, 4);
  now.figure("sparse", "memory, of an isolated byte", isolated_byte);
}

}  // namespace memosaic::bench
