#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <condition_variable>
#include <mutex>
#include <thread>

namespace memosaic::bench {

/// A thread that does nothing while it lives: with it, counts cost what they cost in a program that has threads.
class idle_thread {
 public:
  idle_thread() : thread_([this] { wait(); }) {}
  idle_thread(const idle_thread&) = delete;
  idle_thread& operator=(const idle_thread&) = delete;
  ~idle_thread() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

 private:
  void wait() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return over_; });
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace memosaic::bench
