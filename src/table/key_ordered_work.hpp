#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace memosaic::table_core {

/// Works on items by several threads, with a step in the middle that is done in the order of the items: what comes of
/// it does not depend on how many threads there are. The calling thread is one of them.
///
/// Of each item, one thread calls `prepare(item, worker)`, `take(item, worker)` and `finish(item, worker)`, one after
/// the other, `worker` being its number below `threads`. `take` is called for 0, 1, 2..., never by two at once; the
/// others run at any time. So a worker has one item at a time, and as many are begun as there are threads.
/// Errors: what is thrown first ends the work and is thrown here; no further item is begun or taken.
template <typename Prepare, typename Take, typename Finish>
class ordered_work {
 public:
  ordered_work(std::size_t items, unsigned threads, const Prepare& prepare, const Take& take, const Finish& finish)
      : items_(items), threads_(std::max(1U, threads)), prepare_(prepare), take_(take), finish_(finish) {}

  void run() {
    {
      std::vector<std::jthread> others;
      others.reserve(threads_ - 1);
      try {
        for (unsigned worker = 1; worker < threads_ && worker < items_; ++worker) {
          others.emplace_back([this, worker] { work(worker); });
        }
      } catch (...) {
        fail(std::current_exception());
      }
      work(0);
    }
    if (failure_ != nullptr) std::rethrow_exception(failure_);
  }

 private:
  void work(unsigned worker) noexcept {
    try {
      while (const auto item = next()) {
        prepare_(*item, worker);
        if (!wait_for(*item)) return;
        take_(*item, worker);
        end_taking();
        finish_(*item, worker);
      }
    } catch (...) {
      fail(std::current_exception());
    }
  }

  std::optional<std::size_t> next() {
    const std::lock_guard lock(mutex_);
    if (failure_ != nullptr || next_ == items_) return std::nullopt;
    return next_++;
  }

  /// Until all before it are taken, which somebody has begun; false if the work has failed.
  bool wait_for(std::size_t item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failure_ != nullptr || taken_ == item; });
    return failure_ == nullptr;
  }

  void end_taking() {
    {
      const std::lock_guard lock(mutex_);
      ++taken_;
    }
    changed_.notify_all();
  }

  void fail(std::exception_ptr failure) noexcept {
    const std::lock_guard lock(mutex_);
    if (failure_ == nullptr) failure_ = std::move(failure);
    changed_.notify_all();
  }

  const std::size_t items_;
  const unsigned threads_;
  const Prepare& prepare_;
  const Take& take_;
  const Finish& finish_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_ = 0;   ///< the first item that nobody has begun
  std::size_t taken_ = 0;  ///< the first that nobody has taken
  std::exception_ptr failure_;
};

}  // namespace memosaic::table_core
