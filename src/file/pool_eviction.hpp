#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <span>

#include "file/pool_core.hpp"

namespace memosaic::window_core {

/// How many windows leave at most before the lock is taken again.
constexpr std::size_t most_at_once = 16;

inline bool is_pinned(const evictable& item) noexcept { return static_cast<const window_block&>(item).pins() != 0; }

template <typename Enough>
std::size_t pool_core::evict_some(lock_type& lock, bool thoroughly, const Enough& enough) noexcept {
  std::array<left_window, most_at_once> left;
  std::size_t count = 0;
  while (count < left.size() && !enough()) {
    evictable* const victim = queue_.take(is_pinned, thoroughly);
    if (victim == nullptr) break;
    if (evict(static_cast<window_block&>(*victim), left[count])) ++count;
  }
  evictions_ += count;
  if (count != 0) give_back(lock, std::span(left).first(count));
  return count;
}

}  // namespace memosaic::window_core
