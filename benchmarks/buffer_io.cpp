// SPDX-License-Identifier: Apache-2.0
//
// Sending over a TCP connection on the loopback, against what one writes by hand. The figure is the sender's processor
// time: it is what the library can waste, and steadier than the time on the wall, which the reader decides. The reader
// compares every byte that arrives.
#include "memosaic/buffer/io.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "bytes_figures.hpp"
#include "data/aligned_bytes.hpp"
#include "data/pools.hpp"
#include "data/random_bytes.hpp"
#include "harness/peak_memory.hpp"
#include "memosaic/buffer/view.hpp"
#include "peers/send_loops.hpp"
#include "peers/socket_drain.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t total_size = 102'400'000;  ///< 1.6 million pieces of 64 bytes, 6,250 of 16 KiB
constexpr double longer = 4;                     ///< the kernel's part of the time is noisy

// A connection on which rounds are timed one after the other.
class timed_connection {
 public:
  timed_connection(bytes_view expected, bool blocking) : drain_(expected), fd_(drain_.connect(blocking)) {}
  timed_connection(const timed_connection&) = delete;
  timed_connection& operator=(const timed_connection&) = delete;
  ~timed_connection() { ::close(fd_); }

  [[nodiscard]] sample time(const std::function<void(int fd)>& send) {
    sample taken = time_only([&] { send(fd_); });
    taken.right = drain_.round_arrived();
    return taken;
  }

 private:
  socket_drain drain_;
  int fd_;
};

void send_view(int fd, view rest) {
  while (true) {
    rest = rest.sub(write_all(fd, rest.bytes()));
    if (rest.empty()) return;
    wait_writable(fd);
  }
}

void partial_sends(contest& figure) {
  const aligned_bytes memory(total_size);
  fill_random(memory.bytes(), rare_byte, 1);
  const bytes_view data = memory.bytes();
  timed_connection connection(data, false);
  figure.scale_budget(longer);
  figure.ours([&] { return connection.time([&](int fd) { send_view(fd, view(data, unowned)); }); });
  figure.peer("send loop by hand", 1 / 1.1, [&] { return connection.time([&](int fd) { raw_send_loop(fd, data); }); });
  figure.measure_milliseconds();
}

// The least growth of some rounds: what the reading thread or the kernel's rounding adds is not the sender's.
void peak_of_partial_sends(contest& figure) {
  const row_label label{figure.suite(), figure.name(), "KiB", "limit"};
  const aligned_bytes memory(total_size);
  timed_connection connection(memory.bytes(), false);
  const auto send = [&] { return connection.time([&](int fd) { send_view(fd, view(memory.bytes(), unowned)); }); };
  bool right = send().right;
  std::uint64_t least = UINT64_MAX;
  for (int round = 0; round < 5; ++round) {
    least = std::min(least, peak_growth([&] { right = send().right && right; }));
  }
  row made = measured_row(label, better::smaller, static_cast<double>(least) / 1024, 0, 1);
  if (!right) mark_wrong(made, "memosaic");
  figure.add(made);
}

// Payloads of one size, each behind a header that is not sent, and what the reader is to get.
struct framed_payloads {
  explicit framed_payloads(std::size_t piece_size)
      : memory(total_size / piece_size * (piece_size + header_size)), stream(total_size) {
    fill_random(memory.bytes(), rare_byte, piece_size);
    for (std::size_t at = 0; at < total_size / piece_size; ++at) {
      pieces.push_back(memory.bytes().subspan(at * (piece_size + header_size) + header_size, piece_size));
      std::memcpy(stream.bytes().data() + at * piece_size, pieces.back().data(), piece_size);
    }
  }

  static constexpr std::size_t header_size = 16;

  aligned_bytes memory;
  aligned_bytes stream;
  std::vector<bytes_view> pieces;
};

using piece_sender = void (*)(int fd, std::span<const bytes_view> pieces);

void many_pieces(contest& figure, std::size_t piece_size, const std::string& peer, double most, piece_sender by_hand) {
  const framed_payloads payloads(piece_size);
  timed_connection connection(payloads.stream.bytes(), true);
  figure.scale_budget(longer);
  figure.ours([&] { return connection.time([&](int fd) { write_all(fd, std::span(payloads.pieces)); }); });
  figure.peer(peer, 1 / most, [&] { return connection.time([&](int fd) { by_hand(fd, payloads.pieces); }); });
  figure.measure_milliseconds();
}

}  // namespace

void buffer_io(bench_run& now) {
  now.figure("bytes", "send, 100 MB in partial sends", partial_sends);
  now.figure("bytes", "send, 100 MB in partial sends, peak memory", peak_of_partial_sends);
  now.figure("bytes", "send, 1.6 M pieces of 64 bytes",
             [](contest& figure) { many_pieces(figure, 64, "coalescing by hand", 1.3, coalesced_send); });
  now.figure("bytes", "send, 6,250 pieces of 16 KiB", [](contest& figure) {
    many_pieces(figure, std::size_t{16} << 10, "sendmsg by hand", 1.1, gathered_send);
  });
}

}  // namespace memosaic::bench
