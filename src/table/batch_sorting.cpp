// SPDX-License-Identifier: Apache-2.0
#include "table/batch_sorting.hpp"

#include <utility>

namespace memosaic::table_core {

batch_sorting::batch_sorting(std::size_t batch_size, std::span<partition_count> counts, const partition_rule* rule)
    : batch_(batch_size), counts_(counts), rule_(rule), thread_([this](const std::stop_token& stop) { work(stop); }) {}

void batch_sorting::begin(record_batch& batch, std::byte* target, partition_starts& starts) {
  wait();
  {
    const std::lock_guard lock(mutex_);
    std::swap(batch_, batch);
    target_ = target;
    starts_ = &starts;
  }
  changed_.notify_all();
}

void batch_sorting::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return target_ == nullptr; });
}

void batch_sorting::work(const std::stop_token& stop) noexcept {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [&] { return target_ != nullptr; })) {
    lock.unlock();
    batch_.sort_into(target_, *starts_, counts_, rule_);
    lock.lock();
    target_ = nullptr;
    changed_.notify_all();
  }
}

}  // namespace memosaic::table_core
