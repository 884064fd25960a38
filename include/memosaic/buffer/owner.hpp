#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <cstdint>
#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#endif

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// What keeps bytes alive: the base of everything that views and slices can hold.
///
/// A heap block, a file mapping, a window, a piece of sparse memory and a lent Python object are all owners; a holder
/// cannot tell which. Two counts share one atomic word: *references* keep the owner alive, *pins* keep its bytes in
/// place. A view holds one of each; a slice holds a reference only. Creating an owner makes one reference.
///
/// To write an owner: derive, pass where the bytes are, free them in the destructor, and override `resize` if they can
/// change size. The last release deletes the owner with `delete`.
/// Threads: counts are atomic; bytes, size and place follow the rule of the derived class.
/// Cost: while the process has one thread, a count is a plain addition and not a locked one.
/// Errors: counting never fails. From 2^31 holders on (48 GiB of views) the counts stick: the owner is then never freed
/// and never moved, which wastes it but leaves no view dangling.
class owner {
 public:
  owner(const owner&) = delete;
  owner& operator=(const owner&) = delete;

  [[nodiscard]] std::byte* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Whether the bytes may be written through this owner now: it was made writable and is not frozen.
  [[nodiscard]] bool writable() const noexcept { return writable_ && !frozen(); }

  /// Whether the bytes never change as long as anybody but one unique view looks at them.
  [[nodiscard]] bool frozen() const noexcept { return frozen_.load(std::memory_order_acquire); }

  [[nodiscard]] std::uint64_t references() const noexcept {
    return counts_.load(std::memory_order_acquire) & (one_pin - 1);
  }
  [[nodiscard]] std::uint64_t pins() const noexcept { return counts_.load(std::memory_order_seq_cst) / one_pin; }

  /// How many of the pins are mutable views; they forbid freezing.
  [[nodiscard]] std::uint64_t writers() const noexcept { return writers_.load(std::memory_order_acquire); }

  void add_reference() noexcept { add(one_reference); }
  void drop_reference() noexcept { subtract(one_reference); }

  /// One reference and one pin, in one step. Sequentially consistent, so that an owner may take its bytes away from
  /// those who do not hold it: they pin and look whether it has them, it says that it has not and looks for pins.
  void pin() noexcept { add(one_reference + one_pin); }
  void unpin() noexcept { subtract(one_reference + one_pin); }

  /// The same `count` times, in one step: for who gives many views out.
  void pin(std::uint32_t count) noexcept { add(count * (one_reference + one_pin)); }
  void unpin(std::uint32_t count) noexcept { subtract(count * (one_reference + one_pin), count); }

  /// A pin that may write, counted among the pins too.
  void pin_writer() noexcept {
    pin();
    writers_.fetch_add(1, std::memory_order_relaxed);
  }
  void unpin_writer() noexcept {
    writers_.fetch_sub(1, std::memory_order_release);  // whoever freezes next sees all that was written
    unpin();
  }

  /// Bytes of memory that this owner keeps, its headroom included: what a small view of it retains.
  [[nodiscard]] virtual std::size_t footprint() const noexcept { return size_; }

  /// Changes the size; bytes that are new repeat `pattern`, beginning with its first byte at the old end.
  ///
  /// Errors: `std::invalid_argument` from an owner that cannot change size; `buffer_pinned` while pins are out.
  virtual void resize(std::size_t size, bytes_view pattern);

 protected:
  owner(std::byte* data, std::size_t size, bool writable) noexcept : data_(data), size_(size), writable_(writable) {}
  virtual ~owner() = default;

  /// For a derived class whose bytes moved or changed size while nothing pinned them.
  void set_bytes(std::byte* data, std::size_t size) noexcept {
    data_ = data;
    size_ = size;
  }

  /// For a derived class that gives out its last right to write, or takes it back as the unique holder.
  ///
  /// A new writer comes only from the class itself or as a copy of one that is out, so `writers() == 0` stays true
  /// while the class decides.
  void set_frozen(bool frozen) noexcept { frozen_.store(frozen, std::memory_order_release); }

 private:
  friend class owner_counts_probe;  // tests: counts near their limit

  static constexpr std::uint64_t one_reference = 1;
  static constexpr std::uint64_t one_pin = std::uint64_t{1} << 32;

  /// Whether no second thread exists, so that a load and a store are as good as a locked addition and 5 times cheaper.
  [[nodiscard]] static bool single_threaded() noexcept {
#if __has_include(<sys/single_threaded.h>)
    return __libc_single_threaded != 0;
#else
    return false;
#endif
  }

  void add(std::uint64_t amount) noexcept {
    std::uint64_t before = 0;
    if (single_threaded()) {
      before = counts_.load(std::memory_order_relaxed);
      counts_.store(before + amount, std::memory_order_relaxed);
    } else {
      before = counts_.fetch_add(amount, std::memory_order_seq_cst);
    }
    if (static_cast<std::int32_t>(before) < 0) [[unlikely]]
      stick();
  }

  void subtract(std::uint64_t amount, std::uint32_t references = 1) noexcept {
    std::uint64_t before = 0;
    if (single_threaded()) {
      before = counts_.load(std::memory_order_relaxed);
      counts_.store(before - amount, std::memory_order_relaxed);
    } else {
      before = counts_.fetch_sub(amount, std::memory_order_acq_rel);
    }
    // One test for both rare cases: this was the last reference, or the counts are stuck (their sign bit is set).
    if (static_cast<std::int32_t>(before) <= static_cast<std::int32_t>(references)) [[unlikely]]
      end(before - (references - 1));
  }

  void stick() noexcept;
  void end(std::uint64_t before) noexcept;

  std::byte* data_;
  std::size_t size_;
  std::atomic<std::uint64_t> counts_{
      one_reference};                      ///< references in the low half, pins (never more) in the high half
  std::atomic<std::uint32_t> writers_{0};  ///< mutable views among the pins
  bool writable_;
  std::atomic<bool> frozen_{false};
};

}  // namespace memosaic
