#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace memosaic::table_core {

/// Makes results by several threads and takes them one at a time, in order: what is taken does not depend on how many
/// threads there are. The calling thread is one of them.
///
/// `make(item, worker)` makes the result of an item, `worker` being below `threads`; `take(item, result)` is called for
/// 0, 1, 2... by any of the threads, never by two at once. At most `2 * threads` results exist at any time.
/// Errors: what `make` or `take` throws first ends the work and is thrown here; items behind it are not taken.
template <typename Make, typename Take>
class ordered_work {
 public:
  using result = std::invoke_result_t<const Make&, std::size_t, unsigned>;

  ordered_work(std::size_t items, unsigned threads, const Make& make, const Take& take)
      : items_(items), threads_(std::max(1U, threads)), make_(make), take_(take), made_(2 * std::size_t{threads_}) {}

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
        put(*item, make_(*item, worker));
        take_what_is_due();
      }
    } catch (...) {
      fail(std::current_exception());
    }
  }

  /// Waits until there is room for one more result.
  std::optional<std::size_t> next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failure_ != nullptr || next_ == items_ || next_ < taken_ + made_.size(); });
    if (failure_ != nullptr || next_ == items_) return std::nullopt;
    return next_++;
  }

  void put(std::size_t item, result&& value) {
    const std::lock_guard lock(mutex_);
    made_[item % made_.size()].emplace(std::move(value));
  }

  void take_what_is_due() {
    std::unique_lock lock(mutex_);
    while (!taking_ && failure_ == nullptr && taken_ < items_ && made_[taken_ % made_.size()]) {
      taking_ = true;
      result value = std::move(*made_[taken_ % made_.size()]);
      made_[taken_ % made_.size()].reset();
      lock.unlock();
      take_(taken_, std::move(value));
      lock.lock();
      taking_ = false;
      ++taken_;
      changed_.notify_all();
    }
  }

  void fail(std::exception_ptr failure) noexcept {
    const std::lock_guard lock(mutex_);
    if (failure_ == nullptr) failure_ = std::move(failure);
    changed_.notify_all();
  }

  const std::size_t items_;
  const unsigned threads_;
  const Make& make_;
  const Take& take_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::optional<result>> made_;  ///< of the items from taken_ on, as a ring
  std::size_t next_ = 0;                     ///< the first item that nobody has begun
  std::size_t taken_ = 0;
  bool taking_ = false;  ///< one thread is in take_; it alone changes taken_
  std::exception_ptr failure_;
};

}  // namespace memosaic::table_core
