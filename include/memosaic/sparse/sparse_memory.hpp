#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "memosaic/buffer/mutable_view.hpp"
#include "memosaic/buffer/view.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/sparse/address.hpp"
#include "memosaic/sparse/bounds.hpp"
#include "memosaic/sparse/root.hpp"
#include "memosaic/sparse/segment.hpp"
#include "memosaic/sparse/walk.hpp"

namespace memosaic {

namespace sparse_core {
template <memory_address Address>
class editor;
template <memory_address Address>
class reader;
}  // namespace sparse_core

/// Byte memory with holes over a whole address space, negative addresses included.
///
/// A *block* is a maximal run of stored bytes. It lies in one or more *pieces*: bytes of its own, parts of other
/// owners that never change (a mapped file, a frozen buffer, another memory), or runs that repeat a pattern and cost
/// the same however long they are. Splitting a block copies nothing.
///
/// Copies are snapshots: O(1), sharing everything until one side is written. A write into what is shared copies the
/// nodes on the way and at most 64 KiB of bytes. `clear` makes a hole; `erase` also closes it, moving up what follows.
///
/// Ranges are `[start, stop)`; `stop <= start` is empty. The greatest address is only an end, see `highest_stop`.
///
/// Threads: `const` members, copying included, may run at once; snapshots are independent of each other.
/// Cost: O(log pieces) to find a place, and that is all for what moves or removes content; writing adds the bytes.
/// Errors: `std::out_of_range` for content outside the bounds (unless they clip) or outside the address space;
/// `buffer_pinned` from what would remove or move bytes that a mutable view shows. Every change is whole or has no
/// effect.
template <memory_address Address>
class basic_sparse_memory {
 public:
  using address = Address;
  using length = address_length<Address>;
  using range = basic_address_range<Address>;
  using bounds_type = basic_bounds<Address>;
  using segment_type = basic_segment<Address>;

  /// Every address there is: the default range of whatever takes one.
  static constexpr range everywhere{lowest_address<Address>, highest_stop<Address>};

  basic_sparse_memory() noexcept = default;
  explicit basic_sparse_memory(const bounds_type& limits);

  /// `bytes`, copied to `at`.
  [[nodiscard]] static basic_sparse_memory from_bytes(bytes_view bytes, Address at = 0);

  basic_sparse_memory(const basic_sparse_memory& other);
  basic_sparse_memory(basic_sparse_memory&& other) noexcept;
  basic_sparse_memory& operator=(const basic_sparse_memory& other);
  basic_sparse_memory& operator=(basic_sparse_memory&& other) noexcept;
  ~basic_sparse_memory() = default;
  void swap(basic_sparse_memory& other) noexcept;

  /// The memory as it is now. Cost: O(1); while mutable views are out, O(pieces) and a copy of what they show.
  [[nodiscard]] basic_sparse_memory snapshot() const { return *this; }

  // What there is.

  [[nodiscard]] bool empty() const noexcept { return tree_.top == nullptr; }
  [[nodiscard]] length content_size() const noexcept { return tree_.total.content; }
  [[nodiscard]] std::uint64_t block_count() const noexcept { return tree_.total.blocks; }

  /// From the first byte to the last. Of an empty memory, nothing at the lower bound, or at 0 without one.
  [[nodiscard]] range content_range() const noexcept;

  /// The bounds where they are set, the content where they are not.
  [[nodiscard]] range span() const noexcept;

  [[nodiscard]] const bounds_type& bounds() const noexcept MEMOSAIC_LIFETIMEBOUND { return bounds_; }

  /// Content outside the new bounds is dropped, under either policy.
  /// Errors: `std::invalid_argument` if they end before they start; `buffer_pinned`.
  void set_bounds(const bounds_type& limits);

  [[nodiscard]] bool contains(Address at) const noexcept { return peek(at).has_value(); }

  /// Whether every address of the range is stored.
  [[nodiscard]] bool contains(range where) const noexcept;

  /// The block or the hole around an address.
  [[nodiscard]] basic_run<Address> run_at(Address at) const noexcept;

  /// The run of equal bytes around an address, inside its block; or the hole. Cost: O(run).
  [[nodiscard]] basic_run<Address> equal_run_at(Address at) const noexcept;

