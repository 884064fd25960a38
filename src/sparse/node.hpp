#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "memosaic/sparse/root.hpp"
#include "sparse/piece.hpp"
#include "sparse/reference_count.hpp"

namespace memosaic::sparse_core {

/// What leaves and inner nodes have in common. A node with more than one parent is never written: it is copied first.
struct node {
  explicit node(std::uint16_t level) noexcept : height(level) {}

  reference_count references;
  std::uint16_t count = 0;  ///< entries in use
  std::uint16_t height;     ///< 0: a leaf
};

/// Pieces in order, their positions apart from their bodies so that a search touches few cache lines.
template <typename Length>
struct leaf : node {
  static constexpr unsigned capacity = 64;
  using words = piece_words<Length>;

  leaf() noexcept : node(0) {}

  [[nodiscard]] Length length(unsigned index) const noexcept { return words::length(kind[index], body[index]); }
  [[nodiscard]] Length stop(unsigned index) const noexcept { return start[index] + length(index); }

  /// Whether entry `index` begins where the one before it ends.
  [[nodiscard]] bool joined(unsigned index) const noexcept { return stop(index - 1) == start[index]; }

  /// Makes room for `added` entries at `index`; they are not initialised.
  void open(unsigned index, unsigned added) noexcept {
    std::copy_backward(start + index, start + count, start + count + added);
    std::copy_backward(body + index, body + count, body + count + added);
    std::copy_backward(kind + index, kind + count, kind + count + added);
    count = static_cast<std::uint16_t>(count + added);
  }
  /// Forgets the entries `[from, to)`, whose references the caller has dropped or taken.
  void close(unsigned from, unsigned to) noexcept {
    std::copy(start + to, start + count, start + from);
    std::copy(body + to, body + count, body + from);
    std::copy(kind + to, kind + count, kind + from);
    count = static_cast<std::uint16_t>(count - (to - from));
  }
  void set(unsigned index, Length at, const piece<Length>& content) noexcept {
    start[index] = at;
    body[index] = content.body;
    kind[index] = content.kind;
  }

  Length start[capacity];
  piece_body<Length> body[capacity];
  std::uint8_t kind[capacity];
};

/// One child of an inner node, but for where it begins.
template <typename Length>
struct slot {
  Length reference;      ///< added to every position in the child
  Length stop;           ///< one past its last byte
  Length content;        ///< bytes stored below
  std::uint64_t blocks;  ///< maximal runs below
  node* child;
};

/// Children in order. `first` is exact, so neighbours across a border are known without visiting them.
template <typename Length>
struct inner : node {
  static constexpr unsigned capacity = 64;

  explicit inner(std::uint16_t level) noexcept : node(level) {}

  /// Whether the content of child `index` begins where that of the one before it ends.
  [[nodiscard]] bool joined(unsigned index) const noexcept { return slots[index - 1].stop == first[index]; }

  void open(unsigned index) noexcept {
    std::copy_backward(first + index, first + count, first + count + 1);
    std::copy_backward(slots + index, slots + count, slots + count + 1);
    ++count;
  }
  void close(unsigned from, unsigned to) noexcept {
    std::copy(first + to, first + count, first + from);
    std::copy(slots + to, slots + count, slots + from);
    count = static_cast<std::uint16_t>(count - (to - from));
  }
  void set(unsigned index, const summary<Length>& sum, Length reference, node* child) noexcept {
    first[index] = sum.first;
    slots[index] = {reference, sum.stop, sum.content, sum.blocks, child};
  }

  Length first[capacity];
  slot<Length> slots[capacity];
};

template <typename Length>
[[nodiscard]] leaf<Length>& as_leaf(node& any) noexcept {
  return static_cast<leaf<Length>&>(any);
}
template <typename Length>
[[nodiscard]] inner<Length>& as_inner(node& any) noexcept {
  return static_cast<inner<Length>&>(any);
}

/// The sums over a node that has entries, relative to its own reference. Cost: O(entries).
template <typename Length>
[[nodiscard]] summary<Length> summarize(node& any) noexcept {
  summary<Length> sum;
  if (any.height == 0) {
    const auto& pieces = as_leaf<Length>(any);
    Length stop = pieces.start[0];
    for (unsigned i = 0; i < pieces.count; ++i) {
      const auto length = pieces.length(i);
      if (i == 0 || pieces.start[i] != stop) ++sum.blocks;
      sum.content += length;
      stop = pieces.start[i] + length;
    }
    sum.first = pieces.start[0];
    sum.stop = stop;
    return sum;
  }
  const auto& children = as_inner<Length>(any);
  for (unsigned i = 0; i < children.count; ++i) {
    sum.content += children.slots[i].content;
    sum.blocks += children.slots[i].blocks;
    if (i != 0 && children.joined(i)) --sum.blocks;
  }
  sum.first = children.first[0];
  sum.stop = children.slots[children.count - 1U].stop;
  return sum;
}

/// The same sums for somebody whose positions are `reference` lower.
template <typename Length>
[[nodiscard]] summary<Length> moved(summary<Length> sum, Length reference) noexcept {
  sum.first += reference;
  sum.stop += reference;
  return sum;
}

/// Drops one reference, and with the last one the whole subtree.
template <typename Length>
void drop(node* any) noexcept;

/// A copy with the same entries, which are then held twice. Errors: `std::bad_alloc`.
template <typename Length>
[[nodiscard]] node* duplicate(node& any);

/// How many of the sorted positions are at or before `address`, given the sum of all references above them.
///
/// Both are addresses, so the comparison is signed, but the positions themselves wrap around.
template <memory_address Address>
[[nodiscard]] inline unsigned count_until(const address_length<Address>* positions, unsigned count,
                                          address_length<Address> reference, Address address) noexcept {
  unsigned base = 0;
  while (count > 1) {
    const unsigned half = count / 2;
    base += static_cast<Address>(reference + positions[base + half - 1]) <= address ? half : 0;
    count -= half;
  }
  return base + (count == 1 && static_cast<Address>(reference + positions[base]) <= address ? 1 : 0);
}

/// The same, counting only those before `address`.
template <memory_address Address>
[[nodiscard]] inline unsigned count_before(const address_length<Address>* positions, unsigned count,
                                           address_length<Address> reference, Address address) noexcept {
  unsigned base = 0;
  while (count > 1) {
    const unsigned half = count / 2;
    base += static_cast<Address>(reference + positions[base + half - 1]) < address ? half : 0;
    count -= half;
  }
  return base + (count == 1 && static_cast<Address>(reference + positions[base]) < address ? 1 : 0);
}

}  // namespace memosaic::sparse_core
