#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::bench {

/// The other end of a TCP connection over the loopback: a thread that reads what comes and compares it.
///
/// Every sender is expected to send the same bytes, over and over; connections are served one after the other.
class socket_drain {
 public:
  /// `expected` is what each round sends.
  explicit socket_drain(bytes_view expected);
  socket_drain(const socket_drain&) = delete;
  socket_drain& operator=(const socket_drain&) = delete;
  ~socket_drain();

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

  /// A connected descriptor, which the caller closes before the next one connects.
  [[nodiscard]] int connect(bool blocking) const;

  /// Waits until one more round has arrived. Returns whether it held the right bytes.
  [[nodiscard]] bool round_arrived();

 private:
  void serve();
  void read_connection(int fd);

  bytes_view expected_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::uint64_t rounds_ = 0;        ///< complete ones
  std::uint64_t rounds_taken_ = 0;  ///< that `round_arrived` has told of
  bool right_ = true;
  std::thread thread_;
};

}  // namespace memosaic::bench
