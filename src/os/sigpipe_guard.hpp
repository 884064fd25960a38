#pragma once
// SPDX-License-Identifier: Apache-2.0

namespace memosaic::os {

/// Keeps SIGPIPE from this thread while it writes to something whose reader may be gone: the error tells it, and a
/// library must not end its program. `calls::send` needs no guard; sendfile and splice do, even to sockets.
///
/// A program that blocks SIGPIPE itself finds it pending, as without the guard. Guards nest. Cost: three system calls.
class sigpipe_guard {
 public:
  sigpipe_guard() noexcept;
  sigpipe_guard(const sigpipe_guard&) = delete;
  sigpipe_guard& operator=(const sigpipe_guard&) = delete;
  ~sigpipe_guard();

 private:
  bool blocked_here_ = false;  ///< the thread did not block it before
};

}  // namespace memosaic::os
