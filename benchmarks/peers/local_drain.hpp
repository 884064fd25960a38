#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <thread>

#include "peers/round_reader.hpp"

namespace memosaic::bench {

/// Two local sockets that are connected, and a thread that reads from one what is sent to the other, and compares it.
class local_drain {
 public:
  /// `expected` is what each round sends. Errors: `std::system_error`.
  explicit local_drain(bytes_view expected);
  local_drain(const local_drain&) = delete;
  local_drain& operator=(const local_drain&) = delete;
  ~local_drain();

  /// What is sent to; it blocks.
  [[nodiscard]] int fd() const noexcept { return ends_[0]; }

  /// See `round_reader`.
  [[nodiscard]] bool round_arrived() { return reader_.round_arrived(); }

 private:
  round_reader reader_;
  int ends_[2] = {-1, -1};
  std::thread thread_;
};

}  // namespace memosaic::bench
