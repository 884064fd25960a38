// SPDX-License-Identifier: Apache-2.0
#include "file/pool_core.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

#include "file/pooled_file.hpp"
#include "file/wide_block.hpp"

namespace memosaic::window_core {
namespace {

/// What is asked for at once and longer than this is worth a window.
constexpr std::size_t longest_scattered = std::size_t{256} << 10;

/// A window that is asked for so often in an epoch is mapped. An epoch lasts four reads for each window that the budget
/// holds: scattered all over a file four times the budget, a window is asked for once in it, and six times by one in
/// 1700; in a hot part no larger than half the budget, eight times.
constexpr unsigned reads_before_mapping = 6;
constexpr std::uint64_t reads_for_each_window = 4;

bool is_near(std::uint64_t a, std::uint64_t b) noexcept { return (a < b ? b - a : a - b) <= 2; }

}  // namespace

pool_core::pool_core(const window_pool_options& options) : options_(options) {
  const window_limits& limits = options.limits;
  if (limits.soft_bytes == 0 || limits.windows == 0 || limits.files == 0 || options.window_size == 0) {
    throw std::invalid_argument("a pool of nothing: no limit and no window size may be 0");
  }
  if (limits.soft_bytes > limits.hard_bytes) {
    throw std::invalid_argument("the soft limit of " + std::to_string(limits.soft_bytes) +
                                " bytes is above the hard limit of " + std::to_string(limits.hard_bytes));
  }
}

std::shared_ptr<pooled_file> pool_core::enter(file opened) {
  const file_identity& identity = opened.identity();
  const key name{{identity.device, identity.inode}, {identity.size, identity.modified_ns}};
  {
    const std::lock_guard lock(mutex_);
    const auto found = files_.find(name);
    if (found != files_.end()) return found->second;
  }
  auto entry = std::make_shared<pooled_file>(std::move(opened), shared_from_this());
  std::vector<std::shared_ptr<pooled_file>> dropped;  // they leave without the lock, which they take
  const std::lock_guard lock(mutex_);
  if (closed_) return entry;
  // Another thread may have been faster.
  const auto placed = files_.emplace(name, std::move(entry));
  if (!placed.second) dropped.push_back(std::move(entry));
  auto result = placed.first->second;
  drop_idle_files(options_.limits.files, dropped);
  return result;
}

/// A file that no cursor is on is held by the pool alone, and nobody can change that without the lock.
void pool_core::drop_idle_files(std::size_t kept, std::vector<std::shared_ptr<pooled_file>>& dropped) {
  for (auto at = files_.begin(); at != files_.end() && files_.size() > kept;) {
    if (at->second.use_count() == 1) {
      dropped.push_back(std::move(at->second));
      at = files_.erase(at);
    } else {
      ++at;
    }
  }
}

void pool_core::close() noexcept {
  std::map<key, std::shared_ptr<pooled_file>> leaving;
  const std::lock_guard lock(mutex_);
  closed_ = true;
  leaving.swap(files_);
}

bool pool_core::wants_reading(pooled_file& of, std::uint64_t number, std::uint64_t last, std::size_t least) {
  if (of.backing() == window_backing::read) return true;
  if (!options_.reads_scattered || !full_.load(std::memory_order_relaxed)) return false;
  if (least > longest_scattered || is_near(number, last)) return false;
  window_block* asked = of.find_block(number);
  if (asked == nullptr) {
    const std::lock_guard lock(mutex_);
    asked = &of.block(number);
  }
  const std::uint64_t length =
      reads_for_each_window * std::max<std::uint64_t>(ring_size_.load(std::memory_order_relaxed), 16);
  const auto epoch = static_cast<std::uint16_t>(reads_.load(std::memory_order_relaxed) / length);
  return asked->note_read(epoch) < reads_before_mapping;
}

window pool_core::bring(pooled_file& of, std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  window_block& wanted = of.block(number);
  if (wanted.ready()) return of.pin_ready(number);
  ++misses_;
  // A neighbour that shares half of the window may be what leaves for it, and then it costs more.
  std::uint64_t cost = 0;
  do {
    cost = of.cost_of(number);
    make_room(cost, options_.limits.soft_bytes);
  } while (cost != of.cost_of(number));
  require_allowed(cost, of);
  ring_.reserve(ring_.size() + 1);
  of.map(wanted, number);
  wanted.set_place(ring_.size());
  ring_.push_back(&wanted);
  ring_size_.store(ring_.size(), std::memory_order_relaxed);
  bytes_ += cost;
  peak_bytes_ = std::max(peak_bytes_, bytes_);
  wanted.forget_uses();
  wanted.set_ready(true);
  return {view(wanted), of.start_of(number), wanted.mark()};
}

window pool_core::bring_wide(const std::shared_ptr<pooled_file>& of, std::uint64_t offset, std::size_t length) {
  {
    const std::lock_guard lock(mutex_);
    ++misses_;
    make_room(length, options_.limits.soft_bytes);
    require_allowed(length, *of);
    bytes_ += length;
    wide_bytes_ += length;
    peak_bytes_ = std::max(peak_bytes_, bytes_);
  }
  try {
    auto* const made = new wide_block(of->map_range(offset, length), of);
    view shown(*made);
    made->drop_reference();  // the view holds its own
    return {std::move(shown), offset, made->mark()};
  } catch (...) {
    forget_wide(length);
    throw;
  }
}

void pool_core::forget_wide(std::uint64_t bytes) noexcept {
  const std::lock_guard lock(mutex_);
  bytes_ -= bytes;
  wide_bytes_ -= bytes;
}

void pool_core::require_allowed(std::uint64_t bytes, const pooled_file& of) const {
  const std::uint64_t hard = options_.limits.hard_bytes;
  if (bytes <= hard && bytes_ <= hard - bytes) return;
  throw std::length_error(of.source().path().string() + ": a window of " + std::to_string(bytes) +
                          " bytes does not fit the pool's hard limit of " + std::to_string(hard) + ": " +
                          std::to_string(bytes_) + " are pinned; release views or raise the limit");
}

bool pool_core::make_room(std::uint64_t bytes, std::uint64_t limit) noexcept {
  const std::uint64_t allowed = limit < bytes ? 0 : limit - bytes;
  while (bytes_ > allowed || ring_.size() >= options_.limits.windows) {
    full_.store(true, std::memory_order_relaxed);
    window_block* const victim = choose_victim();
    if (victim == nullptr) return false;
    if (evict(*victim)) ++evictions_;
  }
  return true;
}

window_block* pool_core::choose_victim() noexcept {
  // Each round takes a use of everyone, so this many find one; if not, all are pinned.
  const std::size_t most_steps = ring_.size() * (window_block::most_uses + std::size_t{1});
  for (std::size_t step = 0; step < most_steps; ++step) {
    hand_ = hand_ + 1 < ring_.size() ? hand_ + 1 : 0;
    window_block* const met = ring_[hand_];
    if (met->pins() == 0 && !met->take_use()) return met;
  }
  return nullptr;
}

bool pool_core::evict(window_block& leaving) noexcept {
  pooled_file& of = leaving.file();
  leaving.set_ready(false);
  // Who pinned it before that sees it as it was; who pins it now sees that it is not ready.
  if (leaving.pins() != 0) {
    leaving.set_ready(true);
    leaving.use();
    return false;
  }
  bytes_ -= of.cost_of(window_page::number_of(leaving));
  of.unmap(leaving);
  take_from_ring(leaving);
  return true;
}

void pool_core::take_from_ring(window_block& leaving) noexcept {
  ring_[leaving.place()] = ring_.back();
  ring_[leaving.place()]->set_place(leaving.place());
  ring_.pop_back();
  ring_size_.store(ring_.size(), std::memory_order_relaxed);
}

void pool_core::forget(pooled_file& leaving) noexcept {
  const std::lock_guard lock(mutex_);
  for (std::size_t i = ring_.size(); i-- > 0;) {
    window_block& each = *ring_[i];
    if (&each.file() != &leaving) continue;
    each.set_ready(false);
    bytes_ -= leaving.cost_of(window_page::number_of(each));
    take_from_ring(each);
  }
}

std::uint64_t pool_core::trim(std::uint64_t bytes) {
  std::vector<std::shared_ptr<pooled_file>> dropped;
  const std::lock_guard lock(mutex_);
  const std::uint64_t before = evictions_;
  while (bytes_ > bytes) {
    window_block* const victim = choose_victim();
    if (victim == nullptr) break;
    if (evict(*victim)) ++evictions_;
  }
  full_.store(false, std::memory_order_relaxed);
  drop_idle_files(0, dropped);
  return evictions_ - before;
}

window_pool_statistics pool_core::statistics() const {
  const std::lock_guard lock(mutex_);
  window_pool_statistics now;
  now.hits = hits_.load(std::memory_order_relaxed);
  now.misses = misses_;
  now.evictions = evictions_;
  now.reads = reads_.load(std::memory_order_relaxed);
  now.read_bytes = read_bytes_.load(std::memory_order_relaxed);
  now.windows = ring_.size();
  now.bytes = bytes_;
  now.peak_bytes = peak_bytes_;
  now.files = files_.size();
  now.pinned_bytes = wide_bytes_;
  for (const window_block* each : ring_) {
    if (each->pins() == 0) continue;
    ++now.pinned_windows;
    now.pinned_bytes += each->size();
  }
  return now;
}

void pool_core::count_read(std::uint64_t bytes) noexcept {
  reads_.fetch_add(1, std::memory_order_relaxed);
  read_bytes_.fetch_add(bytes, std::memory_order_relaxed);
}

}  // namespace memosaic::window_core
