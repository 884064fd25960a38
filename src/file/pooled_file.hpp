#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "file/fitted_windows.hpp"
#include "file/left_window.hpp"
#include "file/mapped_range.hpp"
#include "file/reading_hints.hpp"
#include "file/window_block.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"
#include "memosaic/file/window.hpp"
#include "memosaic/file/window_limits.hpp"

namespace memosaic::window_core {

class pool_core;

/// A file in a pool, as it was when it was opened, and its windows.
///
/// Windows are numbered. The even ones lie side by side and show all of the file; the odd ones lie across their
/// borders, half on either side, for ranges that do. Each is `window_size()` long, or ends with the file. Windows that
/// are fitted have no numbers.
class pooled_file {
 public:
  static constexpr std::uint64_t no_window = UINT64_MAX;

  pooled_file(file opened, std::shared_ptr<pool_core> pool, bool borrowed);
  pooled_file(const pooled_file&) = delete;
  pooled_file& operator=(const pooled_file&) = delete;
  ~pooled_file();

  [[nodiscard]] const file& source() const noexcept { return file_; }
  /// Whether its descriptor is somebody else's.
  [[nodiscard]] bool is_borrowed() const noexcept { return borrowed_; }
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] pool_core& pool() const noexcept { return *pool_; }

  /// All bytes of what is no regular file, read when it was opened; empty for others.
  [[nodiscard]] const view& content() const noexcept { return content_; }

  /// Never `automatic`.
  [[nodiscard]] window_backing backing() const noexcept { return backing_; }

  /// The windows if they are fitted; null if they are numbered.
  [[nodiscard]] fitted_windows* fitted() const noexcept { return fitted_.get(); }

  [[nodiscard]] reading_hints& hints() noexcept { return hints_; }

  /// A power of two.
  [[nodiscard]] std::uint64_t window_size() const noexcept { return std::uint64_t{2} << half_bits_; }

  /// The window that shows a range inside the file, an even one if there is a choice; `no_window` if none does.
  [[nodiscard]] std::uint64_t number_of(std::uint64_t offset, std::size_t length) const noexcept {
    const std::uint64_t half = offset >> half_bits_;
    const std::uint64_t even = half & ~std::uint64_t{1};
    if (length <= window_size() - (offset - start_of(even))) [[likely]]
      return even;
    return half != even && length <= window_size() - (offset - start_of(half)) ? half : no_window;
  }
  [[nodiscard]] std::uint64_t start_of(std::uint64_t number) const noexcept { return number << half_bits_; }
  [[nodiscard]] std::uint64_t stop_of(std::uint64_t number) const noexcept {
    const std::uint64_t start = start_of(number);
    return start + std::min(window_size(), size_ - start);
  }

  /// The block of a window that is there, pinned; null if it is not. No lock.
  [[nodiscard]] window_block* pin_block(std::uint64_t number) const noexcept {
    window_block* const found = find_block(number);
    if (!pin_if_ready(found)) return nullptr;
    found->use();
    return found;
  }

  /// The same as a window; empty if it is not there.
  [[nodiscard]] window pin_ready(std::uint64_t number) const noexcept {
    window_block* const found = pin_block(number);
    if (found == nullptr) return {};
    return {view(*found, already_pinned), start_of(number), found->mark()};
  }

  /// The fitted window that shows an offset, if it is there, pinned; empty if not. No lock; without the pool's, one
  /// that is there may be missed.
  [[nodiscard]] window pin_fitted(std::uint64_t offset) const noexcept {
    window_block* const found = fitted_->find(offset);
    if (!pin_if_ready(found)) return {};
    const std::uint64_t start = found->start();
    if (offset - start >= found->size()) [[unlikely]] {
      found->unpin();
      return {};
    }
    found->use();
    return {view(*found, already_pinned), start, found->mark()};
  }

