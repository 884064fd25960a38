#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <compare>
#include <cstddef>
#include <utility>

#include "memosaic/buffer/owner.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/compare.hpp"

namespace memosaic {

/// Says that nobody keeps foreign memory alive but the caller.
struct unowned_t {
  explicit unowned_t() = default;
};
inline constexpr unowned_t unowned{};

/// Says that the caller has pinned the owner already.
struct already_pinned_t {
  explicit already_pinned_t() = default;
};
inline constexpr already_pinned_t already_pinned{};

/// A read-only run of bytes that keeps its owner alive and in place.
///
/// Copying and `sub()` are O(1) and share the storage; only `compact()` copies bytes. The owner may be heap memory,
/// a file mapping or memory lent by Python: a view does not know which. A view's size and address never change; its
/// bytes may, if the owner is written in place. Moves leave it empty and unowned. Comparison is by bytes, not by owner.
///
/// Lifetime: `bytes()` is valid while any view of the same owner lives.
/// Threads: views of one owner may be copied and dropped by different threads at once.
/// Cost: a copy and its end are one addition each, below 5 ns together while the process has one thread; from the
/// second thread on they are locked, several times as dear. Below about 32 bytes, copying is cheaper.
/// Errors: `std::out_of_range` if `[start, stop)` is not inside `size()`; it never clamps.
class view {
 public:
  view() noexcept = default;

  /// Pins all of `source`, which keeps its own reference.
  explicit view(owner& source) noexcept : owner_(&source), data_(source.data()), size_(source.size()) { source.pin(); }

  /// Pins `source` for `bytes`, which must lie inside it. Errors: `std::out_of_range`.
  view(owner& source, bytes_view bytes);

  /// All of `source`, whose pin the view takes over: for owners that are pinned before they are asked.
  view(owner& source, already_pinned_t) noexcept : owner_(&source), data_(source.data()), size_(source.size()) {}

  /// The same of a part of `source`, which is known to lie inside.
  view(owner& source, bytes_view bytes, already_pinned_t) noexcept
      : owner_(&source), data_(bytes.data()), size_(bytes.size()) {}

  /// Foreign memory that the caller promises to keep: static data, or what outlives every copy of the view.
  view(bytes_view bytes, unowned_t) noexcept : data_(bytes.data()), size_(bytes.size()) {}

  view(const view& other) noexcept : owner_(other.owner_), data_(other.data_), size_(other.size_) {
    if (owner_ != nullptr) owner_->pin();
  }
  view(view&& other) noexcept
      : owner_(std::exchange(other.owner_, nullptr)),
        data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)) {}
  view& operator=(const view& other) noexcept {
    view copy(other);
    swap(copy);
    return *this;
  }
  view& operator=(view&& other) noexcept {
    view taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~view() {
    if (owner_ != nullptr) owner_->unpin();
  }

  void swap(view& other) noexcept {
    std::swap(owner_, other.owner_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }

  [[nodiscard]] const std::byte* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return {data_, size_}; }
  [[nodiscard]] const std::byte* begin() const noexcept MEMOSAIC_LIFETIMEBOUND { return data_; }
  [[nodiscard]] const std::byte* end() const noexcept MEMOSAIC_LIFETIMEBOUND { return data_ + size_; }
  [[nodiscard]] std::byte operator[](std::size_t index) const noexcept { return data_[index]; }
  [[nodiscard]] std::byte at(std::size_t index) const {
    require_index(index, size_);
    return data_[index];
  }

  /// The bytes `[start, stop)`, pinned on the same owner: a view of a view does not hold the first one.
  [[nodiscard]] view sub(std::size_t start, std::size_t stop = npos) const {
    if (stop == npos) stop = size_;
    require_range(start, stop, size_);
    return view(owner_, data_ + start, stop - start);
  }

  /// The view that holds what a borrowed run of these bytes only points to. Errors: `std::out_of_range` if `part` does
  /// not lie in this view.
  [[nodiscard]] view sub(bytes_view part) const;

  /// Whom it pins; null for unowned memory.
  [[nodiscard]] owner* keeper() const noexcept { return owner_; }

  /// Whether somebody may still write these bytes: their owner is writable and not frozen. What nobody owns cannot
  /// tell: its caller promises.
  [[nodiscard]] bool may_change() const noexcept { return owner_ != nullptr && owner_->writable(); }

  /// Lets go of the owner; the view is empty afterwards.
  void release() noexcept { view().swap(*this); }

  /// Bytes that stay in memory because of this view; more than `size()` when it is a small part of its owner. 0 for
  /// unowned memory, which no view keeps.
  [[nodiscard]] std::size_t retained_bytes() const noexcept { return owner_ == nullptr ? 0 : owner_->footprint(); }

  /// A view that retains its own bytes only: itself if it retains at most `slack` bytes more, else a copy, O(size).
  [[nodiscard]] view compact(std::size_t slack = 0) const;

  [[nodiscard]] friend bool operator==(const view& a, const view& b) noexcept { return equal(a.bytes(), b.bytes()); }
  [[nodiscard]] friend std::strong_ordering operator<=>(const view& a, const view& b) noexcept {
    return compare(a.bytes(), b.bytes());
  }

 private:
  friend class buffer;
  friend class mutable_view;
  friend class slice;

  /// The part is known to lie inside.
  view(owner* source, const std::byte* data, std::size_t size) noexcept : owner_(source), data_(data), size_(size) {
    if (owner_ != nullptr) owner_->pin();
  }

  owner* owner_ = nullptr;  ///< pinned; null for unowned memory
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

static_assert(sizeof(view) == 3 * sizeof(void*));

}  // namespace memosaic
