#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "file/window_block.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"
#include "memosaic/file/window.hpp"
#include "memosaic/file/window_limits.hpp"

namespace memosaic::window_core {

class pool_core;

/// A part of a mapping, which it keeps.
struct mapped_range {
  mapping of;
  bytes_view bytes;
};

/// A file in a pool, as it was when it was opened, and its windows.
///
/// Windows are numbered: number `k` begins at `k * stride` and is `window_size` long, or ends with the file.
class pooled_file {
 public:
  pooled_file(file opened, std::shared_ptr<pool_core> pool);
  pooled_file(const pooled_file&) = delete;
  pooled_file& operator=(const pooled_file&) = delete;
  ~pooled_file();

  [[nodiscard]] const file& source() const noexcept { return file_; }
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] pool_core& pool() const noexcept { return *pool_; }

  /// Never `automatic`.
  [[nodiscard]] window_backing backing() const noexcept { return backing_; }

  [[nodiscard]] std::uint64_t window_count() const noexcept { return count_; }

  /// The window that shows most of what follows an offset inside the file.
  [[nodiscard]] std::uint64_t number_of(std::uint64_t offset) const noexcept;
  [[nodiscard]] std::uint64_t start_of(std::uint64_t number) const noexcept { return number << stride_bits_; }
  [[nodiscard]] std::uint64_t stop_of(std::uint64_t number) const noexcept;

  /// The window if it is there, pinned; empty if not. No lock.
  [[nodiscard]] window pin_ready(std::uint64_t number) noexcept;

  /// Any range of a file that can be mapped. Errors: as of a mapping.
  [[nodiscard]] mapped_range map_range(std::uint64_t offset, std::size_t length) const;

  /// Gives the memory back of a range that nobody looks at any more.
  void leave_range(bytes_view range) const noexcept;

  // The rest is called with the pool's lock.

  /// The block of a window, made if it was never wanted before. Errors: `std::bad_alloc`.
  [[nodiscard]] window_block& block(std::uint64_t number);

  /// The block of a window that was wanted before; null else. No lock is needed.
  [[nodiscard]] window_block* find_block(std::uint64_t number) const noexcept;

  /// What the budget would count for a window beside those that are ready.
  [[nodiscard]] std::uint64_t cost_of(std::uint64_t number) const noexcept;

  /// Puts the bytes behind a block that is not ready. Errors: as of a mapping.
  void map(window_block& shown, std::uint64_t number);

  /// Gives the memory back of a block that is not ready any more and that nobody pins.
  void unmap(window_block& shown) noexcept;

 private:
  void choose_backing(window_backing wanted);
  [[nodiscard]] bool is_ready(std::uint64_t number) const noexcept;

  /// The part of a window that no other window that is ready shows, as file offsets.
  struct part {
    std::uint64_t start = 0;
    std::uint64_t stop = 0;
  };
  [[nodiscard]] part own_part(std::uint64_t number) const noexcept;

  file file_;
  std::shared_ptr<pool_core> pool_;
  std::uint64_t size_;
  std::uint64_t window_size_ = 0;
  unsigned stride_bits_ = 0;
  std::uint64_t count_ = 0;
  window_backing backing_ = window_backing::read;
  mapping whole_;  ///< with `resident` backing
  std::size_t page_count_ = 0;
  std::unique_ptr<std::atomic<window_page*>[]> pages_;
};

}  // namespace memosaic::window_core