  /// Whether pages of it were lost: it is not to be looked at any more.
  [[nodiscard]] bool is_damaged() const noexcept { return known_damaged() || whole_.damaged(); }
  /// Whether somebody has said so.
  [[nodiscard]] bool known_damaged() const noexcept { return damaged_.load(std::memory_order_relaxed); }
  void set_damaged() noexcept { damaged_.store(true, std::memory_order_relaxed); }

  /// Any range of a file that can be mapped. Errors: as of a mapping.
  [[nodiscard]] mapped_range map_range(std::uint64_t offset, std::size_t length) const;

  /// Gives the memory back of a range that nobody looks at any more.
  void leave_range(bytes_view range) const noexcept;

  /// The block of a window that was wanted before; null else. No lock.
  [[nodiscard]] window_block* find_block(std::uint64_t number) const noexcept {
    const std::uint64_t index = number / 2;
    window_page* const page = pages_[page_of(number)].load(std::memory_order_acquire);
    return page == nullptr ? nullptr : &(*page)[index % window_page::count];
  }

  // The rest is called with the pool's lock.

  /// The block of a window, made if it was never wanted before. Errors: `std::bad_alloc`.
  [[nodiscard]] window_block& block(std::uint64_t number);

  /// Calls `visit` with the blocks of all windows that were ever wanted.
  template <typename Visit>
  void each_block(const Visit& visit) const {
    if (fitted_ != nullptr) fitted_->each_block(visit);
    for (std::size_t i = 0; i < 2 * half_page_count_; ++i) {
      window_page* const page = pages_[i].load(std::memory_order_relaxed);
      for (std::size_t j = 0; page != nullptr && j < window_page::count; ++j) visit((*page)[j]);
    }
  }

  /// What the budget counts for a window beside the others that are ready.
  [[nodiscard]] std::uint64_t cost_of(std::uint64_t number) const noexcept {
    const part own = own_part(number);
    return own.stop - own.start;
  }

  [[nodiscard]] std::uint64_t cost_of(const window_block& ready) const noexcept {
    return fitted_ != nullptr ? ready.size() : cost_of(window_page::number_of(ready));
  }

  /// How many bytes of a window the one before shows too and the budget counts once.
  [[nodiscard]] std::uint64_t shared_with_previous(std::uint64_t number) const noexcept;

  /// Takes the bytes from a window that is not ready any more and that nobody pins.
  [[nodiscard]] left_window leave(window_block& leaving) const noexcept;

 private:
  void choose_backing(window_backing wanted);
  void read_content();

  /// Whether a block is ready, and pinned by this.
  [[nodiscard]] static bool pin_if_ready(window_block* found) noexcept {
    if (found == nullptr || !found->ready()) return false;
    found->pin();
    // Asked again behind the pin: an eviction that did not see the pin has taken the readiness away by now.
    if (found->ready()) [[likely]]
      return true;
    found->unpin();
    return false;
  }

  [[nodiscard]] std::uint64_t choose_window_size() const;
  [[nodiscard]] bool is_ready(std::uint64_t number) const noexcept;
  [[nodiscard]] std::size_t page_of(std::uint64_t number) const noexcept {
    return (number % 2) * half_page_count_ + static_cast<std::size_t>(number / 2 / window_page::count);
  }

  /// The part of a window that the budget does not count for another that is ready, as file offsets.
  struct part {
    std::uint64_t start = 0;
    std::uint64_t stop = 0;
  };
  [[nodiscard]] part own_part(std::uint64_t number) const noexcept;

  std::uint64_t size_;
  unsigned half_bits_ = 0;           ///< of half a window
  std::size_t half_page_count_ = 0;  ///< of even windows, and as many of odd ones behind them
  std::unique_ptr<std::atomic<window_page*>[]> pages_;
  std::atomic<bool> damaged_{false};
  mapping whole_;  ///< with `resident` backing
  view content_;
  window_backing backing_ = window_backing::read;
  bool borrowed_;
  file file_;
  std::shared_ptr<pool_core> pool_;
  std::unique_ptr<fitted_windows> fitted_;
  reading_hints hints_;
};

}  // namespace memosaic::window_core
