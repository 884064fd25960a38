#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "memosaic/bytes/bytes_view.hpp"

/// How work is done beside the interpreter: without its lock where that pays, and in pieces between which Ctrl-C is
/// heard.
namespace memosaic::python {

namespace nb = nanobind;

/// From how many bytes on work is done without the interpreter's lock. Taking it back costs up to the time that another
/// thread computes without a pause, so short work keeps it.
inline constexpr std::size_t unlocked_from = std::size_t{64} << 10;

/// How much is done at a stretch before signals are looked for: a millisecond in memory, a tenth of a second from a
/// slow disk.
inline constexpr std::size_t piece_size = std::size_t{8} << 20;

/// Runs `work`, which must not touch Python, without the interpreter's lock if `size` bytes are worth it.
template <typename Work>
decltype(auto) unlocked(std::size_t size, Work&& work) {
  if (size < unlocked_from) return work();
  const nb::gil_scoped_release released;
  return work();
}

/// Lets signal handlers of Python run now and then during long work without the lock.
class signal_watch {
 public:
  /// Between two pieces. Every 50 ms it takes the lock. Errors: what a handler raises, as KeyboardInterrupt.
  void poll() {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(50)) return;
    last_ = now;
    check();
  }

 private:
  static void check();

  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// `work(start, stop)` for one piece of `[0, size)` after the other; without the lock if they are worth it.
template <typename Work>
void in_pieces(std::size_t size, Work&& work, std::size_t piece = piece_size) {
  if (size <= piece) {
    unlocked(size, [&] { work(std::size_t{0}, size); });
    return;
  }
  const nb::gil_scoped_release released;
  signal_watch watch;
  for (std::size_t start = 0; start < size;) {
    const auto stop = size - start <= piece ? size : start + piece;
    work(start, stop);
    start = stop;
    watch.poll();
  }
}

/// What Python sees of `memosaic.copied_bytes()`: every function that copies bytes says so here.
class copy_counter {
 public:
  static void add(std::size_t size) noexcept;
  [[nodiscard]] static std::uint64_t total() noexcept;
};

/// A new `bytes` object with a copy of these; counted.
[[nodiscard]] nb::bytes copied(bytes_view bytes);

/// Copies without the lock, in pieces, and counts. The sizes are equal, and neither run overlaps the other.
void copy_counted(bytes_view source, mutable_bytes_view target);

}  // namespace memosaic::python
