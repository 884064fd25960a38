// SPDX-License-Identifier: Apache-2.0
#include "buffer/heap_block.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>

#include "buffer/stable_bytes.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/fill.hpp"
#include "memosaic/error.hpp"

namespace memosaic {
namespace {

constexpr std::size_t biggest_size = PTRDIFF_MAX;

std::size_t round_up(std::size_t size) {
  return add_sizes(size, storage::alignment - 1) / storage::alignment * storage::alignment;
}

/// Half as much again as what is there: few moves while growing step by step, and freed storages can be reused.
std::size_t geometric_room(std::size_t size) { return std::min(size / 2 + storage::alignment, biggest_size - size); }

void copy_bytes(std::byte* target, const std::byte* source, std::size_t size) noexcept {
  if (size != 0) std::memcpy(target, source, size);
}

void move_bytes(std::byte* target, const std::byte* source, std::size_t size) noexcept {
  if (size != 0) std::memmove(target, source, size);
}

}  // namespace

heap_block::heap_block(std::size_t size, std::size_t headroom, std::size_t tailroom)
    : owner(nullptr, 0, true),
      reserved_headroom_(round_up(headroom)),
      reserved_capacity_(tailroom == 0 ? 0 : add_sizes(size, tailroom)) {
  storage_ = storage(round_up(add_sizes(add_sizes(reserved_headroom_, size), tailroom)));
  set_bytes(storage_.data() + reserved_headroom_, size);
}

heap_block::heap_block(storage adopted) noexcept
    : owner(adopted.data(), adopted.size(), true), storage_(std::move(adopted)) {}

view heap_block::frozen_copy(bytes_view bytes) {
  const view lent(bytes, unowned);
  return frozen_gather({&lent, 1}, bytes.size());
}

view heap_block::frozen_gather(std::span<const view> parts, std::size_t size) {
  auto* const block = new heap_block(size, 0, 0);
  std::byte* place = block->data();
  for (const view& part : parts) {
    copy_bytes(place, part.data(), part.size());
    place += part.size();
  }
  block->set_frozen(true);
  view whole(*block);
  block->drop_reference();
  return whole;
}

void heap_block::require_resizable(std::string_view operation) const {
  if (const auto count = pins(); count != 0) throw buffer_pinned(operation, count);
  if (frozen()) throw std::invalid_argument(std::string(operation) + " refused: the bytes are frozen; copy them first");
}

void heap_block::relocate(std::size_t headroom, std::size_t tailroom, std::size_t at, std::size_t count) {
  const auto new_size = add_sizes(size(), count);
  headroom = round_up(headroom);
  storage fresh(round_up(add_sizes(add_sizes(headroom, new_size), tailroom)));
  std::byte* const start = fresh.data() + headroom;
  copy_bytes(start, data(), at);
  copy_bytes(start + at + count, data() + at, size() - at);
  storage_ = std::move(fresh);
  set_bytes(start, new_size);
}

void heap_block::open_gap(std::size_t at, std::size_t count, std::string_view operation) {
  require_run(at, 0, size());
  if (count == 0) return;
  require_resizable(operation);
  const auto new_size = add_sizes(size(), count);
  const auto size_after = size() - at;
  if (count <= tailroom()) {
    move_bytes(data() + at + count, data() + at, size_after);
    set_bytes(data(), new_size);
    return;
  }
  // Bytes taken away at the front leave their place free: go back there once it is as big as what has to move, so that
  // every byte pays for at most one move.
  if (headroom() > reserved_headroom_ && headroom() - reserved_headroom_ >= new_size) {
    std::byte* const start = storage_.data() + reserved_headroom_;
    copy_bytes(start, data(), at);
    copy_bytes(start + at + count, data() + at, size_after);
    set_bytes(start, new_size);
    return;
  }
  relocate(reserved_headroom_, geometric_room(new_size), at, count);
}

void heap_block::open_front(std::size_t count, std::string_view operation) {
  if (count == 0) return;
  require_resizable(operation);
  const auto new_size = add_sizes(size(), count);
  if (count > headroom()) {
    // Bytes taken away at the end leave tailroom: kept without limit, it would grow for ever in a queue that is filled
    // at the front and emptied at the end.
    const auto room = geometric_room(new_size);
    const auto reserved_tailroom = reserved_capacity_ - std::min(reserved_capacity_, new_size);
    relocate(std::max(reserved_headroom_, room), std::min(tailroom(), std::max(reserved_tailroom, room)), 0, count);
    return;
  }
  set_bytes(data() - count, new_size);
}

void heap_block::close_gap(std::size_t start, std::size_t stop, std::string_view operation) {
  require_range(start, stop, size());
  if (start == stop) return;
  require_resizable(operation);
  const auto new_size = size() - (stop - start);
  if (new_size == 0) {
    set_bytes(storage_.data() + std::min(reserved_headroom_, storage_.size()), 0);
  } else if (start == 0) {
    set_bytes(data() + stop, new_size);
  } else {
    move_bytes(data() + start, data() + stop, size() - stop);
    set_bytes(data(), new_size);
  }
}

void heap_block::resize_uninitialized(std::size_t new_size, std::string_view operation) {
  if (new_size < size()) {
    close_gap(new_size, size(), operation);
  } else {
    open_gap(size(), new_size - size(), operation);
  }
}

void heap_block::resize(std::size_t new_size, bytes_view pattern) {
  const auto old_size = size();
  if (new_size > old_size && pattern.empty()) throw std::invalid_argument("resize refused: the pattern is empty");
  const stable_bytes kept(new_size > old_size ? pattern : bytes_view{}, whole_storage());
  resize_uninitialized(new_size, "resize");
  if (new_size <= old_size) return;
  const mutable_bytes_view added(data() + old_size, new_size - old_size);
  if (kept.bytes().size() >= added.size()) {
    copy_bytes(added.data(), kept.bytes().data(), added.size());
  } else {
    fill(added, kept.bytes());
  }
}

void heap_block::reserve(std::size_t headroom_wanted, std::size_t tailroom_wanted, std::string_view operation) {
  const auto capacity = add_sizes(size(), tailroom_wanted);
  if (headroom_wanted > headroom() || tailroom_wanted > tailroom()) {
    require_resizable(operation);
    relocate(std::max(headroom_wanted, reserved_headroom_), std::max(tailroom_wanted, tailroom()), size(), 0);
  }
  reserved_headroom_ = std::max(reserved_headroom_, round_up(headroom_wanted));
  reserved_capacity_ = std::max(reserved_capacity_, capacity);
}

void heap_block::shrink_to_fit(std::string_view operation) {
  if (headroom() == 0 && tailroom() < storage::alignment) return;
  require_resizable(operation);
  relocate(0, 0, size(), 0);
  reserved_headroom_ = 0;
  reserved_capacity_ = 0;
}

void heap_block::freeze() {
  if (const auto count = writers(); count != 0) throw buffer_pinned("freeze", count);
  set_frozen(true);
}

}  // namespace memosaic