  /// The address of the byte number `index` of those stored, counted from 0. Cost: O(log pieces).
  /// Errors: `std::out_of_range`.
  [[nodiscard]] Address byte_address(length index) const;

  /// The block number `index`, counted from 0. Cost: O(log pieces), and the pieces of the block.
  /// Errors: `std::out_of_range`.
  [[nodiscard]] range block(std::uint64_t index) const;

  // Iteration, in the order of addresses, clipped to a range.

  [[nodiscard]] basic_walk<Address, range> blocks(range where = everywhere) const noexcept MEMOSAIC_LIFETIMEBOUND {
    return {*this, where};
  }
  /// All pieces, without copying.
  [[nodiscard]] basic_walk<Address, segment_type> segments(range where = everywhere) const noexcept
      MEMOSAIC_LIFETIMEBOUND {
    return {*this, where};
  }
  /// The holes inside a range, by default between the first block and the last; blocks at its ends bound them.
  [[nodiscard]] std::vector<range> gaps(range where) const;
  [[nodiscard]] std::vector<range> gaps() const { return gaps(content_range()); }

  // Reading.

  /// The byte, or nothing in a hole.
  [[nodiscard]] std::optional<std::byte> peek(Address at) const noexcept;

  /// Fills `target`. Errors: `std::out_of_range` at a hole; `target` may then be partly written.
  void read(Address at, mutable_bytes_view target) const;

  /// The same, with `hole` for what is not stored; at the end of addresses too.
  void read(Address at, mutable_bytes_view target, std::byte hole) const noexcept;

  /// A copy of a range. Errors: `std::out_of_range` at a hole; `std::length_error`.
  [[nodiscard]] std::vector<std::byte> to_bytes(range where) const;

  /// The bytes of a range, which must lie in one piece: pinned, zero-copy, and never changing. What is smaller than
  /// the view itself is copied.
  /// Errors: `std::out_of_range` at a hole; `std::invalid_argument` if the range lies in several pieces or is longer
  /// than what a run keeps of its pattern: call `coalesce` first; `buffer_pinned` while a mutable view shows them.
  [[nodiscard]] memosaic::view view(range where) const;

  /// The same to write through. While it is out, what would remove or move its piece throws `buffer_pinned`, `view`
  /// of the piece too; snapshots get a copy of it.
  /// Cost: O(1), or a copy of the range if others share it.
  [[nodiscard]] memosaic::mutable_view mutable_view(range where);

  /// Joins a range into one piece. Cost: O(n), nothing if it is one already. Errors: `std::out_of_range` at a hole.
  void coalesce(range where);

  /// A part at the same addresses, without bounds. Cost: O(log pieces), nothing is copied.
  [[nodiscard]] basic_sparse_memory extract(range where) const;

  // Searching. Matches lie inside one block and inside the range.

  /// The lowest address at which `needle` lies. An empty needle is nowhere.
  [[nodiscard]] std::optional<Address> find(bytes_view needle, range where = everywhere) const;

  /// The highest address at which `needle` lies.
  [[nodiscard]] std::optional<Address> rfind(bytes_view needle, range where = everywhere) const;

  /// Every match, from the front. Errors: `std::invalid_argument` for an empty needle.
  [[nodiscard]] std::vector<Address> find_all(bytes_view needle, overlap overlapping = overlap::no,
                                              range where = everywhere) const;

  /// How many matches there are. Cost: O(range), of which a run counts as its period. Errors: as `find_all`.
  [[nodiscard]] length count(bytes_view needle, overlap overlapping = overlap::no, range where = everywhere) const;

  // Writing. Stored bytes are replaced, holes filled.

  void poke(Address at, std::byte value) { write(at, bytes_view(&value, 1)); }

  void write(Address at, bytes_view bytes);

  /// Writes bytes without copying them, as a shared piece. A view of a memory, this one included, will do.
  /// Errors: `std::invalid_argument` if their owner can still be written: freeze it first.
  void write_shared(Address at, const memosaic::view& bytes);

  /// Writes another memory, or this one, at its own addresses plus `offset`; its holes leave what is there.
  /// Cost: O(pieces of the source * log pieces), at most O(pieces of both); nothing is copied.
  void write(const basic_sparse_memory& source, Address offset = 0);

