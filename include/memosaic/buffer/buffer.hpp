#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include "memosaic/buffer/mutable_view.hpp"
#include "memosaic/buffer/owner.hpp"
#include "memosaic/buffer/slice.hpp"
#include "memosaic/buffer/view.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/compare.hpp"

namespace memosaic {

class heap_block;

/// Owner of one contiguous run of bytes that can grow and shrink at both ends.
///
/// It can only be moved; `copy()` says what it costs. Moves leave it empty. The bytes live in an owner of their own:
/// views and slices keep them alive when the buffer is gone. While views are out, whatever would change size or place
/// is refused; writing in place is not, and shows in the views. There is no `operator+`: `append` grows in place and
/// `join` makes one allocation for any number of parts.
///
///     buffer message(bytes_of(text));
///     view body = message.view(4);
///     message.append(more);              // throws buffer_pinned: 1 view
///     body.release();
///     message.append(more);
///
/// Any argument may be a part of the buffer itself: it is read as it was before the call.
/// Cost: the bytes begin on a 64-byte boundary when they are allocated or moved; `prepend` and `erase` at the front
/// shift that beginning. Growth is geometric at both ends.
/// Errors: `std::out_of_range`; `buffer_pinned`; `std::length_error` beyond 2^63 - 1 bytes; `std::bad_alloc`. After
/// any of them nothing has changed.
class buffer {
 public:
  using value_type = std::byte;
  using size_type = std::size_t;
  using iterator = std::byte*;
  using const_iterator = const std::byte*;
  using release_function = void (*)(void* context, std::byte* data, std::size_t size) noexcept;

  static constexpr std::array<std::byte, 1> zero{};

  buffer() noexcept = default;

  /// `size` bytes that repeat `pattern`. Errors also: `std::invalid_argument` if it is empty and `size` is not 0.
  explicit buffer(std::size_t size, bytes_view pattern = zero);

  /// A copy of `bytes`.
  explicit buffer(bytes_view bytes);

  /// `size` bytes of any value, to be written before they are read, with room for growth on either side.
  [[nodiscard]] static buffer uninitialized(std::size_t size, std::size_t headroom = 0, std::size_t tailroom = 0);

  /// The parts one after the other, with `separator` between them, in one allocation.
  [[nodiscard]] static buffer join(std::span<const bytes_view> parts, bytes_view separator = {});
  [[nodiscard]] static buffer join(std::initializer_list<bytes_view> parts, bytes_view separator = {});
  [[nodiscard]] static buffer join(std::span<const memosaic::view> parts, bytes_view separator = {});

  /// Takes over memory from elsewhere in O(1); `release` is called exactly once, when the last holder is gone.
  ///
  /// If adopting fails, `release` has been called before the exception leaves, as `std::shared_ptr` does: the memory is
  /// this function's from the moment of the call. Growth later moves the bytes to the heap and releases the memory.
  /// Threads: `release` runs in the thread that drops the last view.
  /// Errors: `std::invalid_argument` for null with a size; `std::bad_alloc`.
  [[nodiscard]] static buffer adopt(std::byte* data, std::size_t size, release_function release, void* context);

  /// The same with any callable that takes the address; it is moved in and must neither throw nor fail to move.
  template <std::invocable<std::byte*> Deleter>
  [[nodiscard]] static buffer adopt(std::byte* data, std::size_t size, Deleter deleter);

