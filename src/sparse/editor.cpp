// SPDX-License-Identifier: Apache-2.0
#include "sparse/editor.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <stdexcept>
#include <string>

#include "memosaic/bytes/fill.hpp"
#include "memosaic/error.hpp"
#include "memosaic/sparse/wide_address.hpp"

namespace memosaic::sparse_core {
namespace {

/// A piece that may not be grown in place is copied to grow only when it is this short; else a new piece follows it.
constexpr std::size_t cheap_to_copy = 256;

/// A fill of at most so many bytes is written out; a longer one is a run.
constexpr std::size_t shortest_run = 4096;

/// How much storage a growing piece gets. Pages that are never touched cost nothing, and each move touches new ones,
/// which is what growing costs most: so long pieces get four times what they need.
std::size_t room_for(std::size_t size) {
  constexpr std::size_t some_pages = std::size_t{64} << 10;
  constexpr std::size_t many_pages = std::size_t{64} << 20;
  const std::size_t factor = size >= some_pages && size < many_pages ? 4 : 2;
  return std::min(biggest_extent, std::max<std::size_t>(64, factor * size));
}

}  // namespace

template <memory_address Address>
std::uint64_t editor<Address>::epoch() noexcept {
  static std::atomic<std::uint64_t> last{0};
  auto now = memory_.epoch_.load(std::memory_order_relaxed);
  if (now == 0) {
    now = last.fetch_add(1, std::memory_order_relaxed) + 1;
    memory_.epoch_.store(now, std::memory_order_relaxed);
  }
  return now;
}

/// Whether only this memory's pieces show the storage: one piece does (its leaf is this memory's alone), or it was made
/// since the last copy of the memory, and pieces of one memory never overlap.
template <memory_address Address>
bool editor<Address>::alone(const own_extent& storage) noexcept {
  return storage.epoch == epoch() || storage.writers() != 0 || storage.pieces() == 1;
}

template <memory_address Address>
piece_holder<typename editor<Address>::length> editor<Address>::piece_of(bytes_view bytes) {
  if (bytes.size() <= small_capacity<length>) {
    return piece_holder<length>(words::small(bytes.data(), bytes.size()));
  }
  auto* const storage = new_extent(bytes.size(), 0, bytes.size());
  std::memcpy(storage->data(), bytes.data(), bytes.size());
  return piece_holder<length>(words::part(piece_kind::own, *storage, 0, bytes.size()));
}

template <memory_address Address>
void editor<Address>::write(Address at, bytes_view bytes, bool last) {
  // Few bytes may lie in the tree itself, which is about to move: take them out first.
  std::array<std::byte, small_capacity<length>> taken;
  if (bytes.size() <= taken.size()) {
    std::memcpy(taken.data(), bytes.data(), bytes.size());
    bytes = {taken.data(), bytes.size()};
  }
  const auto stop = static_cast<Address>(static_cast<length>(at) + bytes.size());
  path_type way;
  way.seek(top(), at);
  const bool after_piece = way.leads_to_piece();
  const Address piece_stop = after_piece ? way.stop() : lowest_address<Address>;
  if (after_piece && stop <= piece_stop) {
    overwrite(way, at, bytes);
    return;
  }
  if (!after_piece || piece_stop <= at) {
    const auto next = way.next_start();
    if (!next || *next >= stop) {
      if (after_piece && piece_stop == at && grow_after(way, bytes, last)) return;
      if (next && *next == stop) {
        path_type following = way;
        if (following.advance() && grow_before(following, bytes, last)) return;
      }
      tree_.put(way, at, piece_of(bytes));
      return;
    }
  }
  replace({at, stop}, piece_of(bytes));
}

template <memory_address Address>
void editor<Address>::overwrite(path_type& way, Address at, bytes_view bytes) {
  tree_.own(way);
  const auto offset = static_cast<std::size_t>(distance(way.start(), at));
  if (way.kind() < 0x80) {
    std::memcpy(reinterpret_cast<std::byte*>(&way.body()) + offset, bytes.data(), bytes.size());
    return;
  }
  if (way.kind() == static_cast<std::uint8_t>(piece_kind::own)) {
    own_extent& storage = *words::own(way.body());
    if (alone(storage) && (storage.pins() == 0 || storage.writers() != 0)) {
      storage.epoch = epoch();
      std::memmove(storage.data() + words::offset(way.body()) + offset, bytes.data(), bytes.size());
      return;
    }
  }
  detach(way, at, bytes);
}

/// Writes into a piece that others share: the part around the write becomes a piece of its own.
template <memory_address Address>
void editor<Address>::detach(path_type& way, Address at, bytes_view bytes) {
  const length offset = distance(way.start(), at);
  length start = offset;
  length stop = offset + bytes.size();
  if (way.size() <= detached) {
    start = 0;
    stop = way.size();
  } else if (bytes.size() <= 2 * detached) {
    start = offset / detached * detached;
    stop = std::min<length>((stop + detached - 1) / detached * detached, way.size());
  }
  const auto size = static_cast<std::size_t>(stop - start);
  const auto place = static_cast<std::size_t>(offset - start);
  auto* const storage = new_extent(size, 0, size);
  piece_holder<length> content(words::part(piece_kind::own, *storage, 0, size));
  const mutable_bytes_view target(storage->data(), size);
  reader<Address>::copy_piece(way.kind(), way.body(), start, target.first(place));
  std::memcpy(target.data() + place, bytes.data(), bytes.size());
  const auto rest = place + bytes.size();
  reader<Address>::copy_piece(way.kind(), way.body(), start + rest, target.subspan(rest));
  const auto base = static_cast<length>(way.start());
  tree_.replace(static_cast<Address>(base + start), static_cast<Address>(base + stop), std::move(content));
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

template <memory_address Address>
void editor<Address>::replace(range where, piece_holder<length> content) {
  require_unlent(where, "write");
  tree_.replace(where.start, where.stop, std::move(content));
}

template <memory_address Address>
void editor<Address>::insert(Address at, piece_holder<length> content) {
  tree_.split(at);
  path_type way;
  way.seek_before(top(), at);
  const auto gap = content.length();
  tree_.put(way, at, std::move(content), gap);
}

template <memory_address Address>
void editor<Address>::reserve(Address at, length count) {
  tree_.split(at);
  path_type way;
  way.seek_before(top(), at);
  tree_.own(way);
  tree_.move_after(at, count);
}

template <memory_address Address>
void editor<Address>::clear(range where) {
  require_unlent(where, "clear");
  tree_.split(where.start);
  tree_.split(where.stop);
  tree_.prepare_erase(where.start, where.stop);
  tree_.erase(where.start, where.stop);
}

template <memory_address Address>
void editor<Address>::erase(range where) {
  clear(where);  // also owns the path to what comes before the range, which is the one that moving takes
  tree_.move_after(where.stop, length{0} - where.size());
}

template <memory_address Address>
void editor<Address>::crop(range where) {
  const range below{lowest_address<Address>, where.start};
  const range above{where.stop, highest_stop<Address>};
  require_unlent(below, "crop");
  require_unlent(above, "crop");
  tree_.split(where.start);
  tree_.split(where.stop);
  tree_.prepare_erase(below.start, below.stop);
  tree_.prepare_erase(above.start, above.stop);
  tree_.erase(below.start, below.stop);
  tree_.erase(above.start, above.stop);
}

template <memory_address Address>
void editor<Address>::repeat(range where, bytes_view pattern, length phase) {
  const auto first = static_cast<std::size_t>(phase % pattern.size());
  if (where.size() <= shortest_run) {
    std::array<std::byte, shortest_run> bytes;
    const mutable_bytes_view target(bytes.data(), static_cast<std::size_t>(where.size()));
    fill(target, pattern, first);
    write(where.start, target);
    return;
  }
  replace(where, piece_holder<length>(words::repeat(*tile::make(pattern, first), where.size())));
}

template <memory_address Address>
mutable_view editor<Address>::lend(range where) {
  path_type way;
  way.seek(top(), where.start);
  tree_.own(way);
  if (way.kind() == static_cast<std::uint8_t>(piece_kind::own)) {
    own_extent& storage = *words::own(way.body());
    if (alone(storage) && (storage.pins() == 0 || storage.writers() != 0)) {
      storage.epoch = epoch();
      memory_.lent_for_writing_.store(true, std::memory_order_relaxed);
      const auto offset = words::offset(way.body()) + static_cast<std::size_t>(distance(way.start(), where.start));
      return mutable_view(storage, {storage.data() + offset, static_cast<std::size_t>(where.size())});
    }
  }
  const auto size = static_cast<std::size_t>(where.size());
  auto* const storage = new_extent(size, 0, size);
  piece_holder<length> content(words::part(piece_kind::own, *storage, 0, size));
  reader<Address>::copy_piece(way.kind(), way.body(), distance(way.start(), where.start), {storage->data(), size});
  tree_.replace(where.start, where.stop, std::move(content));
  memory_.lent_for_writing_.store(true, std::memory_order_relaxed);
  return mutable_view(*storage, {storage->data(), size});
}

template <memory_address Address>
bool editor<Address>::leave_lent_pieces() {
  bool found = false;
  path_type way;
  if (!way.seek_reaching(top(), lowest_address<Address>)) return false;
  do {
    if (words::writers(way.kind(), way.body()) == 0) continue;
    found = true;
    const auto size = static_cast<std::size_t>(way.size());
    auto* const storage = new_extent(size, 0, size);
    piece_holder<length> content(words::part(piece_kind::own, *storage, 0, size));
    std::memcpy(storage->data(), words::data(way.kind(), way.body()), size);
    tree_.own(way);
    const auto before = piece<length>{way.body(), way.kind()};
    tree_.set(way, way.start(), content.take());
    words::release(before.kind, before.body);
  } while (way.advance());
  return found;
}

template <memory_address Address>
void editor<Address>::require_unlent(range where, std::string_view operation) const {
  if (!memory_.lent_for_writing_.load(std::memory_order_relaxed) || where.empty()) return;
  path_type way;
  if (!way.seek_reaching(memory_.tree_, where.start)) return;
  do {
    if (way.start() >= where.stop) return;
    if (const auto count = words::writers(way.kind(), way.body()); count != 0) throw buffer_pinned(operation, count);
  } while (way.advance());
}

template class editor<std::int64_t>;
template class editor<int128>;
template class editor<wide_address>;

}  // namespace memosaic::sparse_core
