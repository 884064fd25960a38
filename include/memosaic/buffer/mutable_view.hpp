#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <utility>

#include "memosaic/buffer/owner.hpp"
#include "memosaic/buffer/view.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"

namespace memosaic {

/// A run of bytes to write that keeps its owner alive, in place and unfrozen: the writable twin of `view`.
///
/// It always aliases: what is written shows in the owner and in every view of it. Copies share, like those of a view;
/// what a copy may write, the other holders see. `const` protects which bytes it shows, not the bytes, as with
/// `std::span`. Moves leave it empty and unowned.
///
/// Lifetime: `bytes()` is valid while any view of the same owner lives.
/// Threads: as `view`; who writes where others read or write needs their lock.
/// Errors: `std::out_of_range` if `[start, stop)` is not inside `size()`; it never clamps.
class mutable_view {
 public:
  mutable_view() noexcept = default;

  /// Pins all of `source`, which keeps its own reference.
  /// Errors: `std::invalid_argument` if it cannot be written: it was made read-only, or is frozen.
  explicit mutable_view(owner& source);

  /// Pins `source` for `bytes`, which must lie inside it. Errors: `std::out_of_range`; as above.
  mutable_view(owner& source, mutable_bytes_view bytes);

  /// Foreign memory that the caller promises to keep.
  mutable_view(mutable_bytes_view bytes, unowned_t) noexcept : data_(bytes.data()), size_(bytes.size()) {}

  mutable_view(const mutable_view& other) noexcept : mutable_view(other.owner_, other.data_, other.size_) {}
  mutable_view(mutable_view&& other) noexcept
      : owner_(std::exchange(other.owner_, nullptr)),
        data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)) {}
  mutable_view& operator=(const mutable_view& other) noexcept {
    mutable_view copy(other);
    swap(copy);
    return *this;
  }
  mutable_view& operator=(mutable_view&& other) noexcept {
    mutable_view taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~mutable_view() {
    if (owner_ != nullptr) owner_->unpin_writer();
  }

  void swap(mutable_view& other) noexcept {
    std::swap(owner_, other.owner_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }

  [[nodiscard]] std::byte* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] mutable_bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return {data_, size_}; }
  [[nodiscard]] std::byte* begin() const noexcept MEMOSAIC_LIFETIMEBOUND { return data_; }
  [[nodiscard]] std::byte* end() const noexcept MEMOSAIC_LIFETIMEBOUND { return data_ + size_; }
  [[nodiscard]] std::byte& operator[](std::size_t index) const noexcept MEMOSAIC_LIFETIMEBOUND { return data_[index]; }
  [[nodiscard]] std::byte& at(std::size_t index) const MEMOSAIC_LIFETIMEBOUND {
    require_index(index, size_);
    return data_[index];
  }

  /// The bytes `[start, stop)`, pinned on the same owner.
  [[nodiscard]] mutable_view sub(std::size_t start, std::size_t stop = npos) const {
    if (stop == npos) stop = size_;
    require_range(start, stop, size_);
    return mutable_view(owner_, data_ + start, stop - start);
  }

  /// The same bytes, read-only, with a pin of its own.
  [[nodiscard]] operator view() const noexcept { return view(owner_, data_, size_); }

  /// Lets go of the owner; the view is empty afterwards.
  void release() noexcept { mutable_view().swap(*this); }

 private:
  /// The part is known to lie inside and to be writable.
  mutable_view(owner* source, std::byte* data, std::size_t size) noexcept : owner_(source), data_(data), size_(size) {
    if (owner_ != nullptr) owner_->pin_writer();
  }

  owner* owner_ = nullptr;  ///< pinned and counted as written; null for unowned memory
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

static_assert(sizeof(mutable_view) == sizeof(view));

}  // namespace memosaic
