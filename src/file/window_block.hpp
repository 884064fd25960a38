#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "file/mapping_owner.hpp"
#include "memosaic/buffer/owner.hpp"
#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::window_core {

class pooled_file;

/// The control block of one window of a file, for as long as the file is in the pool or any view of the window lives.
///
/// It is the owner that views of the window pin. It fills one cache line of its own, so that threads on different
/// windows do not disturb each other. It is *ready* while its bytes may be looked at: whoever wants them pins first and
/// asks then; whoever evicts takes the readiness away first and looks for pins then. Both in one total order, so that
/// one of them sees the other.
class alignas(64) window_block final : public owner {
 public:
  static constexpr std::uint8_t most_uses = 3;

  explicit window_block(pooled_file& file) noexcept : owner(nullptr, 0, false), file_(&file) {}

  [[nodiscard]] pooled_file& file() const noexcept { return *file_; }

  [[nodiscard]] bool ready() const noexcept { return ready_.load(std::memory_order_seq_cst); }
  void set_ready(bool ready) noexcept { ready_.store(ready, std::memory_order_seq_cst); }

  /// Notes a use for the clock; it writes only as long as that changes anything.
  void use() noexcept {
    const std::uint8_t uses = uses_.load(std::memory_order_relaxed);
    if (uses < most_uses) uses_.store(static_cast<std::uint8_t>(uses + 1), std::memory_order_relaxed);
  }

  /// What the clock's hand takes as it passes; false if there was nothing left.
  [[nodiscard]] bool take_use() noexcept {
    const std::uint8_t uses = uses_.load(std::memory_order_relaxed);
    if (uses == 0) return false;
    uses_.store(static_cast<std::uint8_t>(uses - 1), std::memory_order_relaxed);
    return true;
  }
  void forget_uses() noexcept { uses_.store(0, std::memory_order_relaxed); }

  /// Notes that a range of this window was read since the window was not there; returns how often in this epoch.
  /// Counts of two threads at once may lose one.
  [[nodiscard]] unsigned note_read(std::uint16_t epoch) noexcept {
    const std::uint32_t before = reads_.load(std::memory_order_relaxed);
    const std::uint32_t count = before >> 16 == epoch ? std::min(before & 0xFFFFU, 0xFFFEU) + 1 : 1;
    reads_.store((std::uint32_t{epoch} << 16) | count, std::memory_order_relaxed);
    return count;
  }

  /// Takes the bytes of a mapping, which it keeps; called with the pool's lock, while it is not ready.
  void show(mapping_owner& source, bytes_view bytes) noexcept {
    source.pin();
    hide();
    source_ = &source;
    set_bytes(const_cast<std::byte*>(bytes.data()), bytes.size());
  }

  /// Tells of damage to what it shows; null if it shows nothing.
  [[nodiscard]] const std::atomic<bool>* mark() const noexcept {
    return source_ == nullptr ? nullptr : &source_->damaged();
  }

  /// Lets go of the mapping; called as `show`.
  void hide() noexcept {
    if (source_ != nullptr) source_->unpin();
    source_ = nullptr;
    set_bytes(nullptr, 0);
  }

  /// Where it stands in the pool's ring, as the pool has set it.
  [[nodiscard]] std::uint32_t place() const noexcept { return place_; }
  void set_place(std::size_t place) noexcept { place_ = static_cast<std::uint32_t>(place); }

  /// Blocks lie in pages, which go when the last of theirs has gone.
  static void operator delete(void* block) noexcept;
  static void* operator new(std::size_t, void* where) noexcept { return where; }

 private:
  ~window_block() override { hide(); }

  std::atomic<bool> ready_{false};
  std::atomic<std::uint8_t> uses_{0};  ///< as the clock counts them
  std::uint32_t place_ = 0;
  std::atomic<std::uint32_t> reads_{0};  ///< epoch in the upper half, reads in the lower
  mapping_owner* source_ = nullptr;      ///< pinned: its bytes lie in it
  pooled_file* file_;
};

static_assert(sizeof(window_block) == 64);

/// Some consecutive windows' blocks in one page of memory.
class alignas(4096) window_page {
 public:
  static constexpr std::size_t count = 63;

  /// For the windows from number `first` on.
  window_page(pooled_file& file, std::uint64_t first) noexcept;
  window_page(const window_page&) = delete;
  window_page& operator=(const window_page&) = delete;

  [[nodiscard]] window_block& operator[](std::size_t index) noexcept;

  /// The number of a block's window.
  [[nodiscard]] static std::uint64_t number_of(const window_block& block) noexcept;

  /// The file lets go of all of them.
  void release() noexcept;

 private:
  friend class window_block;

  alignas(64) std::atomic<std::uint32_t> alive_{count};
  std::uint64_t first_;
  alignas(64) std::byte blocks_[count * sizeof(window_block)];
};

static_assert(sizeof(window_page) == 4096);

}  // namespace memosaic::window_core
