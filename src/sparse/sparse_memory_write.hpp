#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>
#include <vector>

#include "memosaic/sparse/sparse_memory.hpp"
#include "sparse/combination.hpp"
#include "sparse/editor.hpp"
#include "sparse/messages.hpp"
#include "sparse/reader.hpp"

/// The members of `basic_sparse_memory` that put content in; included by sparse_memory.cpp only.
namespace memosaic {

using sparse_core::editor;

template <memory_address Address>
typename basic_sparse_memory<Address>::range basic_sparse_memory<Address>::admit(Address at, length size) const {
  const auto stop = checked_advance<Address>(at, size);
  if (!stop) sparse_core::throw_beyond<Address>(at, size);
  const range asked{at, *stop};
  const auto limits = bounds_.range();
  const auto inside = intersection(asked, limits);
  if (inside != asked && bounds_.policy == bounds_policy::error && size != 0) sparse_core::throw_outside(asked, limits);
  return inside;
}

template <memory_address Address>
bool basic_sparse_memory<Address>::write_at_finger(Address at, bytes_view bytes) noexcept {
  auto& finger = finger_;
  if (finger.epoch == 0 || finger.version != version_ || finger.epoch != epoch_.load(std::memory_order_relaxed) ||
      bytes.empty() || bytes.size() > finger.room) {
    return false;
  }
  const auto size = static_cast<std::uint32_t>(bytes.size());
  // Neither side may reach what is next to it: joining blocks is left to the search.
  if (finger.in_front) {
    if (at >= finger.edge || distance(at, finger.edge) != size || at <= finger.limit) return false;
    finger.target -= size;
    std::memcpy(finger.target, bytes.data(), size);
    *finger.used -= size;
    *finger.word += (std::uint64_t{size} << 32) - size;
    *finger.position -= size;
    finger.edge = at;
  } else {
    if (at != finger.edge || size >= distance(at, finger.limit)) return false;
    std::memcpy(finger.target, bytes.data(), size);
    finger.target += size;
    *finger.used += size;
    *finger.word += std::uint64_t{size} << 32;
    finger.edge = static_cast<Address>(static_cast<length>(at) + size);
  }
  const auto outwards = finger.in_front ? length{0} - size : length{size};
  for (unsigned level = 0; level < finger.depth; ++level) {
    *finger.levels[level].content += size;
    if (finger.levels[level].edge != nullptr) *finger.levels[level].edge += outwards;
  }
  tree_.total.content += size;
  if (finger.outermost) (finger.in_front ? tree_.total.first : tree_.total.stop) += outwards;
  finger.room -= size;
  finger.version = ++version_;
  return true;
}

template <memory_address Address>
void basic_sparse_memory<Address>::write(Address at, bytes_view bytes) {
  if (write_at_finger(at, bytes)) return;
  const auto inside = admit(at, bytes.size());
  if (inside.empty()) return;
  bytes = bytes.subspan(static_cast<std::size_t>(distance(at, inside.start)), static_cast<std::size_t>(inside.size()));
  editor<Address> changes(*this);
  if (bytes.size() <= sparse_core::biggest_extent) {
    changes.write(inside.start, bytes, true);
    return;
  }
  changes.require_unlent(inside, "write");
  sparse_core::transaction<Address> whole(changes);
  write_parts(changes, inside.start, bytes);
  whole.commit();
}

/// Writes what may be too long for one piece.
template <memory_address Address>
void basic_sparse_memory<Address>::write_parts(editor<Address>& changes, Address at, bytes_view bytes) {
  while (!bytes.empty()) {
    const auto part = bytes.first(std::min(bytes.size(), sparse_core::biggest_extent));
    changes.write(at, part);
    at = static_cast<Address>(static_cast<length>(at) + part.size());
    bytes = bytes.subspan(part.size());
  }
}

template <memory_address Address>
void basic_sparse_memory<Address>::write_shared(Address at, const memosaic::view& bytes) {
  using words = sparse_core::piece_words<length>;
  if (bytes.may_change()) {
    throw std::invalid_argument("write_shared refused: the owner of the bytes can be written; freeze it first");
  }
  const auto inside = admit(at, bytes.size());
  if (inside.empty()) return;
  editor<Address> changes(*this);
  changes.require_unlent(inside, "write");
  sparse_core::transaction<Address> whole(changes);
  auto rest = inside;
  while (!rest.empty()) {
    const auto offset = static_cast<std::size_t>(distance(at, rest.start));
    const auto size = static_cast<std::size_t>(std::min<length>(rest.size(), sparse_core::biggest_extent));
    const auto stop = static_cast<Address>(static_cast<length>(rest.start) + size);
    if (size <= sparse_core::small_capacity<length>) {
      changes.replace({rest.start, stop}, changes.piece_of(bytes.bytes().subspan(offset, size)));
    } else {
      auto* const lent = new sparse_core::lent_extent(bytes.sub(offset, offset + size));
      changes.replace({rest.start, stop},
                      sparse_core::piece_holder<length>(words::part(sparse_core::piece_kind::lent, *lent, 0, size)));
    }
    rest.start = stop;
  }
  whole.commit();
}

template <memory_address Address>
void basic_sparse_memory<Address>::write(const basic_sparse_memory& source, Address offset) {
  using words = sparse_core::piece_words<length>;
  if (source.empty()) return;
  const auto content = source.content_range();
  const auto start = checked_shift(content.start, offset);
  const auto stop = checked_shift(content.stop, offset);
  if (!start) sparse_core::throw_beyond<Address>(content.start, 0);
  if (!stop) sparse_core::throw_beyond<Address>(content.stop, 0);
  const auto inside = admit(*start, content.size());
  basic_sparse_memory taken(source);  // shares; also right when the source is this memory
  taken.bounds_ = {};
  taken.shift(offset);
  editor<Address> changes(*this);
  if (lent_for_writing_.load(std::memory_order_relaxed)) {
    for (const auto& part : taken.segments(inside)) changes.require_unlent({part.start, part.stop}, "write");
  }
  if (taken.block_count() > block_count() / 8) {
    taken.crop(inside);
    tree_ = sparse_core::combine(*this, taken, [](bool, bool in_source) {
      return in_source ? sparse_core::side::second : sparse_core::side::first;
    });
    return;
  }
  sparse_core::transaction<Address> whole(changes);
  sparse_core::path<Address> way;
  for (bool more = way.seek_reaching(taken.tree_, inside.start); more; more = way.advance()) {
    const auto part = intersection<Address>({way.start(), way.stop()}, inside);
    if (part.empty()) break;
    const auto first = distance(way.start(), part.start);
    changes.replace(part,
                    sparse_core::piece_holder<length>(words::cut(way.kind(), way.body(), first, first + part.size())));
  }
  whole.commit();
}

template <memory_address Address>
void basic_sparse_memory<Address>::append(bytes_view bytes, length gap) {
  const auto end = content_range().stop;
  const auto at = checked_advance<Address>(end, gap);
  if (!at) sparse_core::throw_beyond<Address>(end, gap);
  write(*at, bytes);
}

/// Whether what begins at or after `at` stays inside the bounds when it moves up by `count`.
template <memory_address Address>
bool basic_sparse_memory<Address>::tail_fits(Address at, length count) const noexcept {
  const auto stop = content_range().stop;
  return empty() || stop <= at || count <= distance(stop, bounds_.range().stop);
}

/// Drops what would pass the upper bound if everything at or after `at` moved up by `count`.
template <memory_address Address>
void basic_sparse_memory<Address>::drop_tail(editor<Address>& changes, Address at, length count) {
  const auto limit = bounds_.range().stop;
  if (bounds_.policy == bounds_policy::error || !bounds_.stop) {
    const range moved{at, content_range().stop};
    sparse_core::throw_leaving("moving up what is", moved, bounds_.range());
  }
  // `at` is below the content's end, and so below the limit.
  const auto kept = count >= distance(at, limit) ? at : static_cast<Address>(static_cast<length>(limit) - count);
  changes.clear({kept, limit});
}

template <memory_address Address>
void basic_sparse_memory<Address>::insert(Address at, bytes_view bytes) {
  const auto inside = admit(at, bytes.size());
  if (bytes.empty()) return;
  editor<Address> changes(*this);
  const bool fits = tail_fits(at, bytes.size());
  if (fits && inside.size() == bytes.size() && bytes.size() <= sparse_core::biggest_extent) {
    changes.insert(at, changes.piece_of(bytes));
    return;
  }
  std::vector<std::byte> kept;  // of what bounds or size divide, a copy: it may lie in what is dropped
  if (!inside.empty()) {
    const auto part =
        bytes.subspan(static_cast<std::size_t>(distance(at, inside.start)), static_cast<std::size_t>(inside.size()));
    kept.assign(part.begin(), part.end());
  }
  sparse_core::transaction<Address> whole(changes);
  if (!fits) drop_tail(changes, at, bytes.size());
  changes.reserve(at, bytes.size());
  write_parts(changes, inside.start, kept);
  whole.commit();
}

template <memory_address Address>
void basic_sparse_memory<Address>::reserve(Address at, length count) {
  if (count == 0) return;
  editor<Address> changes(*this);
  if (tail_fits(at, count)) {
    changes.reserve(at, count);
    return;
  }
  sparse_core::transaction<Address> whole(changes);
  drop_tail(changes, at, count);
  changes.reserve(at, count);
  whole.commit();
}

template <memory_address Address>
void basic_sparse_memory<Address>::fill(range where, bytes_view pattern) {
  if (pattern.empty()) throw std::invalid_argument("fill refused: the pattern is empty");
  if (where.empty()) return;
  const auto inside = admit(where.start, where.size());
  if (inside.empty()) return;
  editor<Address>(*this).repeat(inside, pattern, distance(where.start, inside.start));
}

template <memory_address Address>
void basic_sparse_memory<Address>::flood(range where, bytes_view pattern) {
  if (pattern.empty()) throw std::invalid_argument("flood refused: the pattern is empty");
  if (where.empty()) return;
  const auto inside = admit(where.start, where.size());
  if (inside.empty()) return;
  const auto holes = gaps(inside);
  if (holes.empty()) return;
  const std::vector<std::byte> kept(pattern.begin(), pattern.end());  // it may lie in this memory
  editor<Address> changes(*this);
  sparse_core::transaction<Address> whole(changes);
  for (const range& hole : holes) changes.repeat(hole, kept, distance(where.start, hole.start));
  whole.commit();
}

template <memory_address Address>
mutable_view basic_sparse_memory<Address>::mutable_view(range where) {
  if (where.empty()) return {};
  require_stored(where);
  sparse_core::path<Address> way;
  way.seek(tree_, where.start);
  if (way.stop() < where.stop) {
    sparse_core::throw_refused("mutable_view", where, "it lies in several pieces; call coalesce first");
  }
  if (where.size() > sparse_core::biggest_extent) {
    throw std::length_error("a mutable_view of more than 2 GiB; take it in parts");
  }
  return editor<Address>(*this).lend(where);
}

template <memory_address Address>
void basic_sparse_memory<Address>::coalesce(range where) {
  using words = sparse_core::piece_words<length>;
  if (where.empty()) return;
  require_stored(where);
  sparse_core::path<Address> way;
  way.seek(tree_, where.start);
  if (way.stop() >= where.stop && way.kind() != static_cast<std::uint8_t>(sparse_core::piece_kind::repeat)) return;
  if (where.size() > sparse_core::biggest_extent) throw std::length_error("coalesce of more than 2 GiB");
  const auto size = static_cast<std::size_t>(where.size());
  editor<Address> changes(*this);
  auto* const storage = changes.new_extent(size, 0, size);
  sparse_core::piece_holder<length> content(words::part(sparse_core::piece_kind::own, *storage, 0, size));
  read(where.start, mutable_bytes_view(storage->data(), size));
  changes.replace(where, std::move(content));
}

}  // namespace memosaic
