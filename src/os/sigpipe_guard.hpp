#pragma once
// SPDX-License-Identifier: Apache-2.0

namespace memosaic::os {

/// Keeps SIGPIPE from this thread while it writes to something whose reader may be gone: the error tells it, and a
/// library must not end its program. `calls::send` needs no guard; sendfile and splice do, even to sockets.
///
/// A program that blocks SIGPIPE itself finds it pending, as without the guard. Of guards inside each other, the outer
/// one has to be told the errors too. Cost: two system calls, two more after an error.
class sigpipe_guard {
 public:
  sigpipe_guard() noexcept;
  sigpipe_guard(const sigpipe_guard&) = delete;
  sigpipe_guard& operator=(const sigpipe_guard&) = delete;
  ~sigpipe_guard();

  /// To be told how each guarded call ended: only after an error (EPIPE, ECONNRESET) can there be a signal to take
  /// away.
  void note(int error) noexcept { failed_ = failed_ || error != 0; }

 private:
  bool blocked_here_ = false;  ///< the thread did not block it before
  bool failed_ = false;
};

}  // namespace memosaic::os
