#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/buffer/owner.hpp"
#include "memosaic/buffer/view.hpp"
#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::sparse_core {

/// No extent is longer, so that a piece keeps offset and length in 32 bits each. Longer runs are several pieces.
inline constexpr std::size_t biggest_extent = std::size_t{1} << 31;

/// Storage that pieces of sparse memory point into: one reference per piece, and one with a pin per view.
class extent : public owner {
 public:
  /// How many pieces share it. References are read first: a view dropped meanwhile then counts as a piece, which is on
  /// the safe side.
  [[nodiscard]] std::uint64_t pieces() const noexcept {
    const auto all = references();
    return all - pins();
  }

 protected:
  using owner::owner;
};

/// Bytes that a memory wrote itself, with room to grow on both sides. Bytes and counts are one allocation.
///
/// Which bytes are written is kept here, because several pieces may share the storage after a split: only the piece
/// that ends where the written part ends may grow into the room behind it, and likewise before it.
class own_extent final : public extent {
 public:
  /// `capacity` bytes of which `[start, stop)` are about to be written. One reference, for the caller.
  /// Errors: `std::bad_alloc`.
  [[nodiscard]] static own_extent* make(std::size_t capacity, std::size_t start, std::size_t stop, std::uint64_t epoch);

  void operator delete(void* storage) { ::operator delete(storage); }

  /// Before the first mutable view is made of it, and when a view is made and no mutable one is left. In between, views
  /// say that their bytes may change.
  void begin_writing() noexcept { set_frozen(false); }
  void end_writing() noexcept { set_frozen(true); }

  std::uint64_t epoch;  ///< the memory and the span between two of its snapshots in which these bytes are its own
  std::uint32_t start;  ///< where the written bytes begin
  std::uint32_t stop;   ///< where they end; at most `size()`

 private:
  /// Frozen: a memory leaves what views show as it is, so nobody who holds one sees it change.
  own_extent(std::byte* bytes, std::size_t capacity) noexcept : extent(bytes, capacity, true) { set_frozen(true); }
  ~own_extent() override = default;
};

/// A read-only part of somebody else's owner, shared by any number of pieces.
class lent_extent final : public extent {
 public:
  explicit lent_extent(view lent) noexcept
      : extent(const_cast<std::byte*>(lent.data()), lent.size(), false), lent_(std::move(lent)) {}

  [[nodiscard]] const view& lent() const noexcept MEMOSAIC_LIFETIMEBOUND { return lent_; }

 private:
  ~lent_extent() override = default;

  view lent_;
};

/// A pattern that a run of any length repeats, written out often enough that parts of it can be read in place.
///
/// Byte k of the run is byte `(phase + k) % period` of the pattern.
class tile final : public owner {
 public:
  /// Of every run, so many bytes can be read as one run of bytes, whatever its phase.
  static constexpr std::size_t smallest_window = 4096;

  /// Errors: `std::bad_alloc`, `std::length_error` for a pattern of more than `biggest_extent / 4` bytes.
  [[nodiscard]] static tile* make(bytes_view pattern, std::size_t phase);

  /// The same pattern begun `steps` bytes later, with one more reference if that is the same tile.
  [[nodiscard]] static tile* advanced(tile& from, std::size_t steps);

  [[nodiscard]] std::size_t phase() const noexcept { return phase_; }
  [[nodiscard]] std::size_t period() const noexcept { return period_; }

  /// The bytes from `offset` of the run on, as many as lie in one piece: at least `smallest_window`.
  [[nodiscard]] bytes_view window(std::uint64_t offset) const noexcept {
    const auto begin = static_cast<std::size_t>((phase_ + offset % period_) % period_);
    return {data() + begin, size() - begin};
  }

  /// One period, in the order in which the run begins.
  [[nodiscard]] bytes_view pattern() const noexcept { return {data() + phase_, period_}; }

  [[nodiscard]] extent& storage() const noexcept { return *storage_; }

 private:
  tile(own_extent& storage, std::size_t period, std::size_t phase) noexcept
      : owner(storage.data(), storage.size(), false), storage_(&storage), period_(period), phase_(phase) {}
  ~tile() override { storage_->drop_reference(); }

  own_extent* storage_;  ///< the pattern, repeated
  std::size_t period_;
  std::size_t phase_;  ///< below `period_`
};

}  // namespace memosaic::sparse_core
