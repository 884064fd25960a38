// SPDX-License-Identifier: Apache-2.0
#include "file/pool_eviction.hpp"

#include <array>
#include <span>

#include "file/opened_lock.hpp"
#include "file/pooled_file.hpp"

namespace memosaic::window_core {

bool pool_core::evict(window_block& leaving, left_window& left) noexcept {
  leaving.set_ready(false);
  // Who pinned it before that sees it as it was; who pins it now sees that it is not ready.
  if (leaving.pins() != 0) {
    leaving.set_ready(true);
    queue_.put_back(leaving);
    return false;
  }
  left = leaving.file().leave(leaving);
  leaving_bytes_ += left.counted;
  return true;
}

void pool_core::give_back(lock_type& lock, std::span<left_window> left) noexcept {
  windows_.store(queue_.size(), std::memory_order_relaxed);
  std::uint64_t counted = 0;
  {
    const opened_lock opened(lock);
    for (left_window& each : left) {
      each.give_back();
      counted += each.counted;
    }
  }
  leaving_bytes_ -= counted;
  uncount(counted);
}

void pool_core::forget(pooled_file& leaving) noexcept {
  std::array<left_window, most_at_once> left;
  std::size_t count = 0;
  lock_type lock(mutex_);
  leaving.each_block([&](window_block& each) {
    if (!eviction_queue::holds(each)) return;
    queue_.remove(each);
    if (!evict_or_orphan(each, left[count])) return;
    if (++count < left.size()) return;
    give_back(lock, left);
    count = 0;
  });
  give_back(lock, std::span(left).first(count));
}

bool pool_core::evict_or_orphan(window_block& leaving, left_window& left) noexcept {
  leaving.set_ready(false);
  pooled_file& of = leaving.file();
  if (leaving.pins() == 0) {
    left = of.leave(leaving);
    leaving_bytes_ += left.counted;
    return true;
  }
  // It is on its own from now on: it shares nothing with neighbours.
  const std::uint64_t shared = leaving.size() - of.cost_of(leaving);
  count(shared);
  held_bytes_ += leaving.size();
  leaving.set_orphaned();
  return false;
}

std::uint64_t pool_core::trim(std::uint64_t bytes) {
  open_files::dropped_files dropped;
  lock_type lock(mutex_);
  std::uint64_t left = 0;
  const auto enough = [&] { return this->bytes() - leaving_bytes_ <= bytes; };
  while (const std::size_t more = evict_some(lock, true, enough)) left += more;
  files_.drop_idle(0, dropped);
  return left;
}

}  // namespace memosaic::window_core
