// SPDX-License-Identifier: Apache-2.0
#include "os/sigpipe_guard.hpp"

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include <cerrno>

namespace memosaic::os {
namespace {

::sigset_t only_sigpipe() noexcept {
  ::sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGPIPE);
  return set;
}

/// Takes one of these signals away if it is pending, without waiting: one that was sent to the whole process may be
/// taken by another thread's guard at any moment, and to wait for it then would be to wait for ever.
void take_pending(const ::sigset_t& set) noexcept {
#if defined(__APPLE__)
  ::sigset_t pending;
  if (::sigpending(&pending) == 0 && ::sigismember(&pending, SIGPIPE) == 1) {
    int signal = 0;
    ::sigwait(&set, &signal);
  }
#else
  constexpr ::timespec without_waiting{};
  while (::sigtimedwait(&set, nullptr, &without_waiting) < 0 && errno == EINTR) {}
#endif
}

}  // namespace

sigpipe_guard::sigpipe_guard() noexcept {
  const ::sigset_t set = only_sigpipe();
  ::sigset_t before;
  blocked_here_ = ::pthread_sigmask(SIG_BLOCK, &set, &before) == 0 && ::sigismember(&before, SIGPIPE) == 0;
}

sigpipe_guard::~sigpipe_guard() {
  if (!blocked_here_) return;
  const ::sigset_t set = only_sigpipe();
  if (failed_) take_pending(set);
  ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace memosaic::os
