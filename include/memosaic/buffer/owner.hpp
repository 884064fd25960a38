#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <cstdint>

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
class owner {
 public:
  owner(const owner&) = delete;
  owner& operator=(const owner&) = delete;

  [[nodiscard]] std::byte* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Whether the bytes may be written through this owner now: it was made writable and is not frozen.
  [[nodiscard]] bool writable() const noexcept { return writable_ && !frozen(); }
  [[nodiscard]] bool frozen() const noexcept { return frozen_.load(std::memory_order_acquire); }

  [[nodiscard]] std::uint64_t references() const noexcept;
  [[nodiscard]] std::uint64_t pins() const noexcept;

  void add_reference() noexcept;
  void drop_reference() noexcept;

  /// One reference and one pin, in one step.
  void pin() noexcept;
  void unpin() noexcept;

  /// Bytes of memory that this owner keeps, its headroom included: what a small view of it retains.
  [[nodiscard]] virtual std::size_t footprint() const noexcept { return size_; }

  /// Changes the size; bytes that are new repeat `pattern`, beginning with its first byte at the old end.
  ///
  /// Errors: `std::invalid_argument` from an owner that cannot change size; `buffer_pinned` while pins are out.
  virtual void resize(std::size_t size, bytes_view pattern);

 protected:
  owner(std::byte* data, std::size_t size, bool writable) noexcept : data_(data), size_(size), writable_(writable) {}
  virtual ~owner() = default;
```

  /// For a derived class whose bytes moved or changed size while nothing pinned them.
  void set_bytes(std::byte* data, std::size_t size) noexcept {
    data_ = data;
    size_ = size;
  }

 private:
  friend class freezer;

  static constexpr std::uint64_t one_reference = 1;
  static constexpr std::uint64_t one_pin = std::uint64_t{1} << 32;

  std::byte* data_;
  std::size_t size_;
  std::atomic<std::uint64_t> counts_{one_reference};  ///< references in the low half, pins in the high half
  std::atomic<std::uint32_t> writers_{0};             ///< mutable views among the pins: they forbid freezing
  bool writable_;
  std::atomic<bool> frozen_{false};
};

}  // namespace memosaic
