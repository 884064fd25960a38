#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "memosaic/sparse/root.hpp"
#include "sparse/path.hpp"
#include "sparse/piece.hpp"

namespace memosaic::sparse_core {

/// Changes of a tree of pieces, each of them whole or not at all.
///
/// What can fail comes first and leaves the content as it is: nodes that others share are copied (`own`), full ones are
/// divided (`make_room`), pieces are divided at addresses (`split`). What changes the content cannot fail any more.
///
/// A node is removed when it is empty, and joined with a neighbour when that needs no memory; it may stay emptier than
/// a textbook's. Source: Johnson and Shasha, "B-trees with inserts and deletes: why free-at-empty is better than
/// merge-at-half", 1993.
template <memory_address Address>
class tree {
 public:
  using length = address_length<Address>;
  using words = piece_words<length>;
  using path_type = path<Address>;

  explicit tree(root<Address>& changed) noexcept : root_(changed) {}

  /// Divides the piece that has bytes on both sides of `address`. The content does not change.
  void split(Address address);

  /// Makes every node of the path this tree's alone. The content does not change.
  void own(path_type& way);

  /// Puts a piece into a hole. Everything that begins at or after it first moves up by `gap`: 0, or its own length.
  /// `way` leads to the last piece before it.
  void put(path_type& way, Address at, piece_holder<length> content, length gap = 0);

  /// Replaces everything in `[start, stop)` by a piece of that length.
  void replace(Address start, Address stop, piece_holder<length> content);

  /// Gives the piece at the end of an owned path other bytes and another place; its neighbours stay apart from it.
  void set(const path_type& way, Address at, const piece<length>& content) noexcept;

  /// Adds bytes of its storage to the piece at the end of an owned path, an own or lent one, on either side.
  void lengthen(const path_type& way, std::uint32_t before, std::uint32_t after) noexcept;

  /// After it, `erase` of the same range and `move_after` its end cannot fail. The content does not change.
  void prepare_erase(Address start, Address stop);

  /// Removes everything in `[start, stop)`; no piece may reach across either end.
  void erase(Address start, Address stop) noexcept;

  /// Moves everything that begins at or after `address` by `offset`, which wraps. Its path must be owned.
  void move_after(Address address, length offset) noexcept;

 private:
  void make_room(path_type& way);
  void add_level(path_type& way);
  void divide_inner(path_type& way, unsigned level);
  void divide_leaf(path_type& way);
  void update(const path_type& way, length content_added, std::uint64_t blocks_added, length gap) noexcept;
  bool erase_below(node& any, length reference, Address start, Address stop) noexcept;
  void join_children(inner<length>& children, unsigned index) noexcept;
  void settle() noexcept;

  root<Address>& root_;
};

extern template class tree<std::int64_t>;
extern template class tree<int128>;

}  // namespace memosaic::sparse_core
