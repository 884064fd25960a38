#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <utility>

#include "memosaic/buffer/mutable_view.hpp"
#include "memosaic/buffer/owner.hpp"
#include "memosaic/buffer/view.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"

namespace memosaic {

/// A relocatable piece of any owner: `[start, stop)`, looked up again and clamped to the owner's size at every access.
///
/// It keeps the owner alive and does not pin it: the owner may move and change size at any time. A slice whose place is
/// gone is empty, not wrong; it shows bytes again once the owner has grown back. Without a stop it follows the owner's
/// end. A copy is O(1) and shows the same place. Use a `view` where bytes must stay where they are, as during a system
/// call.
///
///     slice body = message.slice(16);     // follows the end of `message`
///     message.append(more);               // allowed: nothing is pinned
///     body.bytes();                       // the new place, the new size
///     bytes_view kept = body.bytes();
///     message.append(more);
///     kept[0];                            // WRONG: they may have moved; ask the slice again, or take a view
///
/// Lifetime: `bytes()` is valid until the owner is next resized.
/// Threads: an access reads the owner's place and size, so who resizes it needs the lock of who looks.
/// Cost: an access is two comparisons, below 1 ns.
class slice {
 public:
  slice() noexcept = default;

  /// Writable if `source` is. A stop before the start makes it empty.
  explicit slice(owner& source, std::size_t start = 0, std::size_t stop = npos) noexcept
      : owner_(&source), start_(start), stop_(std::max(start, stop)), writable_(true) {
    source.add_reference();
  }

  /// The place of `source` in its owner, read-only and unpinned. Errors: `std::bad_alloc` for an unowned view.
  explicit slice(const view& source);

  /// The same, writable.
  explicit slice(const mutable_view& source);

  slice(const slice& other) noexcept
      : owner_(other.owner_), start_(other.start_), stop_(other.stop_), writable_(other.writable_) {
    if (owner_ != nullptr) owner_->add_reference();
  }
  slice(slice&& other) noexcept { swap(other); }
  slice& operator=(slice other) noexcept {
    swap(other);
    return *this;
  }
  ~slice() {
    if (owner_ != nullptr) owner_->drop_reference();
  }

  void swap(slice& other) noexcept {
    std::swap(owner_, other.owner_);
    std::swap(start_, other.start_);
    std::swap(stop_, other.stop_);
    std::swap(writable_, other.writable_);
  }

  /// Where it was asked to be in the owner, whatever is there now; `stop()` is npos when it follows the owner's end.
  [[nodiscard]] std::size_t start() const noexcept { return start_; }
  [[nodiscard]] std::size_t stop() const noexcept { return stop_; }

  /// How many bytes are there now.
  [[nodiscard]] std::size_t size() const noexcept { return bytes().size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  /// The bytes that are there now.
  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return present(); }
  [[nodiscard]] std::byte at(std::size_t index) const {
    const auto now = bytes();
    require_index(index, now.size());
    return now[index];
  }

  /// Whether `mutable_bytes` would give them out now.
  [[nodiscard]] bool writable() const noexcept { return owner_ == nullptr || (writable_ && owner_->writable()); }

  /// The same bytes to write. Errors: `std::invalid_argument` if they are read-only or frozen.
  [[nodiscard]] mutable_bytes_view mutable_bytes() const MEMOSAIC_LIFETIMEBOUND {
    if (!writable()) [[unlikely]]
      throw_read_only();
    return present();
  }

  /// A part of this slice, of the same owner, clamped to this slice's own range as slice notation does.
  [[nodiscard]] slice sub(std::size_t start, std::size_t stop = npos) const noexcept {
    slice part(*this);
    const auto length = stop_ - start_;
    start = std::min(start, length);
    part.start_ = start_ + start;
    if (stop < length) part.stop_ = start_ + std::max(start, stop);
    return part;
  }

  /// Pins what is there now.
  [[nodiscard]] memosaic::view view() const noexcept {
    const auto now = present();
    return memosaic::view(owner_, now.data(), now.size());
  }

  /// The same, writable. Errors: `std::invalid_argument` if the bytes are read-only or frozen.
  [[nodiscard]] memosaic::mutable_view mutable_view() const;

  /// Resizes the owner so that this slice, which must follow its end, has `size` bytes; see `owner::resize`.
  ///
  /// Errors: `std::invalid_argument` if the slice has a stop or is read-only, or the owner cannot change size;
  /// `std::out_of_range` if the slice begins beyond the owner's end; `buffer_pinned`.
  void resize(std::size_t size, bytes_view pattern) const;

 private:
  friend class memory_stream;

  /// All that moves when the owner does.
  [[nodiscard]] bytes_view owner_bytes() const noexcept {
    return owner_ == nullptr ? bytes_view{} : bytes_view(owner_->data(), owner_->size());
  }
  [[nodiscard]] mutable_bytes_view present() const noexcept {
    if (owner_ == nullptr) return {};
    const auto size = owner_->size();
    const auto start = std::min(start_, size);
    return {owner_->data() + start, std::min(stop_, size) - start};
  }
  [[noreturn]] void throw_read_only() const;

  owner* owner_ = nullptr;  ///< referenced, not pinned; null: nothing to show
  std::size_t start_ = 0;
  std::size_t stop_ = 0;  ///< never before `start_`
  bool writable_ = false;
};

}  // namespace memosaic
