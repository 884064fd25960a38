#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <mutex>

namespace memosaic::window_core {

/// Opens a lock for a while, as for a system call that others need not wait for.
class opened_lock {
 public:
  explicit opened_lock(std::unique_lock<std::mutex>& lock) : lock_(lock) { lock_.unlock(); }
  opened_lock(const opened_lock&) = delete;
  opened_lock& operator=(const opened_lock&) = delete;
  ~opened_lock() { lock_.lock(); }

 private:
  std::unique_lock<std::mutex>& lock_;
};

}  // namespace memosaic::window_core
