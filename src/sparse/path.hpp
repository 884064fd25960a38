#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "memosaic/sparse/root.hpp"
#include "sparse/node.hpp"

namespace memosaic::sparse_core {

/// The way from the top of a tree to one piece, or to the place before the first one.
///
/// It borrows the nodes: any change of the tree by other means than this path makes it invalid.
template <memory_address Address>
class path {
 public:
  using length = address_length<Address>;

  /// More levels than any memory can hold: a level is added only when a top of 64 children is full.
  static constexpr unsigned most_levels = 24;

  struct step {
    inner<length>* children;
    unsigned index;    ///< the child that the path takes
    length reference;  ///< the sum of all references down to this node
  };

  /// To the last piece that begins at or before `address`.
  void seek(const root<Address>& tree, Address address) noexcept { descend<true>(tree, address); }

  /// To the last piece that begins before `address`.
  void seek_before(const root<Address>& tree, Address address) noexcept { descend<false>(tree, address); }

  /// To the first piece that ends after `address`; false if there is none.
  [[nodiscard]] bool seek_reaching(const root<Address>& tree, Address address) noexcept {
    seek(tree, address);
    return leads_to_piece() && stop() > address ? true : advance();
  }

  /// False: there is no such piece. The path then leads before the first one, or the tree is empty.
  [[nodiscard]] bool leads_to_piece() const noexcept { return index >= 0; }

  [[nodiscard]] Address start() const noexcept {
    return static_cast<Address>(reference + pieces->start[static_cast<unsigned>(index)]);
  }
  [[nodiscard]] Address stop() const noexcept {
    return static_cast<Address>(reference + pieces->stop(static_cast<unsigned>(index)));
  }
  [[nodiscard]] length size() const noexcept { return pieces->length(static_cast<unsigned>(index)); }
  [[nodiscard]] std::uint8_t kind() const noexcept { return pieces->kind[static_cast<unsigned>(index)]; }
  [[nodiscard]] piece_body<length>& body() const noexcept { return pieces->body[static_cast<unsigned>(index)]; }

  /// Where the piece after this one begins.
  [[nodiscard]] std::optional<Address> next_start() const noexcept {
    if (pieces == nullptr) return std::nullopt;
    const auto next = static_cast<unsigned>(index + 1);
    if (next < pieces->count) return static_cast<Address>(reference + pieces->start[next]);
    for (unsigned level = depth; level-- > 0;) {
      const step& at = steps[level];
      if (at.index + 1 < at.children->count) {
        return static_cast<Address>(at.reference + at.children->first[at.index + 1]);
      }
    }
    return std::nullopt;
  }

  /// To the next piece; false, and no move, if there is none.
  [[nodiscard]] bool advance() noexcept {
    if (pieces == nullptr) return false;
    if (static_cast<unsigned>(index + 1) < pieces->count) {
      ++index;
      return true;
    }
    for (unsigned level = depth; level-- > 0;) {
      if (steps[level].index + 1 < steps[level].children->count) {
        ++steps[level].index;
        down(level, false);
        return true;
      }
    }
    return false;
  }

  /// To the piece before; false, and no move, if there is none.
  [[nodiscard]] bool retreat() noexcept {
    if (index > 0) {
      --index;
      return true;
    }
    for (unsigned level = depth; level-- > 0;) {
      if (steps[level].index > 0) {
        --steps[level].index;
        down(level, true);
        return true;
      }
    }
    return false;
  }

  std::array<step, most_levels> steps;  ///< from the top; `depth` of them
  unsigned depth = 0;
  leaf<length>* pieces = nullptr;
  length reference = 0;  ///< the sum of all references down to the leaf
  int index = -1;

 private:
  template <bool Including>
  void descend(const root<Address>& tree, Address address) noexcept {
    depth = 0;
    pieces = nullptr;
    index = -1;
    if (tree.top == nullptr) return;
    node* at = tree.top;
    reference = tree.reference;
    while (at->height != 0) {
      auto& children = as_inner<length>(*at);
      const unsigned passed = count_upto<Including>(children.first, children.count, reference, address);
      const unsigned taken = passed == 0 ? 0 : passed - 1;
      steps[depth++] = {&children, taken, reference};
      reference += children.slots[taken].reference;
      at = children.slots[taken].child;
      // Halving would wait for one cache line after the other: ask for all positions at once (a peek among a million
      // isolated bytes: 250 ns instead of 480).
      const auto* const positions = reinterpret_cast<const std::byte*>(at);
      for (std::size_t line = 0; line < sizeof(length) * leaf<length>::capacity; line += 64) {
        __builtin_prefetch(positions + line);
      }
    }
    pieces = &as_leaf<length>(*at);
    index = static_cast<int>(count_upto<Including>(pieces->start, pieces->count, reference, address)) - 1;
  }

  template <bool Including>
  static unsigned count_upto(const length* positions, unsigned count, length reference, Address address) noexcept {
    return Including ? count_until(positions, count, reference, address)
                     : count_before(positions, count, reference, address);
  }

  /// From the child that `steps[level]` names to its first or last piece.
  void down(unsigned level, bool to_last) noexcept {
    depth = level + 1;
    reference = steps[level].reference + steps[level].children->slots[steps[level].index].reference;
    node* at = steps[level].children->slots[steps[level].index].child;
    while (at->height != 0) {
      auto& children = as_inner<length>(*at);
      const unsigned taken = to_last ? children.count - 1U : 0;
      steps[depth++] = {&children, taken, reference};
      reference += children.slots[taken].reference;
      at = children.slots[taken].child;
    }
    pieces = &as_leaf<length>(*at);
    index = to_last ? pieces->count - 1 : 0;
  }
};

}  // namespace memosaic::sparse_core
