#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <utility>

#include "memosaic/sparse/address.hpp"

/// The inside of sparse memory, as far as its size must be known outside. Nothing here is for users.
namespace memosaic::sparse_core {

struct node;

/// What is known about a subtree without visiting it. All positions are relative to the reference of whoever holds it.
template <typename Length>
struct summary {
  Length first = 0;          ///< where its first byte is
  Length stop = 0;           ///< one past its last byte
  Length content = 0;        ///< bytes stored
  std::uint64_t blocks = 0;  ///< maximal runs
};

/// The top of a tree of pieces, shared with any number of others until one of them is written.
///
/// Positions in a node are relative to a reference that its parent keeps, and wrap around in `Length`: only their sum
/// with all references above is an address. So moving everything behind some address changes one node per level.
/// Threads: copies may be read and written by different threads at once; one of them, by one.
template <memory_address Address>
class root {
 public:
  using length = address_length<Address>;

  root() noexcept = default;
  root(const root& other) noexcept;
  root(root&& other) noexcept
      : top(std::exchange(other.top, nullptr)),
        reference(std::exchange(other.reference, 0)),
        total(std::exchange(other.total, {})) {}
  root& operator=(const root& other) noexcept {
    root copy(other);
    swap(copy);
    return *this;
  }
  root& operator=(root&& other) noexcept {
    root taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~root() {
    if (top != nullptr) drop();
  }

  void swap(root& other) noexcept {
    std::swap(top, other.top);
    std::swap(reference, other.reference);
    std::swap(total, other.total);
  }

  node* top = nullptr;    ///< null: nothing is stored
  length reference = 0;   ///< added to every position in `top`
  summary<length> total;  ///< its positions are addresses

 private:
  void drop() noexcept;
};

/// Where the last write lengthened a piece in place, at its end or in front of it, so that the next one there needs no
/// search.
///
/// It borrows nodes that were this memory's alone; it holds as long as the memory has neither changed since nor been
/// copied, which `version` and `epoch` tell.
template <memory_address Address>
struct finger {
  using length_type = address_length<Address>;

  static constexpr unsigned most_levels = 4;  ///< a deeper tree is searched

  /// A slot above the piece, by what of it changes.
  struct level {
    length_type* content;
    length_type* edge;  ///< where its content ends (or begins); null: another piece is further out
  };

  std::uint64_t version = 0;
  std::uint64_t epoch = 0;  ///< 0: it leads nowhere
  bool in_front = false;    ///< the piece grows downwards
  bool outermost = false;   ///< no piece of the memory is further out
  unsigned depth = 0;
  std::uint32_t room = 0;           ///< bytes free in the storage on that side
  Address edge = 0;                 ///< where the piece ends (or begins)
  Address limit = 0;                ///< where the next piece or the bound is, on that side
  std::byte* target = nullptr;      ///< of that edge, in the storage
  std::uint32_t* used = nullptr;    ///< where the storage keeps how far it is written on that side
  std::uint64_t* word = nullptr;    ///< of the piece: its length in the upper half, its offset in the lower
  length_type* position = nullptr;  ///< of the piece in its leaf
  level levels[most_levels];
};

extern template class root<std::int64_t>;
extern template class root<int128>;

}  // namespace memosaic::sparse_core
