// SPDX-License-Identifier: Apache-2.0
#include "file/eviction_queue.hpp"

#include <utility>

namespace memosaic::window_core {
namespace {

constexpr double least_share = 0.1;
constexpr double most_share = 0.9;

/// How many of those aside are looked at each time that somebody has to leave.
constexpr std::size_t looks_aside = 8;

/// And how many when nobody else can: about a microsecond beside the mapping that is made then. A pool with as many
/// held windows never exceeds a limit while one of them is free again; where there are more, looks go round.
constexpr std::size_t looks_if_none_leaves = 256;

}  // namespace

std::vector<eviction_queue::slot> eviction_queue::ends() {
  std::vector<slot> made(list_count);
  for (std::uint32_t i = 0; i < list_count; ++i) made[i] = {nullptr, i, i, static_cast<list>(i)};
  return made;
}

void eviction_queue::link(std::uint32_t place, list in) noexcept {
  slot& end = slots_[in];
  slot& at = slots_[place];
  at.in = in;
  at.after = in;
  at.before = std::exchange(end.before, place);
  slots_[at.before].after = place;
  ++counts_[in];
}

void eviction_queue::unlink(std::uint32_t place) noexcept {
  const slot& at = slots_[place];
  slots_[at.before].after = at.after;
  slots_[at.after].before = at.before;
  --counts_[at.in];
}

void eviction_queue::move(evictable& item, list to) noexcept {
  unlink(item.place_);
  link(item.place_, to);
}

void eviction_queue::place_new(evictable& item, list in) noexcept {
  std::uint32_t place = slots_[none].after;
  if (place == none) {
    place = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    unlink(place);
  }
  slots_[place].item = &item;
  item.place_ = place;
  link(place, in);
  ++size_;
}

void eviction_queue::insert(evictable& item) noexcept {
  const bool left_lately = item.left_from_ != none && evictions_ - item.left_at_ < size_ + 1;
  if (left_lately) adapt(static_cast<list>(item.left_from_));
  item.left_from_ = none;
  item.uses_.store(0, std::memory_order_relaxed);
  place_new(item, left_lately ? kept : fresh);
}

void eviction_queue::put_back(evictable& item) noexcept {
  item.left_from_ = none;
  place_new(item, aside);
}

void eviction_queue::remove(evictable& item) noexcept {
  unlink(item.place_);
  slots_[item.place_].item = nullptr;
  link(item.place_, none);
  item.place_ = 0;
  --size_;
}

/// What came back would still be there if the queue had been longer. The rarer its kind of return is expected to be,
/// the more it says.
void eviction_queue::adapt(list was_too_short) noexcept {
  const auto all = static_cast<double>(size_ + 1);
  if (was_too_short == fresh) {
    share_ = std::min(most_share, share_ + std::max(1.0, lately_kept_ / std::max(1.0, lately_fresh_)) / all);
  } else {
    share_ = std::max(least_share, share_ - std::max(1.0, lately_fresh_ / std::max(1.0, lately_kept_)) / all);
  }
}

void eviction_queue::leave(evictable& item, list from) noexcept {
  const double fading = 1.0 - 1.0 / static_cast<double>(size_);
  lately_fresh_ = lately_fresh_ * fading + (from == fresh ? 1.0 : 0.0);
  lately_kept_ = lately_kept_ * fading + (from == kept ? 1.0 : 0.0);
  remove(item);
  item.left_from_ = from;
  item.left_at_ = ++evictions_;
}

void eviction_queue::look_aside(held_test is_held, std::size_t most) noexcept {
  for (std::size_t left = std::min(most, counts_[aside]); left > 0; --left) {
    evictable& first = *slots_[slots_[aside].after].item;
    if (is_held(first)) {
      move(first, aside);
    } else {
      move(first, first.uses_.load(std::memory_order_relaxed) == 0 ? fresh : kept);
    }
  }
}

eviction_queue::list eviction_queue::next_to_leave_from() const noexcept {
  if (counts_[fresh] == 0) return counts_[kept] == 0 ? none : kept;
  const double wanted = std::max(1.0, share_ * static_cast<double>(counts_[fresh] + counts_[kept]));
  return counts_[kept] == 0 || static_cast<double>(counts_[fresh]) >= wanted ? fresh : kept;
}

evictable* eviction_queue::take(held_test is_held, bool thoroughly) noexcept {
  look_aside(is_held, thoroughly ? counts_[aside] : looks_aside);
  // Each step takes a use or moves one on, so this many are enough, but for uses that other threads make meanwhile.
  std::size_t patience = size_ * (evictable::most_uses + std::size_t{1});
  for (bool looked_again = thoroughly;;) {
    const list from = next_to_leave_from();
    if (from == none) {
      if (std::exchange(looked_again, true)) return nullptr;
      look_aside(is_held, looks_if_none_leaves);
      continue;
    }
    evictable& first = *slots_[slots_[from].after].item;
    if (is_held(first)) {
      move(first, aside);
      continue;
    }
    const std::uint8_t uses = first.uses_.load(std::memory_order_relaxed);
    if (uses == 0 || patience == 0) {
      leave(first, from);
      return &first;
    }
    --patience;
    first.uses_.store(from == fresh ? std::uint8_t{0} : static_cast<std::uint8_t>(uses - 1), std::memory_order_relaxed);
    move(first, kept);
  }
}

}  // namespace memosaic::window_core
