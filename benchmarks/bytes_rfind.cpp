// SPDX-License-Identifier: Apache-2.0
//
// Reverse search on the data of the forward one. The needle lies at the very front; our own forward search, with the
// needle at the back, is a peer.
#include <string>
#include <string_view>

#include "bytes_figures.hpp"
#include "data/moving_haystack.hpp"
#include "data/pools.hpp"
#include "memosaic/bytes/find.hpp"

namespace memosaic::bench {
namespace {

constexpr auto at_front = moving_haystack::place::front;
constexpr auto at_back = moving_haystack::place::back;
constexpr double of_our_find = 0.9;

std::size_t our_rfind(bytes_view haystack, bytes_view needle) { return rfind(haystack, needle).value_or(npos); }
std::size_t our_find(bytes_view haystack, bytes_view needle) { return find(haystack, needle).value_or(npos); }

std::size_t string_view_rfind(bytes_view haystack, bytes_view needle) {
  return text_of(haystack).rfind(text_of(needle));
}

void one_byte(contest& figure, std::size_t size) {
  moving_haystack data(random_pool(), size, rare_needle(1));
  figure.each_round([&] { data.advance(); });
  figure.ours([&] { return data.time(at_front, our_rfind); });
  figure.peer("find", of_our_find, [&] { return data.time(at_back, our_find); });
  figure.measure_throughput(static_cast<double>(size));
}

void several_bytes(contest& figure, mutable_bytes_view pool, std::size_t size, const std::string& needle) {
  moving_haystack data(pool, size, needle);
  figure.each_round([&] { data.advance(); });
  figure.ours([&] { return data.time(at_front, our_rfind); });
  figure.peer("std::string_view::rfind", size == small_size ? 100 : 40,
              [&] { return data.time(at_front, string_view_rfind); });
  figure.peer("find", of_our_find, [&] { return data.time(at_back, our_find); });
  figure.measure_throughput(static_cast<double>(size));
}

}  // namespace

void bytes_rfind(bench_run& now) {
  for (const std::size_t size : {small_size, large_size}) {
    now.figure("bytes", "rfind, 1 byte, " + size_text(size), [&](contest& figure) { one_byte(figure, size); });
    for (const std::size_t needle_size : {4U, 16U, 64U}) {
      const std::string needle = "rfind, " + std::to_string(needle_size) + " bytes, ";
      now.figure("bytes", needle + "rare first byte, " + size_text(size),
                 [&](contest& figure) { several_bytes(figure, random_pool(), size, rare_needle(needle_size)); });
      now.figure("bytes", needle + "text, " + size_text(size),
                 [&](contest& figure) { several_bytes(figure, text_pool(), size, text_needle(needle_size)); });
    }
  }
}

}  // namespace memosaic::bench
