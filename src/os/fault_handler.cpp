// SPDX-License-Identifier: Apache-2.0
#include "os/fault_handler.hpp"

#include <signal.h>
#include <ucontext.h>

#include <atomic>
#include <bit>
#include <cerrno>
#include <memory>
#include <new>

#include "os/watched_regions.hpp"

namespace memosaic::os {

constinit std::atomic<std::uint64_t> detail::survived_faults{0};

namespace {

/// What SIGBUS did before this handler was put on top; kept for ever, for a handler may be using it.
struct replaced_action {
  struct ::sigaction action {};
  replaced_action* older = nullptr;
  std::atomic<bool> is_spent{false};  ///< it wanted to be called once only
};

constinit std::atomic<replaced_action*> newest{nullptr};

/// How many handlers this thread has passed the signal to that have not come back. One that was installed later may
/// pass it on to this handler in turn: then it is the turn of those that are older.
[[gnu::tls_model("initial-exec")]] constinit thread_local int passed_on = 0;

void handle(int signal, ::siginfo_t* info, void* context) noexcept;

/// Only one thread's mark and zeros are needed; those of a second one do no harm.
bool survive(void* address) noexcept {
  watched_region* const region = find_watched(address);
  if (region == nullptr) return false;
  const std::uintptr_t start = region->start.load(std::memory_order_relaxed);
  const std::uintptr_t stop = region->stop.load(std::memory_order_relaxed);
  const auto fault = std::bit_cast<std::uintptr_t>(address);
  const std::uintptr_t page = fault - fault % page_size();
  const bool writable = region->writable.load(std::memory_order_relaxed);
  // The mark comes first: whoever reads a zero finds it.
  region->damaged.store(true, std::memory_order_seq_cst);
  if (current().map_zeros(std::bit_cast<std::byte*>(page), stop - page, writable).failed() &&
      current().map_zeros(std::bit_cast<std::byte*>(start), stop - start, writable).failed()) {
    return false;  // no room even for one mapping in the place of another
  }
  detail::survived_faults.fetch_add(1, std::memory_order_relaxed);
  return true;
}

/// Whether somebody sent the signal, so that nothing happens again when the handler returns.
bool was_sent(const ::siginfo_t& info) noexcept {
#if defined(BUS_MCEERR_AO)
  if (info.si_code == BUS_MCEERR_AO) return true;
#endif
  return info.si_code <= 0;
}

void die(int signal, const ::siginfo_t& info) noexcept {
  struct ::sigaction action {};
  action.sa_handler = SIG_DFL;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
  if (was_sent(info)) ::raise(signal);
}

/// The signals that the system would block while this action's handler runs: those of the thread that it interrupts,
/// and its own. Not those that are blocked now, for ThreadSanitizer blocks all during every handler.
::sigset_t blocked_by(const struct ::sigaction& action, int signal, const void* context) noexcept {
  ::sigset_t blocked = action.sa_mask;
  if ((action.sa_flags & SA_NODEFER) == 0) ::sigaddset(&blocked, signal);
  const ::sigset_t& interrupted = static_cast<const ::ucontext_t*>(context)->uc_sigmask;
  for (int other = 1; other < NSIG; ++other) {
    if (::sigismember(&interrupted, other) == 1) ::sigaddset(&blocked, other);
  }
  return blocked;
}

void call(const struct ::sigaction& action, int signal, ::siginfo_t* info, void* context) noexcept {
  const ::sigset_t blocked = blocked_by(action, signal, context);
  ::sigset_t before;
  ::pthread_sigmask(SIG_SETMASK, &blocked, &before);
  ++passed_on;
  if ((action.sa_flags & SA_SIGINFO) != 0) {
    action.sa_sigaction(signal, info, context);
  } else {
    action.sa_handler(signal);
  }
  --passed_on;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

/// Does what would have been done without this handler.
void pass_on(int signal, ::siginfo_t* info, void* context) noexcept {
  replaced_action* to = newest.load(std::memory_order_acquire);
  for (int skip = passed_on; skip > 0 && to != nullptr; --skip) to = to->older;
  if (to == nullptr) return die(signal, *info);
  const auto& action = to->action;
  const bool takes_information = (action.sa_flags & SA_SIGINFO) != 0;
  // The system does not let a fault be ignored.
  if (!takes_information && action.sa_handler == SIG_IGN && was_sent(*info)) return;
  if (!takes_information && (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN)) return die(signal, *info);
  if ((action.sa_flags & static_cast<int>(SA_RESETHAND)) != 0 && to->is_spent.exchange(true)) return die(signal, *info);
  call(action, signal, info, context);
}

void handle(int signal, ::siginfo_t* info, void* context) noexcept {
  const int error = errno;
  if (info->si_code != BUS_ADRERR || !survive(info->si_addr)) pass_on(signal, info, context);
  errno = error;
}

bool is_ours(const struct ::sigaction& action) noexcept {
  return (action.sa_flags & SA_SIGINFO) != 0 && action.sa_sigaction == handle;
}

bool same(const struct ::sigaction& a, const struct ::sigaction& b) noexcept {
  if (((a.sa_flags ^ b.sa_flags) & SA_SIGINFO) != 0) return false;
  return (a.sa_flags & SA_SIGINFO) != 0 ? a.sa_sigaction == b.sa_sigaction : a.sa_handler == b.sa_handler;
}

}  // namespace

answer watch_faults() noexcept {
  struct ::sigaction before {};
  const auto told = current().signal_action(SIGBUS, nullptr, before);
  if (told.failed() || is_ours(before)) return told;
  replaced_action* top = newest.load(std::memory_order_acquire);
  // Known before it is replaced, for the signal may come at once.
  if (top == nullptr || !same(top->action, before)) {
    auto made = std::unique_ptr<replaced_action>(new (std::nothrow) replaced_action);
    if (!made) return {0, ENOMEM};
    made->action = before;
    made->older = top;
    while (!newest.compare_exchange_weak(made->older, made.get(), std::memory_order_acq_rel)) {}
    static_cast<void>(made.release());
  }
  struct ::sigaction action {};
  action.sa_sigaction = handle;
  // Not blocked meanwhile: a handler that this one calls may map files too.
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART | SA_NODEFER;
  ::sigemptyset(&action.sa_mask);
  return current().signal_action(SIGBUS, &action, before);
}

bool faults_are_watched() noexcept { return newest.load(std::memory_order_acquire) != nullptr; }

}  // namespace memosaic::os
