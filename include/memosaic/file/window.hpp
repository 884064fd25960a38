#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "memosaic/buffer/view.hpp"

namespace memosaic {

/// A pinned part of a file in memory.
///
/// It keeps its bytes and their place for as long as it or any view of it lives, also when the cursor, the pool and the
/// file are gone; the pool never evicts it meanwhile. Copies are O(1). Moves leave it empty.
/// Lifetime, threads: as `view`. The bytes are the file's: if somebody writes the file, they change, unless they were
/// read and not mapped.
class window {
 public:
  window() noexcept = default;

  /// `mark` tells of damage and lives as long as the bytes; null for bytes that cannot be lost.
  window(memosaic::view bytes, std::uint64_t start, const std::atomic<bool>* mark) noexcept
      : bytes_(std::move(bytes)), start_(start), mark_(mark) {}

  /// Where in the file it begins.
  [[nodiscard]] std::uint64_t start() const noexcept { return start_; }
  [[nodiscard]] std::uint64_t stop() const noexcept { return start_ + bytes_.size(); }
  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
  [[nodiscard]] bool includes(std::uint64_t offset) const noexcept { return offset - start_ < bytes_.size(); }

  /// Whether its bytes are the file's own and not read from it.
  [[nodiscard]] bool mapped() const noexcept { return mark_ != nullptr; }

  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return bytes_.bytes(); }
  [[nodiscard]] const memosaic::view& view() const noexcept MEMOSAIC_LIFETIMEBOUND { return bytes_; }

  /// The bytes `[start, stop)` of the file. Errors: `std::out_of_range` if they are not in the window.
  [[nodiscard]] memosaic::view view(std::uint64_t start, std::uint64_t stop) const;

  /// The same as a window, which tells of damage too.
  [[nodiscard]] window sub(std::uint64_t start, std::uint64_t stop) const { return {view(start, stop), start, mark_}; }

  void swap(window& other) noexcept {
    bytes_.swap(other.bytes_);
    std::swap(start_, other.start_);
    std::swap(mark_, other.mark_);
  }

  /// Whether pages of its mapping were lost, see `watch_mappings()`. To be asked after reading; what was read is void
  /// then.
  [[nodiscard]] bool damaged() const noexcept {
    std::atomic_thread_fence(std::memory_order_acquire);  // what was read before was read before the mark
    return mark_ != nullptr && mark_->load(std::memory_order_relaxed);
  }

  /// Errors: `file_changed` if `damaged()`.
  void check() const {
    if (damaged()) [[unlikely]]
      throw_damaged();
  }

 private:
  [[noreturn]] void throw_damaged() const;

  memosaic::view bytes_;
  std::uint64_t start_ = 0;
  const std::atomic<bool>* mark_ = nullptr;
};

}  // namespace memosaic
