// SPDX-License-Identifier: Apache-2.0
#include "file/fitted_windows.hpp"

#include <algorithm>
#include <utility>

#include "file/pooled_file.hpp"
#include "memosaic/bytes/checked.hpp"
#include "os/calls.hpp"

namespace memosaic::window_core {
namespace {

constexpr std::size_t least_capacity = 64;

}  // namespace

file_run fit_window(std::uint64_t offset, std::uint64_t length, window_gap gap, std::uint64_t window_size,
                    std::uint64_t granularity) noexcept {
  length = std::min(length, window_size);
  // No sum overflows: every end lies in the gap.
  const std::uint64_t start = offset - std::min(offset - gap.start, window_size - length);
  const std::uint64_t stop = start + std::min(gap.stop - start, window_size);
  const std::uint64_t over = stop % granularity;
  const std::uint64_t missing = over == 0 ? 0 : granularity - over;
  const std::uint64_t aligned_start = start - start % granularity;
  const std::uint64_t aligned_stop = gap.stop - stop < missing ? gap.stop : stop + missing;
  return {aligned_start, aligned_stop - aligned_start};
}

fitted_windows::table::table(std::size_t size)
    : capacity(size),
      starts(std::make_unique<std::atomic<std::uint64_t>[]>(size)),
      blocks(std::make_unique<std::atomic<window_block*>[]>(size)) {}

fitted_windows::fitted_windows(pooled_file& file, std::shared_ptr<pool_core> pool, std::uint64_t window_size) noexcept
    : file_(file), pool_(std::move(pool)), window_size_(window_size) {}

fitted_windows::~fitted_windows() {
  for (auto* const page : pages_) page->release();
}

std::size_t fitted_windows::count_before(const table& in, std::size_t count, std::uint64_t offset) noexcept {
  std::size_t first = 0;
  while (count != 0) {
    const std::size_t half = count / 2;
    if (in.starts[first + half].load(std::memory_order_relaxed) <= offset) {
      first += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return first;
}

window_block* fitted_windows::find(std::uint64_t offset) const noexcept {
  const table* const in = current_.load(std::memory_order_acquire);
  if (in == nullptr) return nullptr;
  // A count beyond the capacity belongs to the next table; all of this one was in use then.
  const std::size_t count = std::min(count_.load(std::memory_order_acquire), in->capacity);
  const std::size_t before = count_before(*in, count, offset);
  return before == 0 ? nullptr : in->blocks[before - 1].load(std::memory_order_acquire);
}

std::uint64_t fitted_windows::stop_of(std::size_t index) const noexcept {
  const table& in = *current_.load(std::memory_order_relaxed);
  return in.starts[index].load(std::memory_order_relaxed) + in.blocks[index].load(std::memory_order_relaxed)->size();
}

window_gap fitted_windows::gap_at(std::uint64_t offset) const noexcept {
  window_gap gap{0, file_.size()};
  if (count() == 0) return gap;
  const table& in = *current_.load(std::memory_order_relaxed);
  const std::size_t before = count_before(in, count(), offset);
  if (before != 0) gap.start = stop_of(before - 1);
  if (before != count()) gap.stop = in.starts[before].load(std::memory_order_relaxed);
  return gap;
}

bool fitted_windows::is_free(file_run run) const noexcept {
  // The gap of an offset that a window shows begins behind it.
  const window_gap gap = gap_at(run.offset);
  return gap.start <= run.offset && run.length <= gap.stop - run.offset;
}

file_run fitted_windows::place(std::uint64_t offset, std::uint64_t length) const noexcept {
  return fit_window(offset, length, gap_at(offset), window_size_, os::page_size());
}

void fitted_windows::grow() {
  const std::size_t count = this->count();
  auto larger = std::make_unique<table>(std::max(least_capacity, add_sizes(count, count)));
  tables_.reserve(tables_.size() + 1);
  if (count != 0) {
    const table& in = *current_.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < count; ++i) {
      larger->starts[i].store(in.starts[i].load(std::memory_order_relaxed), std::memory_order_relaxed);
      larger->blocks[i].store(in.blocks[i].load(std::memory_order_relaxed), std::memory_order_relaxed);
    }
  }
  current_.store(larger.get(), std::memory_order_release);
  tables_.push_back(std::move(larger));
}

window_block& fitted_windows::prepare() {
  if (tables_.empty() || count() == tables_.back()->capacity) grow();
  if (free_.empty()) {
    pages_.reserve(pages_.size() + 1);
    free_.reserve((pages_.size() + 1) * window_page::count);
    pages_.push_back(new window_page(file_, pool_, pages_.size() * window_page::count, 1));
    for (std::size_t i = window_page::count; i-- > 0;) free_.push_back(&(*pages_.back())[i]);
  }
  return *free_.back();
}

void fitted_windows::insert(window_block& shown, file_run run) noexcept {
  free_.pop_back();
  table& in = *current_.load(std::memory_order_relaxed);
  const std::size_t count = this->count();
  const std::size_t at = count_before(in, count, run.offset);
  for (std::size_t i = count; i > at; --i) {
    in.starts[i].store(in.starts[i - 1].load(std::memory_order_relaxed), std::memory_order_relaxed);
    in.blocks[i].store(in.blocks[i - 1].load(std::memory_order_relaxed), std::memory_order_release);
  }
  in.starts[at].store(run.offset, std::memory_order_relaxed);
  in.blocks[at].store(&shown, std::memory_order_release);
  count_.store(count + 1, std::memory_order_release);
}

void fitted_windows::remove(window_block& leaving) noexcept {
  table& in = *current_.load(std::memory_order_relaxed);
  const std::size_t count = this->count();
  const std::size_t at = count_before(in, count, leaving.start()) - 1;
  for (std::size_t i = at; i + 1 < count; ++i) {
    in.starts[i].store(in.starts[i + 1].load(std::memory_order_relaxed), std::memory_order_relaxed);
    in.blocks[i].store(in.blocks[i + 1].load(std::memory_order_relaxed), std::memory_order_release);
  }
  count_.store(count - 1, std::memory_order_release);
  free_.push_back(&leaving);
}

std::vector<file_run> fitted_windows::runs() const {
  std::vector<file_run> result;
  result.reserve(count());
  for (std::size_t i = 0; i < count(); ++i) {
    const table& in = *current_.load(std::memory_order_relaxed);
    const std::uint64_t start = in.starts[i].load(std::memory_order_relaxed);
    result.push_back({start, stop_of(i) - start});
  }
  return result;
}

}  // namespace memosaic::window_core