  /// After the last byte, or at the lower bound or 0 if there is none; `gap` addresses stay free in between.
  void append(bytes_view bytes, length gap = 0);

  /// Moves everything at or after `at` up by `bytes.size()` and writes in between.
  void insert(Address at, bytes_view bytes);

  /// Puts bytes in place of a range, whatever the sizes: what follows moves by their difference.
  void replace(range where, bytes_view bytes);

  /// Moves everything at or after `at` up by `count`, leaving a hole.
  void reserve(Address at, length count);

  /// Repeats `pattern` over a range; its first byte is at the range's start, also when bounds clip that.
  /// Cost: O(log pieces) whatever the length. Errors: `std::invalid_argument` for an empty pattern.
  void fill(range where, bytes_view pattern);

  /// The same for the holes of the range only. Cost: O(log pieces) per hole.
  void flood(range where, bytes_view pattern);

  // Removing and moving.

  void clear() { clear(everywhere); }
  /// Makes a range a hole.
  void clear(range where);
  /// Removes a range of addresses, holes or not: what follows moves down by its size.
  void erase(range where);
  /// Keeps a range only.
  void crop(range where);
  /// Makes a range a hole and returns what was there.
  [[nodiscard]] basic_sparse_memory cut(range where);
  /// Removes the first match of `needle` and moves down what follows; false if there is none.
  bool remove(bytes_view needle, range where = everywhere);
  /// Moves everything. Cost: O(1).
  void shift(Address offset);
  /// Mirrors everything within `span()`. Cost: O(content), but runs stay runs.
  void reverse();

  /// Makes content and bounds what they were when `to` was taken as a snapshot: undo in O(1), any number of times.
  /// Errors: `buffer_pinned` if a mutable view is out.
  void rollback(const basic_sparse_memory& to);

  /// Same bytes at the same addresses; bounds and pieces do not count. Cost: O(1) for a snapshot not written since.
  [[nodiscard]] friend bool operator==(const basic_sparse_memory& a, const basic_sparse_memory& b) noexcept {
    return a.same_content(b);
  }

  /// Changes with every change of the memory.
  [[nodiscard]] std::uint64_t version() const noexcept { return version_; }

  /// Pieces in all. Cost: O(pieces). For tests and for tuning.
  [[nodiscard]] std::uint64_t piece_count() const noexcept;

 private:
  friend class sparse_core::editor<Address>;
  friend class sparse_core::reader<Address>;
  template <memory_address, typename>
  friend class basic_walk;

  /// What of `size` bytes at `at` the bounds let in.
  [[nodiscard]] range admit(Address at, length size) const;
  [[nodiscard]] bool tail_fits(Address at, length count) const noexcept;
  void drop_tail(sparse_core::editor<Address>& changes, Address at, length count);
  static void write_parts(sparse_core::editor<Address>& changes, Address at, bytes_view bytes);
  [[nodiscard]] Address stored_until(range where) const noexcept;
  void require_stored(range where) const;
  void require_version(std::uint64_t version) const;
  /// The first item that `rest` touches, clipped to it and taken off it.
  bool next_item(range& rest, segment_type& item) const noexcept;
  bool next_item(range& rest, range& item) const noexcept;
  [[nodiscard]] bool same_content(const basic_sparse_memory& other) const noexcept;

  /// Writes at the finger if that is the place and there is room.
  [[nodiscard]] bool write_at_finger(Address at, bytes_view bytes) noexcept;

  sparse_core::root<Address> tree_;
  sparse_core::finger<Address> finger_;
  bounds_type bounds_;
  /// Names the span between two copies: bytes that were written in it are shared with nobody. 0: none begun yet.
  mutable std::atomic<std::uint64_t> epoch_{0};
  /// Whether mutable views may be out.
  mutable std::atomic<bool> lent_for_writing_{false};
  std::uint64_t version_ = 0;
};

using sparse_memory = basic_sparse_memory<std::int64_t>;

extern template class basic_sparse_memory<std::int64_t>;
extern template class basic_sparse_memory<int128>;

}  // namespace memosaic
