#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <span>

#include "memosaic/bytes/bytes_view.hpp"
#include "os/calls.hpp"
#include "os/sigpipe_guard.hpp"

namespace memosaic::os {

/// Writes to one descriptor, which somebody else keeps open, without ever raising SIGPIPE.
///
/// It begins as if for a socket and learns from the refusal: sockets pay nothing, all others two small calls, and
/// what has no position a guard too; all once for the life of the writer. Not to be handed to another thread.
class quiet_writer {
 public:
  explicit quiet_writer(int fd) noexcept : fd_(fd) {}

  /// Writes once; `parts` is not empty. Answers the bytes that were taken, at least 1.
  [[nodiscard]] answer write(std::span<const ::iovec> parts) noexcept;

  /// The same with one part, which is not empty.
  [[nodiscard]] answer write(bytes_view bytes) noexcept;

 private:
  int fd_;
  bool is_socket_ = true;               ///< until it is known better
  std::optional<sigpipe_guard> guard_;  ///< there if it may be a pipe
};

}  // namespace memosaic::os
