// SPDX-License-Identifier: Apache-2.0
#include "os/sigpipe_guard.hpp"

#include <pthread.h>
#include <signal.h>

namespace memosaic::os {
namespace {

::sigset_t only_sigpipe() noexcept {
  ::sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGPIPE);
  return set;
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
  ::sigset_t pending;
  if (failed_ && ::sigpending(&pending) == 0 && ::sigismember(&pending, SIGPIPE) == 1) {
    int signal = 0;
    ::sigwait(&set, &signal);
  }
  ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace memosaic::os
