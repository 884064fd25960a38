// SPDX-License-Identifier: Apache-2.0
#include "os/fork_guard.hpp"

#include <pthread.h>

#include <system_error>

namespace memosaic::os {

/// All guards of the process, in a list.
struct fork_guards {
  // Neither is ever destroyed: somebody may fork while the process ends.
  static constinit std::mutex lock;
  static constinit fork_guard* first;

  static void before_fork() noexcept {
    lock.lock();
    for (fork_guard* each = first; each != nullptr; each = each->after_) each->lock_.lock();
  }

  static void after_fork_in_parent() noexcept {
    for (fork_guard* each = first; each != nullptr; each = each->after_) each->lock_.unlock();
    lock.unlock();
  }

  static void after_fork_in_child() noexcept {
    for (fork_guard* each = first; each != nullptr; each = each->after_) {
      if (each->in_child_ != nullptr) each->in_child_(each->context_);
      each->lock_.unlock();
    }
    lock.unlock();
  }

  static void install_once() {
    static const int error = ::pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
    if (error != 0) throw std::system_error(error, std::generic_category(), "cannot prepare for forks");
  }
};

constinit std::mutex fork_guards::lock;
constinit fork_guard* fork_guards::first = nullptr;

fork_guard::fork_guard(std::mutex& lock, void (*in_child)(void*) noexcept, void* context)
    : lock_(lock), in_child_(in_child), context_(context) {
  fork_guards::install_once();
  const std::lock_guard all(fork_guards::lock);
  after_ = fork_guards::first;
  if (after_ != nullptr) after_->before_ = this;
  fork_guards::first = this;
}

fork_guard::~fork_guard() {
  const std::lock_guard all(fork_guards::lock);
  if (after_ != nullptr) after_->before_ = before_;
  (before_ == nullptr ? fork_guards::first : before_->after_) = after_;
}

}  // namespace memosaic::os
