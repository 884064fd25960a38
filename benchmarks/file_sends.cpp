// SPDX-License-Identifier: Apache-2.0
//
// Sending 256 MiB of a file in the page cache to a local socket, which another thread reads and compares. The figure is
// the sender's processor time, which is what the library can waste. Each round maps anew on both sides.
#include <sys/sendfile.h>

#include <cerrno>
#include <functional>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "data/disk_file.hpp"
#include "file_figures.hpp"
#include "memosaic/buffer/io.hpp"
#include "memosaic/file/copy_range.hpp"
#include "memosaic/file/window_pool.hpp"
#include "peers/local_drain.hpp"
#include "peers/raw_maps.hpp"
#include "peers/send_loops.hpp"

namespace memosaic::bench {
namespace {

constexpr double most_of_peer = 1.05;
constexpr std::size_t sent_size = 256 * mebibyte;
constexpr double longer = 4;  ///< the kernel's part of the time is noisy

// Both ends, and the bytes that are expected, in page tables that no sender uses.
struct timed_pair {
  timed_pair() : expected(warm_file().fd(), 0, sent_size), drain(expected.bytes()) {}

  [[nodiscard]] sample time(const std::function<void(int target)>& send) {
    sample taken = time_only([&] { send(drain.fd()); });
    taken.right = drain.round_arrived();
    return taken;
  }

  raw_map expected;
  local_drain drain;
};

void send_windows(int target) {
  window_pool pool;
  cursor position = pool.open(warm_file().path());
  std::vector<view> windows;
  for (std::uint64_t at = 0; at < sent_size;) {
    const bytes_view run = position.ensure(at);
    windows.push_back(position.pin(at, std::min<std::size_t>(run.size(), sent_size - at)));
    at += windows.back().size();
  }
  if (write_all(target, std::span<const view>(windows)) != sent_size) throw std::runtime_error("not all was sent");
}

void send_map(int target) {
  const raw_map mapped(warm_file().fd(), 0, sent_size);
  raw_send_loop(target, mapped.bytes());
}

void windows_to_a_socket(contest& figure) {
  timed_pair sockets;
  figure.scale_budget(longer);
  figure.ours([&] { return sockets.time(send_windows); });
  figure.peer("mmap and send", 1 / most_of_peer, [&] { return sockets.time(send_map); });
  figure.measure_milliseconds();
}

void send_by_system(int target) {
  off_t at = 0;
  while (at < static_cast<off_t>(sent_size)) {
    if (::sendfile(target, warm_file().fd(), &at, sent_size - static_cast<std::size_t>(at)) <= 0 && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "sendfile");
    }
  }
}

void file_to_a_socket(contest& figure) {
  timed_pair sockets;
  const file source = file::borrow(warm_file().fd());
  figure.scale_budget(longer);
  figure.ours([&] {
    return sockets.time([&](int target) {
      if (send_file(target, source, {0, sent_size}).size != sent_size) throw std::runtime_error("not all was sent");
    });
  });
  figure.peer("sendfile", 1 / most_of_peer, [&] { return sockets.time(send_by_system); });
  figure.peer("mmap and send", 0, [&] { return sockets.time(send_map); });
  figure.measure_milliseconds();
}

}  // namespace

void file_sends(bench_run& now) {
  now.figure("file", "send, windows of 256 MiB", windows_to_a_socket);
  now.figure("file", "send, 256 MiB of a file", file_to_a_socket);
}

}  // namespace memosaic::bench
