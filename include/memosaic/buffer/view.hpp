#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "memosaic/buffer/owner.hpp"
#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// Says that nobody keeps foreign memory alive but the caller.
struct unowned_t {
  explicit unowned_t() = default;
};
inline constexpr unowned_t unowned{};

/// A read-only run of bytes that keeps its owner alive and in place.
///
/// Copying and `sub()` are O(1) and share the storage; only `copy_to()` copies bytes. The owner may be heap memory,
/// a file mapping or memory lent by Python: a view does not know which. A view's size and address never change; its
/// bytes may, if the owner is written in place.
///
/// Lifetime: `bytes()` is valid while any view of the same owner lives.
/// Threads: views of one owner may be copied and dropped by different threads at once.
/// Errors: `std::out_of_range` if `[start, stop)` is not inside `size()`; it never clamps.
class view {
 public:
  view() noexcept = default;

  /// Pins all of `source`, which keeps its own reference.
  explicit view(owner& source) noexcept;

  /// Pins `source` for `bytes`, which must lie inside it. Errors: `std::out_of_range`.
  view(owner& source, bytes_view bytes);

  /// Foreign memory that the caller promises to keep: static data, or what outlives every copy of the view.
  view(bytes_view bytes, unowned_t) noexcept;

  view(const view& other) noexcept;
  view(view&& other) noexcept;
  view& operator=(const view& other) noexcept;
  view& operator=(view&& other) noexcept;
  ~view();

  [[nodiscard]] const std::byte* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return {data_, size_}; }
  [[nodiscard]] std::byte operator[](std::size_t index) const noexcept { return data_[index]; }
  [[nodiscard]] std::byte at(std::size_t index) const;

  /// The bytes `[start, stop)`, pinned on the same owner: a view of a view does not hold the first one.
  [[nodiscard]] view sub(std::size_t start, std::size_t stop = npos) const;

  /// Lets go of the owner; the view is empty afterwards.
  void release() noexcept;

  /// Bytes that stay in memory because of this view; more than `size()` when it is a small part of its owner.
  [[nodiscard]] std::size_t retained_bytes() const noexcept;

  /// A view that retains its own bytes only: itself if it retains at most `slack` bytes more, else a copy.
  [[nodiscard]] view compact(std::size_t slack = 0) const;

 private:
  owner* owner_ = nullptr;
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace memosaic
