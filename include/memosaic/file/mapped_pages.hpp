#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "memosaic/buffer/view.hpp"
#include "memosaic/file/file.hpp"

namespace memosaic {

class mapping_owner;

/// How a mapping will be read: a hint to the kernel, never a promise.
enum class access_pattern : std::uint8_t { normal, sequential, random, will_need, dont_need };

/// What mappings of every kind have in common: the pages of a part of a file, pinned, and the mark of their damage.
///
/// It is made by a mapping and is of use to who writes one more kind of them. Copies are O(1) and share the pages;
/// moves leave it empty.
/// Errors: `std::out_of_range` if `[start, stop)` is not inside `size()`.
class mapped_pages {
 public:
  mapped_pages() noexcept = default;
  mapped_pages(const mapped_pages&) noexcept = default;
  mapped_pages(mapped_pages&& other) noexcept;
  mapped_pages& operator=(const mapped_pages&) noexcept = default;
  mapped_pages& operator=(mapped_pages&& other) noexcept;
  ~mapped_pages() = default;

  [[nodiscard]] std::size_t size() const noexcept { return whole_.size(); }
  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return whole_.bytes(); }
  [[nodiscard]] const memosaic::view& view() const noexcept MEMOSAIC_LIFETIMEBOUND { return whole_; }

  /// Whether pages were lost, see `watch_mappings()`. To be asked after reading; what was read is void then.
  [[nodiscard]] bool damaged() const noexcept {
    std::atomic_thread_fence(std::memory_order_acquire);  // what was read before was read before the mark
    return mark_->load(std::memory_order_relaxed);
  }

  /// Errors: `file_changed` if `damaged()`.
  void check() const {
    if (damaged()) [[unlikely]]
      throw_damaged();
  }

  /// The same, and asks the system whether the file still has all of the bytes: the rest of the page in which it ends
  /// now reads as zeros without any signal. For the end of what reads much.
  ///
  /// Errors: `file_changed`; `std::invalid_argument` if `source` is another file than the one that was mapped.
  void check(const file& source) const;

  /// Hints how `[start, stop)` will be read; the pages that it touches are meant as a whole.
  ///
  /// Errors: a kernel that refuses a hint is no error.
  void advise(access_pattern pattern, std::size_t start, std::size_t stop) const;

  /// Has the pages of `[start, stop)` read now, and made writable if they were mapped for that, so that later access
  /// waits for nothing.
  ///
  /// Errors: `file_changed` if the file does not have them any more.
  void populate(std::size_t start, std::size_t stop) const;

  /// Keeps the pages of `[start, stop)` in memory until `unlock`, or until nobody has them mapped. Locks do not count:
  /// one `unlock` ends them all.
  ///
  /// Errors: `std::filesystem::filesystem_error`, `std::errc::not_enough_memory` beyond `RLIMIT_MEMLOCK`.
  void lock(std::size_t start, std::size_t stop) const;
  void unlock(std::size_t start, std::size_t stop) const;

  /// Whose pages they are; null if none.
  [[nodiscard]] mapping_owner* owner() const noexcept { return owner_; }

 private:
  friend class mapping_maker;
  explicit mapped_pages(mapping_owner& made) noexcept;

  [[noreturn]] void throw_damaged() const;

  template <typename Operation>
  void on_pages(std::size_t start, std::size_t stop, const Operation& operation) const;

  static constexpr std::atomic<bool> never_damaged{false};

  memosaic::view whole_;            ///< pins the owner; empty without one if nothing is mapped
  mapping_owner* owner_ = nullptr;  ///< the same, by its own type
  const std::atomic<bool>* mark_ = &never_damaged;
};

}  // namespace memosaic
