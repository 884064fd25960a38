// SPDX-License-Identifier: Apache-2.0
// What a pool tells of itself.
#include <algorithm>
#include <mutex>
#include <vector>

#include "file/pool_core.hpp"
#include "file/pooled_file.hpp"
#include "os/fault_handler.hpp"

namespace memosaic::window_core {

std::vector<file_run> pool_core::windows(const pooled_file& of) const {
  const std::lock_guard lock(mutex_);
  if (of.fitted() != nullptr) return of.fitted()->runs();
  std::vector<file_run> result;
  queue_.each([&](const evictable& item) {
    const auto& block = static_cast<const window_block&>(item);
    if (&block.file() == &of) result.push_back({block.start(), block.size()});
  });
  std::sort(result.begin(), result.end(), [](const file_run& a, const file_run& b) { return a.offset < b.offset; });
  return result;
}

window_pool_statistics pool_core::statistics() const {
  const std::lock_guard lock(mutex_);
  window_pool_statistics now;
  now.hits = hits_.load(std::memory_order_relaxed);
  now.misses = misses_;
  now.evictions = evictions_;
  now.reads = scattered_.reads();
  now.read_bytes = scattered_.bytes();
  now.fallback_reads = fallback_reads_.load(std::memory_order_relaxed);
  now.faults_survived = os::faults_survived();
  now.windows = queue_.size();
  now.peak_windows = peak_windows_;
  now.bytes = bytes();
  now.peak_bytes = peak_bytes_;
  now.read_block_bytes = read_block_bytes_;
  now.files = files_.size();
  now.pinned_bytes = held_bytes_;
  std::vector<const pooled_file*> shown;
  queue_.each([&](const evictable& item) {
    const auto& block = static_cast<const window_block&>(item);
    shown.push_back(&block.file());
    if (block.pins() == 0) return;
    const std::uint64_t number = window_page::number_of(block);
    ++now.pinned_windows;
    now.pinned_bytes += block.size();
    if (number == 0 || block.file().fitted() != nullptr) return;
    const window_block* const previous = block.file().find_block(number - 1);
    if (previous == nullptr || !eviction_queue::holds(*previous) || previous->pins() == 0) return;
    now.pinned_bytes -= block.file().shared_with_previous(number);
  });
  std::sort(shown.begin(), shown.end());
  now.files_with_windows = static_cast<std::uint64_t>(std::unique(shown.begin(), shown.end()) - shown.begin());
  return now;
}

}  // namespace memosaic::window_core
