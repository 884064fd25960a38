// SPDX-License-Identifier: Apache-2.0
#include "file/pool_eviction.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <new>
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
    if (!eviction_queue::holds(each) || each.pins() != 0) return;
    queue_.remove(each);
    each.set_ready(false);
    left[count] = leaving.leave(each);
    leaving_bytes_ += left[count].counted;
    if (++count < left.size()) return;
    give_back(lock, left);
    count = 0;
  });
  // Only those are left that were pinned: what they share is counted once, and stays so.
  leaving.each_block([&](window_block& each) {
    if (eviction_queue::holds(each)) orphan(each);
  });
  give_back(lock, std::span(left).first(count));
}

void pool_core::orphan(window_block& leaving) noexcept {
  queue_.remove(leaving);
  leaving.set_ready(false);
  const bytes_view shown(leaving.data(), leaving.size());
  std::uint64_t alone = bytes_beside_orphans(shown);
  bool listed = true;
  try {
    orphans_.emplace(shown.data(), shown.data() + shown.size());
  } catch (const std::bad_alloc&) {
    listed = false;
    this->count(shown.size() - alone);
    alone = shown.size();
  }
  held_bytes_ += alone;
  leaving.set_orphaned(listed);
}

std::uint64_t pool_core::bytes_beside_orphans(bytes_view range) const noexcept {
  const std::byte* start = range.data();
  const std::byte* stop = start + range.size();
  const auto next = orphans_.lower_bound(start);
  if (next != orphans_.begin()) start = std::max(start, std::prev(next)->second);
  if (next != orphans_.end()) stop = std::min(stop, next->first);
  return start < stop ? static_cast<std::uint64_t>(stop - start) : 0;
}

std::uint64_t pool_core::unlist_orphan(bytes_view shown) noexcept {
  const std::lock_guard lock(mutex_);
  orphans_.erase(shown.data());
  return bytes_beside_orphans(shown);
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
