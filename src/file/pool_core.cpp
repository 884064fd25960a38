// SPDX-License-Identifier: Apache-2.0
#include "file/pool_core.hpp"

#include <algorithm>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>

#include "file/opened_lock.hpp"
#include "file/pool_eviction.hpp"
#include "file/pooled_file.hpp"
#include "file/read_block.hpp"
#include "file/wide_block.hpp"
#include "memosaic/bytes/checked.hpp"

namespace memosaic::window_core {
namespace {

/// What is asked for at once and longer than this is worth a window.
constexpr std::size_t longest_scattered = std::size_t{256} << 10;

/// When the system has no room for a mapping, so many ranges are read before it is asked again.
constexpr std::int32_t reads_after_refusal = 8;

bool fits_limit(std::uint64_t used, std::uint64_t more, std::uint64_t limit) noexcept {
  return more <= limit && used <= limit - more;
}

}  // namespace

pool_core::pool_core(const window_pool_options& options)
    : options_(options), files_(options.limits.files), fork_guard_(mutex_, forget_others, this) {
  const window_limits& limits = options.limits;
  if (limits.soft_bytes == 0 || limits.windows == 0 || limits.files == 0 || options.window_size == 0U) {
    throw std::invalid_argument("a pool of nothing: no limit and no window size may be 0");
  }
  if (options.advice == access_pattern::dont_need) {
    throw std::invalid_argument("no file is read by advising that it will not be: choose another pattern, or none");
  }
  if (limits.soft_bytes > limits.hard_bytes) {
    throw std::invalid_argument("the soft limit of " + std::to_string(limits.soft_bytes) +
                                " bytes is above the hard limit of " + std::to_string(limits.hard_bytes));
  }
}

void pool_core::forget_others(void* pool) noexcept {
  auto& self = *static_cast<pool_core*>(pool);
  self.uncount(self.coming_bytes_ + self.leaving_bytes_);
  self.coming_bytes_ = self.leaving_bytes_ = 0;
}

pool_core::way pool_core::choose_way(pooled_file& of, std::uint64_t number, bool goes_on, std::size_t least) {
  if (of.backing() == window_backing::read) return way::reading;
  if (refusals_.load(std::memory_order_relaxed) > 0) {
    refusals_.fetch_sub(1, std::memory_order_relaxed);
    return way::fallback;
  }
  if (!options_.reads_scattered || goes_on || least > longest_scattered || number == pooled_file::no_window) {
    return way::window;
  }
  const std::uint64_t windows = windows_.load(std::memory_order_relaxed);
  const bool is_room =
      windows < options_.limits.windows && fits_limit(bytes(), of.window_size(), options_.limits.soft_bytes);
  if (is_room) return way::window;
  window_block* asked = of.find_block(number);
  if (asked == nullptr) {
    const std::lock_guard lock(mutex_);
    asked = &of.block(number);
  }
  const bool is_worth_it = scattered_.is_worth_a_window(*asked, windows, hits_.load(std::memory_order_relaxed));
  return is_worth_it ? way::window : way::reading;
}

bool pool_core::fits(need wanted) const noexcept {
  const window_limits& limits = options_.limits;
  const std::uint64_t used = this->bytes() - leaving_bytes_;
  return queue_.size() < limits.windows && fits_limit(used, wanted.room, limits.soft_bytes) &&
         fits_limit(used + read_block_bytes_, wanted.bytes, limits.hard_bytes);
}

bool pool_core::is_allowed(std::uint64_t bytes) const noexcept {
  return fits_limit(this->bytes() + read_block_bytes_, bytes, options_.limits.hard_bytes);
}

void pool_core::refuse(std::uint64_t bytes, const pooled_file& of) const {
  throw std::length_error(
      of.source().path().string() + ": " + std::to_string(bytes) + " bytes more do not fit the pool's hard limit of " +
      std::to_string(options_.limits.hard_bytes) + ": " + std::to_string(this->bytes() + read_block_bytes_) +
      " are pinned; release views or raise the limit");
}

bool pool_core::wait_for_others(lock_type& lock) const {
  if (coming_bytes_ + leaving_bytes_ == 0) return false;
  // They are in the midst of one system call each. Nothing is left behind by this that a fork could break.
  const opened_lock opened(lock);
  std::this_thread::yield();
  return true;
}

template <typename Cost, typename IsVoid>
std::optional<std::uint64_t> pool_core::reserve(lock_type& lock, const pooled_file& of, const Cost& cost,
                                                const IsVoid& is_void) {
  for (bool thoroughly = false;;) {
    if (is_void()) return std::nullopt;
    const need wanted = cost();
    const std::uint64_t bytes = wanted.bytes;
    const bool allowed = is_allowed(bytes);
    const bool fits_soon = fits(wanted);
    if (!(allowed && fits_soon)) {
      if (fits_soon ? wait_for_others(lock) : evict_some(lock, thoroughly, [&] { return fits(wanted); }) != 0) continue;
      // What is pinned may keep the pool above the soft limit.
      if (!allowed) {
        if (!thoroughly) {
          thoroughly = true;
        } else if (!wait_for_others(lock)) {
          refuse(bytes, of);
        }
        continue;
      }
    }
    count(bytes);
    coming_bytes_ += bytes;
    return bytes;
  }
}

template <typename Cost, typename IsVoid>
std::optional<pool_core::coming_range> pool_core::reserve_and_map(lock_type& lock, const pooled_file& of,
                                                                  const file_run& run, const Cost& cost,
                                                                  const IsVoid& is_void) {
  for (bool again = false;; again = true) {
    const auto counted = reserve(lock, of, cost, is_void);
    if (!counted) return std::nullopt;
    const auto take_back = [&] {
      coming_bytes_ -= *counted;
      uncount(*counted);
    };
    try {
      // What a part of a mapping costs depends on its neighbours: they must not change meanwhile.
      std::optional<opened_lock> opened;
      if (of.backing() == window_backing::mapped) opened.emplace(lock);
      return coming_range{*counted, of.map_range(run.offset, static_cast<std::size_t>(run.length))};
    } catch (const std::filesystem::filesystem_error& error) {
      take_back();
      if (error.code() != std::errc::not_enough_memory) throw;
    } catch (...) {
      take_back();
      throw;
    }
    if (again) {
      refusals_.store(reads_after_refusal, std::memory_order_relaxed);
      return std::nullopt;
    }
    while (evict_some(lock, true, [] { return false; }) != 0) {}
  }
}

window pool_core::bring(pooled_file& of, std::uint64_t number) {
  std::optional<coming_range> made;  // a mapping that came too late goes without the lock
  lock_type lock(mutex_);
  window_block& wanted = of.block(number);
  ++misses_;
  const std::uint64_t start = of.start_of(number);
  made = reserve_and_map(
      lock, of, {start, of.stop_of(number) - start},
      [&] {
        const std::uint64_t bytes = of.cost_of(number);
        return need{bytes, bytes};
      },
      [&] { return wanted.ready(); });
  if (!made) return of.pin_ready(number);
  coming_bytes_ -= made->counted;
  if (wanted.ready()) {
    uncount(made->counted);
    return of.pin_ready(number);
  }
  try {
    queue_.reserve_one();
  } catch (...) {
    uncount(made->counted);
    throw;
  }
  mapping_owner& source = *made->range.of.pages().owner();
  source.pin();
  wanted.show(source, made->range.bytes);
  enter_window(wanted);
  return {view(wanted), start, wanted.mark()};  // it came, which is no use yet
}

void pool_core::enter_window(window_block& shown) noexcept {
  queue_.insert(shown);
  windows_.store(queue_.size(), std::memory_order_relaxed);
  peak_windows_ = std::max<std::uint64_t>(peak_windows_, queue_.size());
  shown.set_ready(true);
}

window pool_core::bring_fitted(const std::shared_ptr<pooled_file>& of, std::uint64_t offset, std::size_t least,
                               std::uint64_t length) {
  fitted_windows& windows = *of->fitted();
  file_run run;
  const auto place = [&] { run = windows.place(offset, std::max<std::uint64_t>(least, length)); };
  const auto is_wide = [&] {
    place();
    return !memosaic::fits(offset - run.offset, least, run.length);
  };
  for (;;) {
    std::optional<coming_range> made;  // a mapping that came too late goes without the lock
    lock_type lock(mutex_);
    // Room is made for a whole window, whatever will fit: neighbours that leave let it show more.
    made = reserve_and_map(
        lock, *of, run,
        [&] {
          place();
          return need{run.length, windows.window_size()};
        },
        [&] { return windows.shows(offset) || is_wide(); });
    if (!made) {
      if (!windows.shows(offset)) {
        if (!is_wide()) return {};  // the system maps no more
        break;
      }
      window found = of->pin_fitted(offset);
      if (least > found.stop() - offset) break;
      count_hits(1);
      return found;
    }
    coming_bytes_ -= made->counted;
    if (!windows.is_free(run)) {  // others were faster
      uncount(made->counted);
      continue;
    }
    try {
      queue_.reserve_one();
      window_block& wanted = windows.prepare();
      mapping_owner& source = *made->range.of.pages().owner();
      source.pin();
      wanted.show(source, made->range.bytes);
      windows.insert(wanted, run);
      eviction_queue::forget(wanted);
      ++misses_;
      enter_window(wanted);
      return {view(wanted), run.offset, wanted.mark()};
    } catch (...) {
      uncount(made->counted);
      throw;
    }
  }
  return bring_wide(of, offset, least);
}

window pool_core::bring_wide(const std::shared_ptr<pooled_file>& of, std::uint64_t offset, std::size_t length) {
  std::optional<coming_range> made;
  {
    lock_type lock(mutex_);
    ++misses_;
    made = reserve_and_map(
        lock, *of, {offset, length},
        [&] {
          return need{length, length};
        },
        [] { return false; });
    if (!made) return {};
    coming_bytes_ -= made->counted;
    held_bytes_ += made->counted;
  }
  wide_block* block = nullptr;
  try {
    block = new wide_block(std::move(made->range), of);
  } catch (...) {
    forget_held(length);
    throw;
  }
  view shown(*block);
  block->drop_reference();  // the view holds its own
  return {std::move(shown), offset, block->mark()};
}

void pool_core::forget_held(std::uint64_t bytes) noexcept {
  const std::lock_guard lock(mutex_);
  uncount(bytes);
  held_bytes_ -= bytes;
}

read_block* pool_core::make_read_block(const pooled_file& of, std::size_t least, std::size_t wanted) {
  std::size_t size = wanted;
  {
    lock_type lock(mutex_);
    if (!is_allowed(size)) {
      size = least;
      const auto enough = [&] {
        return fits_limit(bytes() - leaving_bytes_ + read_block_bytes_, size, options_.limits.hard_bytes);
      };
      while (!is_allowed(size)) {
        if (!enough() && evict_some(lock, true, enough) != 0) continue;
        if (!wait_for_others(lock)) refuse(size, of);
      }
    }
    read_block_bytes_ += size;
  }
  for (;;) {
    try {
      return new read_block(size, shared_from_this());
    } catch (const std::bad_alloc&) {
      // Where no mappings are left, there is no memory for long blocks either.
      forget_read_block(size == least ? size : size - least);
      if (size == least) throw;
      size = least;
    }
  }
}

void pool_core::forget_read_block(std::uint64_t bytes) noexcept {
  const std::lock_guard lock(mutex_);
  read_block_bytes_ -= bytes;
}

void pool_core::count(std::uint64_t bytes) noexcept {
  const std::uint64_t now = this->bytes() + bytes;
  bytes_.store(now, std::memory_order_relaxed);
  peak_bytes_ = std::max(peak_bytes_, now);
}

void pool_core::uncount(std::uint64_t bytes) noexcept {
  bytes_.store(this->bytes() - bytes, std::memory_order_relaxed);
}

void pool_core::count_read(std::uint64_t bytes, bool was_refused) noexcept {
  scattered_.count(bytes);
  if (was_refused) fallback_reads_.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace memosaic::window_core
