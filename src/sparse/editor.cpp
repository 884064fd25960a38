// SPDX-License-Identifier: Apache-2.0
#include "sparse/editor.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>

#include "memosaic/bytes/fill.hpp"
#include "memosaic/error.hpp"
#include "memosaic/sparse/wide_address.hpp"
#include "sparse/editor_grow.hpp"

namespace memosaic::sparse_core {
namespace {

/// A fill of at most so many bytes is written out; a longer one is a run.
constexpr std::size_t shortest_run = 4096;

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
      if (after_piece && piece_stop == at && grow_after(way, bytes, last)) {
        if (next && *next == stop) join_after(way);
        return;
      }
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
      storage.begin_writing();
      return mutable_view(storage, {storage.data() + offset, static_cast<std::size_t>(where.size())});
    }
  }
  const auto size = static_cast<std::size_t>(where.size());
  auto* const storage = new_extent(size, 0, size);
  piece_holder<length> content(words::part(piece_kind::own, *storage, 0, size));
  reader<Address>::copy_piece(way.kind(), way.body(), distance(way.start(), where.start), {storage->data(), size});
  tree_.replace(where.start, where.stop, std::move(content));
  memory_.lent_for_writing_.store(true, std::memory_order_relaxed);
  storage->begin_writing();
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
