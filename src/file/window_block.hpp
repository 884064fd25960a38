#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>

#include "file/eviction_queue.hpp"
#include "file/mapping_owner.hpp"
#include "memosaic/buffer/owner.hpp"
#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::window_core {

class pool_core;
class pooled_file;

/// The control block of one window of a file, for as long as the file is in the pool or any view of the window lives.
///
/// It is the owner that views of the window pin. It fills one cache line of its own, so that threads on different
/// windows do not disturb each other. It is *ready* while its bytes may be looked at: whoever wants them pins first and
/// asks then; whoever evicts takes the readiness away first and looks for pins then. Both in one total order, so that
/// one of them sees the other.
class alignas(64) window_block final : public owner, public evictable {
 public:
  window_block() noexcept : owner(nullptr, 0, false) {}

  /// The file, as long as that is in the pool.
  [[nodiscard]] pooled_file& file() const noexcept;

  [[nodiscard]] bool ready() const noexcept { return ready_.load(std::memory_order_seq_cst); }
  void set_ready(bool ready) noexcept { ready_.store(ready, std::memory_order_seq_cst); }

  /// Notes that a range of this window was read because the window was not there; returns how often in this epoch.
  /// Counts of two threads at once may lose one.
  [[nodiscard]] unsigned note_read(std::uint16_t epoch) noexcept {
    const std::uint32_t before = reads_.load(std::memory_order_relaxed);
    const std::uint32_t count = before >> 16 == epoch ? std::min(before & 0xFFFFU, 0xFFFEU) + 1 : 1;
    reads_.store((std::uint32_t{epoch} << 16) | count, std::memory_order_relaxed);
    return count;
  }

  /// Takes over a pin of a mapping and shows bytes of it; called with the pool's lock, while it is not ready.
  void show(mapping_owner& source, bytes_view bytes) noexcept;

  /// Shows nothing any more, and gives the pin of its mapping to the caller; called as `show`. Null if it showed
  /// nothing.
  [[nodiscard]] mapping_owner* hide() noexcept;

  /// The mapping that its bytes lie in; asked as they are.
  [[nodiscard]] const mapping_owner& source() const noexcept;

  /// Where in the file its bytes begin; asked while it is ready and pinned, or with the pool's lock.
  [[nodiscard]] std::uint64_t start() const noexcept {
    const mapping_owner& from = source();
    return from.part().offset + static_cast<std::uint64_t>(data() - from.data());
  }

  /// Tells of damage to what it shows; only while it shows something.
  [[nodiscard]] const std::atomic<bool>* mark() const noexcept { return mark_; }

  /// The pool has let go of it while it was pinned, and counts it until nobody pins it.
  void set_orphaned(bool listed) noexcept { orphaned_ = listed ? orphan::listed : orphan::alone; }

  /// Blocks lie in pages, which go when the last of theirs has gone.
  static void operator delete(void* block) noexcept;
  static void* operator new(std::size_t, void* where) noexcept { return where; }

 private:
  ~window_block() override;

  enum class orphan : std::uint8_t {
    no,
    listed,  ///< among others of its pool, with which it may share bytes
    alone,   ///< counted as if it shared none
  };

  std::atomic<bool> ready_{false};
  orphan orphaned_ = orphan::no;
  std::atomic<std::uint32_t> reads_{0};      ///< epoch in the upper half, reads in the lower
  const std::atomic<bool>* mark_ = nullptr;  ///< of its mapping, which its page has: no line more to be read for it
};

static_assert(sizeof(window_block) == 64);

/// The blocks of some windows of a file in one page of memory.
class alignas(4096) window_page {
 public:
  static constexpr std::size_t count = 56;

  /// For the windows with numbers `first`, `first + step` and so on.
  window_page(pooled_file& file, std::shared_ptr<pool_core> pool, std::uint64_t first, std::uint32_t step) noexcept;
  window_page(const window_page&) = delete;
  window_page& operator=(const window_page&) = delete;

  [[nodiscard]] window_block& operator[](std::size_t index) noexcept {
    return *std::launder(std::bit_cast<window_block*>(blocks_ + index * sizeof(window_block)));
  }

  /// The page of a block, known by its address.
  [[nodiscard]] static window_page& of(const window_block& block) noexcept;

  /// The number of a block's window.
  [[nodiscard]] static std::uint64_t number_of(const window_block& block) noexcept;

  /// The file lets go of all of them.
  void release() noexcept;

 private:
  friend class window_block;
  ~window_page() = default;

  [[nodiscard]] std::size_t index_of(const window_block& block) const noexcept {
    const auto into = std::bit_cast<std::uintptr_t>(&block) - std::bit_cast<std::uintptr_t>(&blocks_[0]);
    return into / sizeof(window_block);
  }

  std::atomic<std::uint32_t> alive_{count};
  std::uint32_t step_;
  std::uint64_t first_;
  pooled_file* file_;                               ///< as long as it has not let go
  std::shared_ptr<pool_core> pool_;                 ///< counts what is pinned longer
  alignas(64) mapping_owner* sources_[count] = {};  ///< pinned: what each block shows
  alignas(64) std::byte blocks_[count * sizeof(window_block)];
};

static_assert(sizeof(window_page) == 4096);

}  // namespace memosaic::window_core
