#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <thread>

#include "peers/round_reader.hpp"

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

  /// See `round_reader`.
  [[nodiscard]] bool round_arrived() { return reader_.round_arrived(); }

 private:
  void serve();

  round_reader reader_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace memosaic::bench
