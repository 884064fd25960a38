#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <string_view>

#include "memosaic/sparse/sparse_memory.hpp"
#include "sparse/reader.hpp"
#include "sparse/tree.hpp"

namespace memosaic::sparse_core {

/// How a memory is changed: what bytes go where, on top of `tree`, which knows pieces only.
///
/// Ranges given to it are inside the bounds and the address space; every member is whole or has no effect.
template <memory_address Address>
class editor {
 public:
  using memory = basic_sparse_memory<Address>;
  using range = basic_address_range<Address>;
  using length = address_length<Address>;
  using words = piece_words<length>;
  using path_type = path<Address>;

  /// Begins a change: walks that are under way end.
  explicit editor(memory& changed) noexcept : memory_(changed), tree_(changed.tree_) { ++memory_.version_; }

  /// At most `biggest_extent` bytes. `last`: this editor changes nothing more, so the finger may stay where this ends.
  void write(Address at, bytes_view bytes, bool last = false);

  /// Puts a piece in place of whatever is in the range, which has the piece's length.
  void replace(range where, piece_holder<length> content);

  void insert(Address at, piece_holder<length> content);
  void reserve(Address at, length count);
  void clear(range where);
  void erase(range where);
  /// Removes all that is outside.
  void crop(range where);

  /// Puts a tile over what is not stored yet, or over everything.
  void repeat(range where, bytes_view pattern, length phase);

  /// The bytes of the range, in one own piece that only this memory holds.
  /// Errors: as `basic_sparse_memory::mutable_view`.
  [[nodiscard]] mutable_view lend(range where);

  /// Replaces every piece that a mutable view shows by a copy; says whether there was one.
  bool leave_lent_pieces();

  /// A piece with a copy of the bytes.
  [[nodiscard]] piece_holder<length> piece_of(bytes_view bytes);

  /// Uninitialised bytes for a piece, to be written before it is placed.
  [[nodiscard]] own_extent* new_extent(std::size_t capacity, std::size_t start, std::size_t stop) {
    return own_extent::make(capacity, start, stop, epoch());
  }

  /// Errors: `buffer_pinned` if a mutable view shows a piece that has bytes in the range.
  void require_unlent(range where, std::string_view operation) const;

  [[nodiscard]] root<Address>& top() noexcept { return memory_.tree_; }

  /// From now on nothing counts as this memory's own that another may hold too.
  void begin_epoch() noexcept { memory_.epoch_.store(0, std::memory_order_relaxed); }

 private:
  /// Of a shared piece, so much is copied around a small write, at places that are multiples of it.
  static constexpr std::size_t detached = std::size_t{16} << 10;

  [[nodiscard]] std::uint64_t epoch() noexcept;
  [[nodiscard]] bool alone(const own_extent& storage) noexcept;
  void overwrite(path_type& way, Address at, bytes_view bytes);
  void detach(path_type& way, Address at, bytes_view bytes);
  bool grow_after(path_type& way, bytes_view bytes, bool last);
  bool grow_before(path_type& way, bytes_view bytes, bool last);
  void join_after(path_type& way) noexcept;
  [[nodiscard]] own_extent* room_behind(const piece<length>& grown, std::size_t size) noexcept;
  void point_at(path_type& way, own_extent& storage, bool in_front) noexcept;

  memory& memory_;
  tree<Address> tree_;
};

extern template class editor<std::int64_t>;
extern template class editor<int128>;

/// Makes several changes one: what was there before comes back if any of them fails.
template <memory_address Address>
class transaction {
 public:
  explicit transaction(editor<Address>& changes) noexcept : changes_(changes), before_(changes.top()) {
    changes.begin_epoch();
  }
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;
  ~transaction() {
    if (done_) return;
    changes_.top().swap(before_);
    changes_.begin_epoch();  // nothing known about the tree that goes holds for the one that comes back
  }
  void commit() noexcept { done_ = true; }

 private:
  editor<Address>& changes_;
  root<Address> before_;
  bool done_ = false;
};

}  // namespace memosaic::sparse_core
