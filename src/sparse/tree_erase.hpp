#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "sparse/tree.hpp"

/// The members of `tree` that take content away; included by tree.cpp only.
namespace memosaic::sparse_core {

template <memory_address Address>
void tree<Address>::prepare_erase(Address start, Address stop) {
  path_type way;
  way.seek_before(root_, start);
  own(way);
  way.seek(root_, start);
  own(way);
  way.seek(root_, stop);
  own(way);
}

template <memory_address Address>
void tree<Address>::erase(Address start, Address stop) noexcept {
  path_type way;
  way.seek_before(root_, start);
  if (way.pieces == nullptr) return;
  if (static_cast<unsigned>(way.index + 1) == way.pieces->count && !way.advance()) return;
  auto& pieces = *way.pieces;
  const unsigned from = count_before(pieces.start, pieces.count, way.reference, start);
  const unsigned to = count_before(pieces.start, pieces.count, way.reference, stop);
  way.index = pieces.count - 1;
  const auto next = way.next_start();
  const bool within_leaf = to < pieces.count || !next || *next >= stop;
  const unsigned left = pieces.count - (to - from);
  if (within_leaf && (left >= leaf<length>::capacity / 4 || (left > 0 && way.depth == 0))) {
    if (from == to) return;
    length removed = 0;
    unsigned joined_before = from > 0 && pieces.joined(from) ? 1 : 0;
    for (unsigned i = from; i < to; ++i) {
      removed += pieces.length(i);
      if (i + 1 < pieces.count && pieces.joined(i + 1)) ++joined_before;
    }
    for (unsigned i = from; i < to; ++i) words::release(pieces.kind[i], pieces.body[i]);
    pieces.close(from, to);
    const unsigned joined_after = from > 0 && from < pieces.count && pieces.joined(from) ? 1 : 0;
    update(way, length{0} - removed, std::uint64_t{joined_before} - joined_after - (to - from), 0);
    return;
  }
  if (!erase_below(*root_.top, root_.reference, start, stop)) {
    drop<length>(root_.top);
    root_.top = nullptr;
    root_.reference = 0;
    root_.total = {};
    return;
  }
  settle();
}

/// Returns false when nothing is left; the sums of the node itself are then the caller's to forget.
template <memory_address Address>
bool tree<Address>::erase_below(node& any, length reference, Address start, Address stop) noexcept {
  if (any.height == 0) {
    auto& pieces = as_leaf<length>(any);
    const unsigned from = count_before(pieces.start, pieces.count, reference, start);
    const unsigned to = count_before(pieces.start, pieces.count, reference, stop);
    for (unsigned i = from; i < to; ++i) words::release(pieces.kind[i], pieces.body[i]);
    pieces.close(from, to);
    return pieces.count != 0;
  }
  auto& children = as_inner<length>(any);
  const unsigned passed = count_until(children.first, children.count, reference, start);
  const unsigned from = passed == 0 ? 0 : passed - 1;
  const unsigned to = count_before(children.first, children.count, reference, stop);
  unsigned gone_from = to;
  unsigned gone_to = to;
  for (unsigned i = from; i < to; ++i) {
    auto& at = children.slots[i];
    if (static_cast<Address>(reference + at.stop) <= start) continue;
    const bool whole = static_cast<Address>(reference + children.first[i]) >= start &&
                       static_cast<Address>(reference + at.stop) <= stop;
    if (whole || !erase_below(*at.child, reference + at.reference, start, stop)) {
      drop<length>(at.child);
      gone_from = std::min(gone_from, i);
      gone_to = i + 1;
    } else {
      children.set(i, moved(summarize<length>(*at.child), at.reference), at.reference, at.child);
    }
  }
  children.close(gone_from, gone_to);
  const unsigned last = std::min<unsigned>(from + 2, children.count);
  for (unsigned i = last; i-- > (from == 0 ? 0 : from - 1);) join_children(children, i);
  return children.count != 0;
}

/// Joins child `index` and the one after it when one is nearly empty, both are this tree's alone, and half a node
/// holds both.
template <memory_address Address>
void tree<Address>::join_children(inner<length>& children, unsigned index) noexcept {
  if (index + 1U >= children.count) return;
  auto& into = children.slots[index];
  auto& from = children.slots[index + 1];
  if (!into.child->references.unique() || !from.child->references.unique()) return;
  const length offset = from.reference - into.reference;
  const unsigned have = into.child->count;
  const unsigned more = from.child->count;
  if (into.child->height == 0) {
    constexpr auto capacity = leaf<length>::capacity;
    if (have + more > capacity / 2 || std::min(have, more) > capacity / 8) return;
    auto& left = as_leaf<length>(*into.child);
    auto& right = as_leaf<length>(*from.child);
    for (unsigned i = 0; i < more; ++i) left.start[have + i] = right.start[i] + offset;
    std::copy(right.body, right.body + more, left.body + have);
    std::copy(right.kind, right.kind + more, left.kind + have);
    delete &right;
  } else {
    constexpr auto capacity = inner<length>::capacity;
    if (have + more > capacity / 2 || std::min(have, more) > capacity / 8) return;
    auto& left = as_inner<length>(*into.child);
    auto& right = as_inner<length>(*from.child);
    for (unsigned i = 0; i < more; ++i) {
      left.first[have + i] = right.first[i] + offset;
      left.slots[have + i] = right.slots[i];
      left.slots[have + i].reference += offset;
      left.slots[have + i].stop += offset;
    }
    delete &right;
  }
  into.child->count = static_cast<std::uint16_t>(have + more);
  children.set(index, moved(summarize<length>(*into.child), into.reference), into.reference, into.child);
  children.close(index + 1, index + 2);
}

/// After an erasure below: the sums of the top, and no more levels than it needs.
template <memory_address Address>
void tree<Address>::settle() noexcept {
  while (root_.top->height != 0 && root_.top->count == 1) {
    auto* const top = &as_inner<length>(*root_.top);
    root_.reference += top->slots[0].reference;
    root_.top = top->slots[0].child;
    delete top;
  }
  root_.total = moved(summarize<length>(*root_.top), root_.reference);
}

template <memory_address Address>
void tree<Address>::move_after(Address address, length offset) noexcept {
  path_type way;
  way.seek_before(root_, address);
  if (way.pieces == nullptr) return;
  if (!way.leads_to_piece()) {
    root_.reference += offset;
    root_.total = moved(root_.total, offset);
    return;
  }
  auto& pieces = *way.pieces;
  const auto next = static_cast<unsigned>(way.index + 1);
  const bool joined_before = next < pieces.count && pieces.joined(next);
  for (unsigned later = next; later < pieces.count; ++later) pieces.start[later] += offset;
  const bool joined_after = next < pieces.count && pieces.joined(next);
  update(way, 0, std::uint64_t{joined_before} - std::uint64_t{joined_after}, offset);
}

}  // namespace memosaic::sparse_core
