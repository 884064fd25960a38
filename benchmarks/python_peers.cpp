// SPDX-License-Identifier: Apache-2.0
//
// What Python programmers use today for the same jobs, run by a Python process in turn with ours. The targets are the
// least that we would still call a gain worth a library, before a binding takes its part.
#include <unistd.h>

#include <algorithm>
#include <string>

#include "bytes_figures.hpp"
#include "data/aligned_bytes.hpp"
#include "data/moving_haystack.hpp"
#include "data/pools.hpp"
#include "data/random_bytes.hpp"
#include "memosaic/buffer/io.hpp"
#include "memosaic/bytes/compare.hpp"
#include "memosaic/bytes/find.hpp"
#include "peers/python.hpp"
#include "peers/send_loops.hpp"
#include "peers/socket_drain.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t needle_size = 16;
constexpr std::size_t sent_size = 100'000'000;

// The part [start, start + size) as the commands take it.
std::string part_text(std::size_t start, std::size_t size) {
  std::string text = " ";
  text.append(std::to_string(start)).append(" ").append(std::to_string(start + size)).append(" ");
  return text;
}

void search(contest& figure, std::size_t size, bool forward) {
  const auto end = forward ? moving_haystack::place::back : moving_haystack::place::front;
  const std::string verb = forward ? "find" : "rfind";
  moving_haystack data(text_pool(), size, text_needle(needle_size));
  figure.each_round([&] { data.advance(); });
  figure.ours([&] {
    return data.time(end, [&](bytes_view haystack, bytes_view needle) {
      return (forward ? find(haystack, needle) : rfind(haystack, needle)).value_or(npos);
    });
  });
  figure.peer("Python bytes." + verb, forward ? 8 : 7, [&] {
    const auto reply = python().ask(verb + " text" + part_text(data.offset(), size) + hex_text(data.needle()));
    return sample{reply.seconds, static_cast<std::size_t>(reply.answer) == data.naive_answer(end)};
  });
  python().load("text", text_pool());
  figure.measure_throughput(static_cast<double>(size));
}

void count_byte(contest& figure, std::size_t size) {
  const bytes_view data = bytes_view(text_pool()).first(size);
  const std::byte letter{'e'};
  const bytes_view wanted(&letter, 1);
  const auto naive = static_cast<std::size_t>(std::count(data.begin(), data.end(), letter));
  figure.ours([&] { return time_answer(naive, [&] { return count(data, wanted); }); });
  figure.peer("Python bytes.count", 20, [&] {
    const auto reply = python().ask("count text" + part_text(0, size) + hex_text(wanted));
    return sample{reply.seconds, static_cast<std::size_t>(reply.answer) == naive};
  });
  python().load("text", text_pool());
  figure.measure_throughput(static_cast<double>(size));
}

void compare_equal(contest& figure, std::size_t size) {
  const bytes_view a = bytes_view(random_pool()).first(size);
  const bytes_view b = bytes_view(equal_pool()).first(size);
  const bool naive = std::ranges::equal(a, b);
  figure.ours([&] { return time_answer(naive ? 1 : 0, [&] { return equal(a, b) ? 1U : 0U; }); });
  figure.peer("Python memoryview ==", 10, [&] {
    const auto reply = python().ask("equal random same" + part_text(0, size));
    return sample{reply.seconds, (reply.answer == 1) == naive};
  });
  python().load("random", random_pool());
  python().load("same", equal_pool());
  figure.measure_throughput(static_cast<double>(size));
}

void send_remainders(contest& figure) {
  const aligned_bytes memory(sent_size);
  const bytes_view data = memory.bytes();
  fill_random(memory.bytes(), rare_byte, 7);
  socket_drain drain(data);
  figure.ours([&] {
    const int fd = drain.connect(false);
    sample taken = time_only([&] {
      bytes_view rest = data;
      while (rest = rest.subspan(write_all(fd, rest)), !rest.empty()) wait_writable(fd);
    });
    taken.right = drain.round_arrived();
    ::close(fd);
    return taken;
  });
  figure.peer("Python data[sent:]", 2, [&] {
    const auto reply = python().ask("send sent " + std::to_string(drain.port()));
    return sample{reply.seconds, drain.round_arrived() && reply.answer == static_cast<std::int64_t>(data.size())};
  });
  python().load("sent", data);
  figure.measure_milliseconds();
}

}  // namespace

void python_peers(bench_run& now) {
  for (const std::size_t size : {small_size, large_size}) {
    const std::string text = ", " + size_text(size);
    now.figure("bytes", "Python, find 16 bytes, text" + text, [&](contest& figure) { search(figure, size, true); });
    now.figure("bytes", "Python, rfind 16 bytes, text" + text, [&](contest& figure) { search(figure, size, false); });
    now.figure("bytes", "Python, count 1 byte, text" + text, [&](contest& figure) { count_byte(figure, size); });
    now.figure("bytes", "Python, equal" + text, [&](contest& figure) { compare_equal(figure, size); });
  }
  now.figure("bytes", "Python, send 100 MB in partial sends", send_remainders);
}

}  // namespace memosaic::bench
