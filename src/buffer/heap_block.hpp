#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <span>
#include <string_view>

#include "buffer/storage.hpp"
#include "memosaic/buffer/owner.hpp"
#include "memosaic/buffer/view.hpp"

namespace memosaic {

/// The owner behind every buffer: one run of bytes inside one storage, with room before it (headroom) and after it
/// (tailroom).
///
/// Every operation that changes the size or place of the bytes takes the name by which it is refused while pins are
/// out, and does nothing at all before everything that can fail has been done.
/// Threads: the caller's lock; only the counts of `owner` are safe without.
/// Errors: `buffer_pinned`; `std::invalid_argument` when frozen; `std::length_error` beyond 2^63 - 1 bytes;
/// `std::bad_alloc`.
class heap_block final : public owner {
 public:
  heap_block() noexcept : owner(nullptr, 0, true) {}

  /// Bytes that are not initialised. `headroom` is rounded up so that they begin on `storage::alignment`.
  heap_block(std::size_t size, std::size_t headroom, std::size_t tailroom);

  /// All of `adopted`.
  explicit heap_block(storage adopted) noexcept;

  /// A view of a frozen block that nobody else holds, with a copy of the bytes.
  [[nodiscard]] static view frozen_copy(bytes_view bytes);

  /// The same of several parts, one after the other; `size` is the sum of theirs.
  [[nodiscard]] static view frozen_gather(std::span<const view> parts, std::size_t size);

  [[nodiscard]] std::size_t headroom() const noexcept {
    return data() == nullptr ? 0 : static_cast<std::size_t>(data() - storage_.data());
  }
  [[nodiscard]] std::size_t tailroom() const noexcept { return storage_.size() - headroom() - size(); }
  [[nodiscard]] std::size_t footprint() const noexcept override { return storage_.size(); }
  [[nodiscard]] bytes_view whole_storage() const noexcept { return {storage_.data(), storage_.size()}; }

  void resize(std::size_t size, bytes_view pattern) override;

  /// Bytes that are new are not initialised.
  void resize_uninitialized(std::size_t size, std::string_view operation);

  /// Makes room for `count` bytes at `at`, not initialised. Cost: O(1) amortised at the end, O(size) elsewhere.
  void open_gap(std::size_t at, std::size_t count, std::string_view operation);

  /// The same before the first byte. Cost: O(count) within the headroom, amortised beyond.
  void open_front(std::size_t count, std::string_view operation);

  /// Removes `[start, stop)`. Cost: O(1) at both ends, what follows it elsewhere.
  void close_gap(std::size_t start, std::size_t stop, std::string_view operation);

  /// At least so much room on either side; it stays when the bytes move later, as far as it is before them.
  void reserve(std::size_t headroom, std::size_t tailroom, std::string_view operation);

  void shrink_to_fit(std::string_view operation);

  /// Errors: `buffer_pinned`, counting the writers only.
  void freeze();

  /// Undoes `freeze` for the one who holds the only reference.
  void thaw() noexcept { set_frozen(false); }

 private:
  void require_resizable(std::string_view operation) const;

  /// Moves into a fresh storage, leaving `count` bytes free at `at`.
  void relocate(std::size_t headroom, std::size_t tailroom, std::size_t at, std::size_t count);

  storage storage_;
  std::size_t reserved_headroom_ = 0;  ///< what is kept before the bytes whenever they move; a multiple of alignment
  std::size_t reserved_capacity_ = 0;  ///< size and tailroom that a move by `open_front` leaves; 0: none was asked for
};

}  // namespace memosaic