  buffer(const buffer&) = delete;
  buffer& operator=(const buffer&) = delete;
  buffer(buffer&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  buffer& operator=(buffer&& other) noexcept {
    buffer taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~buffer() {
    if (block_ != nullptr) block_->drop_reference();
  }
  void swap(buffer& other) noexcept { std::swap(block_, other.block_); }

  [[nodiscard]] buffer copy() const { return buffer(bytes()); }

  [[nodiscard]] std::byte* data() noexcept { return block_ == nullptr ? nullptr : block_->data(); }
  [[nodiscard]] const std::byte* data() const noexcept { return block_ == nullptr ? nullptr : block_->data(); }
  [[nodiscard]] std::size_t size() const noexcept { return block_ == nullptr ? 0 : block_->size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  /// How far the bytes can grow at the end, and how many can be put before them, without moving.
  [[nodiscard]] std::size_t capacity() const noexcept;
  [[nodiscard]] std::size_t headroom() const noexcept;

  /// How many views, mutable ones included, hold the bytes in place.
  [[nodiscard]] std::uint64_t pins() const noexcept { return block_ == nullptr ? 0 : block_->pins(); }

  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return {data(), size()}; }
  [[nodiscard]] mutable_bytes_view mutable_bytes() noexcept MEMOSAIC_LIFETIMEBOUND { return {data(), size()}; }
  [[nodiscard]] iterator begin() noexcept MEMOSAIC_LIFETIMEBOUND { return data(); }
  [[nodiscard]] iterator end() noexcept MEMOSAIC_LIFETIMEBOUND { return data() + size(); }
  [[nodiscard]] const_iterator begin() const noexcept MEMOSAIC_LIFETIMEBOUND { return data(); }
  [[nodiscard]] const_iterator end() const noexcept MEMOSAIC_LIFETIMEBOUND { return data() + size(); }
  [[nodiscard]] std::byte& operator[](std::size_t index) noexcept MEMOSAIC_LIFETIMEBOUND { return data()[index]; }
  [[nodiscard]] std::byte operator[](std::size_t index) const noexcept { return data()[index]; }
  [[nodiscard]] std::byte& at(std::size_t index) MEMOSAIC_LIFETIMEBOUND {
    require_index(index, size());
    return data()[index];
  }
  [[nodiscard]] std::byte at(std::size_t index) const {
    require_index(index, size());
    return data()[index];
  }

  /// Pins `[start, stop)`. A buffer that never held a byte has nothing to pin.
  [[nodiscard]] memosaic::view view(std::size_t start = 0, std::size_t stop = npos) const {
    if (stop == npos) stop = size();
    require_range(start, stop, size());
    return memosaic::view(block_, data() + start, stop - start);
  }
  [[nodiscard]] memosaic::mutable_view mutable_view(std::size_t start = 0, std::size_t stop = npos);

  /// Follows `[start, stop)` wherever it goes; see `slice`. Out of range is no error.
  [[nodiscard]] memosaic::slice slice(std::size_t start = 0, std::size_t stop = npos);

  /// Bytes that are new repeat `pattern`, beginning with its first byte at the old end. The present size is always
  /// allowed. Errors also: `std::invalid_argument` if the pattern is empty and the buffer grows.
  void resize(std::size_t size, bytes_view pattern = zero);
  void resize_uninitialized(std::size_t size);

  /// Makes `capacity()` and `headroom()` at least so big; the headroom is kept whenever the bytes move later.
  void reserve(std::size_t capacity, std::size_t headroom = 0);
  void shrink_to_fit();
  void clear();

  void append(bytes_view bytes);
  void prepend(bytes_view bytes);
  void insert(std::size_t at, bytes_view bytes);
  void erase(std::size_t start, std::size_t stop = npos);

  /// Puts `bytes` in the place of `[start, stop)`; allowed while views are out if both have the same size.
  void replace(std::size_t start, std::size_t stop, bytes_view bytes);

  /// As if appended to itself until it is `times` as long; 0 clears it.
  void repeat(std::size_t times);

  /// Gives the bytes up for good: nobody can write them as long as more than one view of them is out. The buffer is
  /// empty afterwards. Views that are out stay valid; slices become read-only.
  /// Errors: `buffer_pinned`, with their count, while mutable views are out.
  [[nodiscard]] memosaic::view freeze();

  /// The buffer again behind a view that is its only holder and covers all of it, in O(1); else nothing, and `frozen`
  /// is as it was.
  [[nodiscard]] static std::optional<buffer> try_thaw(memosaic::view&& frozen) noexcept;

  [[nodiscard]] friend bool operator==(const buffer& a, const buffer& b) noexcept {
    return equal(a.bytes(), b.bytes());
  }
  [[nodiscard]] friend std::strong_ordering operator<=>(const buffer& a, const buffer& b) noexcept {
    return compare(a.bytes(), b.bytes());
  }

 private:
  explicit buffer(owner& block) noexcept : block_(&block) {}  // takes the reference over

  /// The block, made now if there is none.
  heap_block& block();

  owner* block_ = nullptr;  ///< a heap_block, never frozen; null as long as there was no byte
};

template <std::invocable<std::byte*> Deleter>
buffer buffer::adopt(std::byte* data, std::size_t size, Deleter deleter) {
  static_assert(std::is_nothrow_move_constructible_v<Deleter>, "a deleter that cannot be moved in would leak");
  auto* const kept = new (std::nothrow) Deleter(std::move(deleter));
  if (kept == nullptr) {
    deleter(data);
    throw std::bad_alloc();
  }
  const auto release = [](void* context, std::byte* bytes, std::size_t) noexcept {
    const std::unique_ptr<Deleter> last(static_cast<Deleter*>(context));
    (*last)(bytes);
  };
  return adopt(data, size, release, kept);
}

}  // namespace memosaic
