// SPDX-License-Identifier: Apache-2.0
//
// Forward search: one byte, and needles of 4, 16 and 64 bytes in data where their first byte is rare and in text where
// all their bytes are frequent. The needle lies at the very end.
#include "memosaic/bytes/find.hpp"

#include <cstring>
#include <string>
#include <string_view>

#include "bytes_figures.hpp"
#include "data/moving_haystack.hpp"
#include "data/pools.hpp"
#include "peers/roofs.hpp"

namespace memosaic::bench {
namespace {

constexpr auto at_back = moving_haystack::place::back;

std::size_t our_find(bytes_view haystack, bytes_view needle) { return find(haystack, needle).value_or(npos); }

std::size_t memmem_find(bytes_view haystack, bytes_view needle) {
  const void* found = memmem(haystack.data(), haystack.size(), needle.data(), needle.size());
  return found ? static_cast<std::size_t>(static_cast<const std::byte*>(found) - haystack.data()) : npos;
}

std::size_t string_view_find(bytes_view haystack, bytes_view needle) { return text_of(haystack).find(text_of(needle)); }

void one_byte(contest& figure, std::size_t size) {
  moving_haystack data(random_pool(), size, rare_needle(1));
  figure.each_round([&] { data.advance(); });
  figure.ours([&] { return data.time(at_back, our_find); });
  figure.peer(stream_roof, 0.95, [&] { return data.time_read(); });
  figure.measure_throughput(static_cast<double>(size));
}

void rare_first_byte(contest& figure, std::size_t size, std::size_t needle_size) {
  moving_haystack data(random_pool(), size, rare_needle(needle_size));
  figure.each_round([&] { data.advance(); });
  figure.ours([&] { return data.time(at_back, our_find); });
  figure.peer(stream_roof, size == small_size ? 0.55 : 0.85, [&] { return data.time_read(); });
  figure.measure_throughput(static_cast<double>(size));
}

void frequent_bytes(contest& figure, std::size_t size, std::size_t needle_size) {
  const bool is_short = needle_size == 4;
  moving_haystack data(text_pool(), size, text_needle(needle_size));
  figure.each_round([&] { data.advance(); });
  figure.ours([&] { return data.time(at_back, our_find); });
  figure.peer(stream_roof, size == small_size ? 0.50 : is_short ? 0.70 : 0.80, [&] { return data.time_read(); });
  figure.peer("memmem", is_short ? 3.0 : 1.3, [&] { return data.time(at_back, memmem_find); });
  figure.peer("std::string_view::find", 15, [&] { return data.time(at_back, string_view_find); });
  figure.measure_throughput(static_cast<double>(size));
}

}  // namespace

void bytes_find(bench_run& now) {
  for (const std::size_t size : {small_size, large_size}) {
    now.figure("bytes", "find, 1 byte, " + size_text(size), [&](contest& figure) { one_byte(figure, size); });
    for (const std::size_t needle_size : {4U, 16U, 64U}) {
      const std::string needle = "find, " + std::to_string(needle_size) + " bytes, ";
      now.figure("bytes", needle + "rare first byte, " + size_text(size),
                 [&](contest& figure) { rare_first_byte(figure, size, needle_size); });
      now.figure("bytes", needle + "text, " + size_text(size),
                 [&](contest& figure) { frequent_bytes(figure, size, needle_size); });
    }
  }
}

}  // namespace memosaic::bench
