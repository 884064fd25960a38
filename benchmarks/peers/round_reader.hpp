#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::bench {

/// Reads the same bytes over and over from connections, one after the other, and compares them.
class round_reader {
 public:
  /// `expected` is what each round sends.
  explicit round_reader(bytes_view expected) : expected_(expected) {}

  /// Reads a connection until its end, in a thread of its own.
  void read(int fd);

  /// Waits until one more round has arrived. Returns whether it held the right bytes.
  ///
  /// Errors: `std::runtime_error` if it does not come within a minute.
  [[nodiscard]] bool round_arrived();

 private:
  bytes_view expected_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::uint64_t rounds_ = 0;        ///< complete ones
  std::uint64_t rounds_taken_ = 0;  ///< that `round_arrived` has told of
  bool right_ = true;
};

}  // namespace memosaic::bench
