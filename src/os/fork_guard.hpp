#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <mutex>

namespace memosaic::os {

/// Keeps a lock usable in the child of a fork.
///
/// A child has one thread. A lock that another thread held at the moment of the fork would stay locked in it for ever,
/// and what it protects could be half changed. So whoever forks takes all guarded locks first, and parent and child let
/// go of them afterwards.
///
/// Threads: the lock may be held by its users for a short time only, and not while a guard is made or ends, nor while
/// they fork.
/// Errors: `std::system_error` if the system has no memory to remember the handlers, once in a process.
class fork_guard {
 public:
  /// `in_child`, if there is one, is called in a child with `context`, while its lock is held.
  explicit fork_guard(std::mutex& lock, void (*in_child)(void*) noexcept = nullptr, void* context = nullptr);
  fork_guard(const fork_guard&) = delete;
  fork_guard& operator=(const fork_guard&) = delete;
  ~fork_guard();

 private:
  friend struct fork_guards;

  std::mutex& lock_;
  void (*in_child_)(void*) noexcept;
  void* context_;
  fork_guard* before_ = nullptr;
  fork_guard* after_ = nullptr;
};

}  // namespace memosaic::os
