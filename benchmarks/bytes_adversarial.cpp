// SPDX-License-Identifier: Apache-2.0
//
// Needles that make a search with a quadratic worst case stand still, in both directions, against an absolute limit.
// The needle lies where the search ends.
#include <cstring>
#include <string>

#include "bytes_figures.hpp"
#include "data/aligned_bytes.hpp"
#include "data/pools.hpp"
#include "memosaic/bytes/find.hpp"
#include "peers/naive.hpp"

namespace memosaic::bench {
namespace {

constexpr double least_gigabytes_per_second = 1.0;

struct hostile_search {
  std::string name;
  std::string period;   ///< what the haystack repeats
  std::string forward;  ///< the needle
  std::string reverse;  ///< the needle that is as bad for the reverse search
};

std::string repeated(const std::string& part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

hostile_search late_difference(std::size_t times) {
  const std::string power = repeated("a", times);
  return {std::string("a^") + std::to_string(times) + " b", "a", power + "b", std::string("b") + power};
}

hostile_search middle_difference(std::size_t times) {
  const std::string power = std::string("(ab)^") + std::to_string(times);
  const std::string needle = repeated("ab", times) + "aa" + repeated("ab", times);
  return {power + " aa " + power, "ab", needle, needle};
}

void search_hostile(contest& figure, const hostile_search& kind, std::size_t size, bool forward) {
  const aligned_bytes memory(size);
  const mutable_bytes_view data = memory.bytes();
  for (std::size_t i = 0; i < size; ++i) data[i] = static_cast<std::byte>(kind.period[i % kind.period.size()]);
  const std::string& needle = forward ? kind.forward : kind.reverse;
  std::memcpy(data.data() + (forward ? size - needle.size() : 0), needle.data(), needle.size());
  const bytes_view wanted = bytes_of(needle);
  const std::size_t naive = forward ? linear_find(data, wanted) : linear_rfind(data, wanted);
  figure.ours([&] {
    return time_answer(naive, [&] { return (forward ? find(data, wanted) : rfind(data, wanted)).value_or(npos); });
  });
  figure.limit(least_gigabytes_per_second);
  figure.measure_throughput(static_cast<double>(size));
}

}  // namespace

void bytes_adversarial(bench_run& now) {
  const hostile_search kinds[] = {late_difference(15), late_difference(1'023), middle_difference(16),
                                  middle_difference(256), middle_difference(2'048)};
  for (const std::size_t size : {small_size, large_size}) {
    for (const hostile_search& kind : kinds) {
      for (const bool forward : {true, false}) {
        const std::string name = forward ? "adversarial find, " : "adversarial rfind, ";
        now.figure("bytes", name + kind.name + ", " + size_text(size),
                   [&](contest& figure) { search_hostile(figure, kind, size, forward); });
      }
    }
  }
}

}  // namespace memosaic::bench
