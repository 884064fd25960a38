#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include "sparse/editor.hpp"

/// The members of `editor` by which pieces grow and are joined; included by editor.cpp only.
namespace memosaic::sparse_core {

/// A piece that may not be grown in place is copied to grow only when it is this short; else a new piece follows it.
inline constexpr std::size_t cheap_to_copy = 256;

/// How much storage a growing piece gets. Pages that are never touched cost nothing, and each move touches new ones,
/// which is what growing costs most: so long pieces get four times what they need.
inline std::size_t room_for(std::size_t size) {
  constexpr std::size_t some_pages = std::size_t{64} << 10;
  constexpr std::size_t many_pages = std::size_t{64} << 20;
  const std::size_t factor = size >= some_pages && size < many_pages ? 4 : 2;
  return std::min(biggest_extent, std::max<std::size_t>(64, factor * size));
}

/// Lengthens a piece by bytes behind it. Returns false if a piece of their own serves better.
template <memory_address Address>
bool editor<Address>::grow_after(path_type& way, bytes_view bytes, bool last) {
  if (way.size() + bytes.size() > biggest_extent) return false;
  const auto kind = way.kind();
  const auto old_size = static_cast<std::size_t>(way.size());
  const auto size = old_size + bytes.size();
  if (kind == static_cast<std::uint8_t>(piece_kind::repeat)) return false;
  tree_.own(way);
  const auto at = way.start();
  if (size <= small_capacity<length> && kind < 0x80) {
    piece<length> grown{way.body(), static_cast<std::uint8_t>(size)};
    std::memcpy(reinterpret_cast<std::byte*>(&grown.body) + old_size, bytes.data(), bytes.size());
    tree_.set(way, at, grown);
    return true;
  }
  bool worth_copying = old_size <= cheap_to_copy;
  if (kind == static_cast<std::uint8_t>(piece_kind::own)) {
    own_extent& storage = *words::own(way.body());
    const std::size_t offset = words::offset(way.body());
    const bool grows = alone(storage) && offset + old_size == storage.stop;
    if (grows && storage.size() - storage.stop >= bytes.size()) {
      std::memcpy(storage.data() + storage.stop, bytes.data(), bytes.size());
      storage.stop += static_cast<std::uint32_t>(bytes.size());
      tree_.lengthen(way, 0, static_cast<std::uint32_t>(bytes.size()));
      if (last) point_at(way, storage, false);
      return true;
    }
    if (storage.writers() != 0) return false;
    worth_copying = worth_copying || grows;
  }
  if (!worth_copying) return false;
  const auto capacity = room_for(size);
  auto* const storage = new_extent(capacity, 0, size);
  std::memcpy(storage->data(), words::data(kind, way.body()), old_size);
  std::memcpy(storage->data() + old_size, bytes.data(), bytes.size());
  const auto before = piece<length>{way.body(), kind};
  tree_.set(way, at, words::part(piece_kind::own, *storage, 0, size));
  words::release(before.kind, before.body);
  return true;
}

/// The same in front of a piece.
template <memory_address Address>
bool editor<Address>::grow_before(path_type& way, bytes_view bytes, bool last) {
  if (way.size() + bytes.size() > biggest_extent) return false;
  const auto kind = way.kind();
  const auto old_size = static_cast<std::size_t>(way.size());
  const auto size = old_size + bytes.size();
  if (kind == static_cast<std::uint8_t>(piece_kind::repeat)) return false;
  tree_.own(way);
  const auto at = static_cast<Address>(static_cast<length>(way.start()) - bytes.size());
  if (size <= small_capacity<length> && kind < 0x80) {
    std::array<std::byte, small_capacity<length>> joined;
    std::memcpy(joined.data(), bytes.data(), bytes.size());
    std::memcpy(joined.data() + bytes.size(), words::data(kind, way.body()), old_size);
    tree_.set(way, at, words::small(joined.data(), size));
    return true;
  }
  bool worth_copying = old_size <= cheap_to_copy;
  if (kind == static_cast<std::uint8_t>(piece_kind::own)) {
    own_extent& storage = *words::own(way.body());
    const std::size_t offset = words::offset(way.body());
    const bool grows = alone(storage) && offset == storage.start;
    if (grows && storage.start >= bytes.size()) {
      storage.start -= static_cast<std::uint32_t>(bytes.size());
      std::memcpy(storage.data() + storage.start, bytes.data(), bytes.size());
      tree_.lengthen(way, static_cast<std::uint32_t>(bytes.size()), 0);
      if (last) point_at(way, storage, true);
      return true;
    }
    if (storage.writers() != 0) return false;
    worth_copying = worth_copying || grows;
  }
  if (!worth_copying) return false;
  const auto capacity = room_for(size);
  auto* const storage = new_extent(capacity, capacity - size, capacity);
  std::memcpy(storage->data() + storage->start, bytes.data(), bytes.size());
  std::memcpy(storage->data() + storage->start + bytes.size(), words::data(kind, way.body()), old_size);
  const auto before = piece<length>{way.body(), kind};
  tree_.set(way, at, words::part(piece_kind::own, *storage, storage->start, size));
  words::release(before.kind, before.body);
  return true;
}

/// Makes a piece and the short one right behind it one, when that is cheap: else bytes that are poked in no order stay
/// as many pieces as there were before they met. `way` is owned, and both lie in its leaf; sums stay as they are.
///
/// Whatever needs memory is left undone when there is none: the content is the same.
template <memory_address Address>
void editor<Address>::join_after(path_type& way) noexcept {
  auto& pieces = *way.pieces;
  const auto index = static_cast<unsigned>(way.index);
  const auto next = index + 1;
  if (next >= pieces.count || !pieces.joined(next)) return;
  const piece<length> left{pieces.body[index], pieces.kind[index]};
  const piece<length> right{pieces.body[next], pieces.kind[next]};
  constexpr auto repeat = static_cast<std::uint8_t>(piece_kind::repeat);
  if (left.kind == repeat || right.kind == repeat || pieces.length(next) > cheap_to_copy) return;
  if (words::writers(right.kind, right.body) != 0) return;
  const auto left_size = static_cast<std::size_t>(pieces.length(index));
  const auto right_size = static_cast<std::size_t>(pieces.length(next));
  const auto size = left_size + right_size;
  const auto copy_both = [&](std::byte* target) {
    std::memcpy(target, words::data(left.kind, left.body), left_size);
    std::memcpy(target + left_size, words::data(right.kind, right.body), right_size);
  };
  piece<length> joined = left;
  if (own_extent* const storage = room_behind(left, right_size); storage != nullptr) {
    std::memcpy(storage->data() + storage->stop, words::data(right.kind, right.body), right_size);
    storage->stop += static_cast<std::uint32_t>(right_size);
    words::widen(joined.body, 0, static_cast<std::uint32_t>(right_size));
  } else if (left_size > cheap_to_copy || words::writers(left.kind, left.body) != 0) {
    return;
  } else if (size <= small_capacity<length>) {
    std::array<std::byte, small_capacity<length>> bytes;
    copy_both(bytes.data());
    joined = words::small(bytes.data(), size);
    words::release(left.kind, left.body);
  } else {
    own_extent* made = nullptr;
    try {
      made = new_extent(room_for(size), 0, size);
    } catch (const std::bad_alloc&) {
      return;
    }
    copy_both(made->data());
    joined = words::part(piece_kind::own, *made, 0, size);
    words::release(left.kind, left.body);
  }
  words::release(right.kind, right.body);
  pieces.set(index, pieces.start[index], joined);
  pieces.close(next, next + 1);
  memory_.finger_.epoch = 0;  // it may have led to one of the two
}

/// The storage of a piece that may go on growing in it by `size` bytes behind its end; null if it may not.
template <memory_address Address>
own_extent* editor<Address>::room_behind(const piece<length>& grown, std::size_t size) noexcept {
  if (grown.kind != static_cast<std::uint8_t>(piece_kind::own)) return nullptr;
  own_extent& storage = *words::own(grown.body);
  const auto stop = words::offset(grown.body) + words::extent_length(grown.body);
  const bool fits = stop == storage.stop && storage.size() - storage.stop >= size;
  return fits && alone(storage) ? &storage : nullptr;
}

/// Leaves the finger at a piece that has grown in place and will perhaps grow again.
template <memory_address Address>
void editor<Address>::point_at(path_type& way, own_extent& storage, bool in_front) noexcept {
  auto& finger = memory_.finger_;
  finger.epoch = 0;
  finger.room = static_cast<std::uint32_t>(in_front ? storage.start : storage.size() - storage.stop);
  if (way.depth > finger.most_levels || finger.room == 0) return;
  const auto bounds = memory_.bounds_.range();
  const auto index = static_cast<unsigned>(way.index);
  bool outermost = in_front ? index == 0 : index + 1 == way.pieces->count;
  for (unsigned level = way.depth; level-- > 0;) {
    const auto& step = way.steps[level];
    auto& slot = step.children->slots[step.index];
    auto& edge = in_front ? step.children->first[step.index] : slot.stop;
    finger.levels[level] = {&slot.content, outermost ? &edge : nullptr};
    outermost = outermost && (in_front ? step.index == 0 : step.index + 1U == step.children->count);
  }
  finger.depth = way.depth;
  finger.outermost = outermost;
  finger.in_front = in_front;
  finger.used = in_front ? &storage.start : &storage.stop;
  finger.target = storage.data() + *finger.used;
  finger.word = &way.body().words[1];
  finger.position = &way.pieces->start[index];
  if (in_front) {
    finger.edge = way.start();
    auto before = way;
    finger.limit = before.retreat() ? std::max(before.stop(), bounds.start) : bounds.start;
  } else {
    finger.edge = way.stop();
    finger.limit = std::min(way.next_start().value_or(bounds.stop), bounds.stop);
  }
  finger.version = memory_.version_;
  finger.epoch = epoch();
}

}  // namespace memosaic::sparse_core
