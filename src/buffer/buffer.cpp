// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/buffer.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "buffer/heap_block.hpp"
#include "buffer/stable_bytes.hpp"
#include "buffer/storage.hpp"
#include "memosaic/bytes/fill.hpp"

namespace memosaic {
namespace {

heap_block& as_block(owner* block) noexcept { return static_cast<heap_block&>(*block); }

void move_bytes(std::byte* target, bytes_view source) noexcept {
  if (!source.empty()) std::memmove(target, source.data(), source.size());
}

template <typename Part>
buffer join_parts(std::span<const Part> parts, bytes_view separator) {
  if (parts.empty()) return {};
  auto total = multiply_sizes(parts.size() - 1, separator.size());
  for (const Part& part : parts) total = add_sizes(total, part.size());
  auto joined = buffer::uninitialized(total);
  std::byte* place = joined.data();
  for (const Part& part : parts) {
    if (&part != parts.data()) place = std::ranges::copy(separator, place).out;
    place = std::ranges::copy(part, place).out;
  }
  return joined;
}

}  // namespace

// Both by way of another constructor, so that the block is given back if what follows fails.
buffer::buffer(std::size_t size, bytes_view pattern) : buffer(uninitialized(size)) { fill(mutable_bytes(), pattern); }

buffer::buffer(bytes_view bytes) : buffer(uninitialized(bytes.size())) { move_bytes(data(), bytes); }

buffer buffer::uninitialized(std::size_t size, std::size_t headroom, std::size_t tailroom) {
  if (size == 0 && headroom == 0 && tailroom == 0) return {};
  return buffer(*new heap_block(size, headroom, tailroom));
}

buffer buffer::join(std::span<const bytes_view> parts, bytes_view separator) { return join_parts(parts, separator); }

buffer buffer::join(std::initializer_list<bytes_view> parts, bytes_view separator) {
  return join_parts(std::span<const bytes_view>(parts.begin(), parts.size()), separator);
}

buffer buffer::join(std::span<const memosaic::view> parts, bytes_view separator) {
  return join_parts(parts, separator);
}

buffer buffer::adopt(std::byte* data, std::size_t size, release_function release, void* context) {
  storage adopted(data, size, release, context);
  if (data == nullptr && size != 0) throw std::invalid_argument("a null address has no bytes to adopt");
  static_cast<void>(add_sizes(size, 0));
  return buffer(*new heap_block(std::move(adopted)));
}

heap_block& buffer::block() {
  if (block_ == nullptr) block_ = new heap_block;
  return as_block(block_);
}

std::size_t buffer::capacity() const noexcept {
  return block_ == nullptr ? 0 : block_->size() + as_block(block_).tailroom();
}

std::size_t buffer::headroom() const noexcept { return block_ == nullptr ? 0 : as_block(block_).headroom(); }

memosaic::mutable_view buffer::mutable_view(std::size_t start, std::size_t stop) {
  if (stop == npos) stop = size();
  const auto part = mutable_sub_view(mutable_bytes(), start, stop);
  return block_ == nullptr ? memosaic::mutable_view() : memosaic::mutable_view(*block_, part);
}

memosaic::slice buffer::slice(std::size_t start, std::size_t stop) { return memosaic::slice(block(), start, stop); }

void buffer::resize(std::size_t size, bytes_view pattern) {
  if (size != this->size()) block().resize(size, pattern);
}

void buffer::resize_uninitialized(std::size_t size) {
  if (size != this->size()) block().resize_uninitialized(size, "resize");
}

void buffer::reserve(std::size_t capacity, std::size_t headroom) {
  block().reserve(headroom, capacity - std::min(capacity, size()), "reserve");
}

void buffer::shrink_to_fit() {
  if (block_ != nullptr) as_block(block_).shrink_to_fit("shrink_to_fit");
}

void buffer::clear() {
  if (!empty()) as_block(block_).close_gap(0, size(), "clear");
}

void buffer::append(bytes_view bytes) {
  if (bytes.empty()) return;
  auto& target = block();
  const auto old_size = target.size();
  // Within the tailroom nothing that the argument can show is moved or written.
  const bool moves = bytes.size() > target.tailroom();
  const stable_bytes kept(bytes, moves ? target.whole_storage() : bytes_view{});
  target.open_gap(old_size, bytes.size(), "append");
  move_bytes(target.data() + old_size, kept.bytes());
}

void buffer::prepend(bytes_view bytes) {
  if (bytes.empty()) return;
  auto& target = block();
  const bool moves = bytes.size() > target.headroom();
  const stable_bytes kept(bytes, moves ? target.whole_storage() : bytes_view{});
  target.open_front(bytes.size(), "prepend");
  move_bytes(target.data(), kept.bytes());
}

void buffer::insert(std::size_t at, bytes_view bytes) {
  require_range(at, size(), size());
  if (bytes.empty()) return;
  auto& target = block();
  const stable_bytes kept(bytes, target.whole_storage());
  target.open_gap(at, bytes.size(), "insert");
  move_bytes(target.data() + at, kept.bytes());
}

void buffer::erase(std::size_t start, std::size_t stop) {
  if (stop == npos) stop = size();
  require_range(start, stop, size());
  if (start != stop) as_block(block_).close_gap(start, stop, "erase");
}

void buffer::replace(std::size_t start, std::size_t stop, bytes_view bytes) {
  if (stop == npos) stop = size();
  require_range(start, stop, size());
  const auto old_size = stop - start;
  if (bytes.size() == old_size) {
    move_bytes(data() + start, bytes);
    return;
  }
  auto& target = block();
  const stable_bytes kept(bytes, target.whole_storage());
  if (bytes.size() > old_size) {
    target.open_gap(stop, bytes.size() - old_size, "replace");
  } else {
    target.close_gap(start + bytes.size(), stop, "replace");
  }
  move_bytes(target.data() + start, kept.bytes());
}

void buffer::repeat(std::size_t times) {
  const auto old_size = size();
  const auto new_size = multiply_sizes(old_size, times);
  if (new_size == old_size) return;
  auto& target = block();
  target.resize_uninitialized(new_size, "repeat");
  if (new_size > old_size) {
    const mutable_bytes_view all(target.data(), new_size);
    fill(all.subspan(old_size), all.first(old_size));
  }
}

memosaic::view buffer::freeze() {
  if (block_ == nullptr) return {};
  as_block(block_).freeze();
  memosaic::view whole(*block_);
  *this = buffer();
  return whole;
}

std::optional<buffer> buffer::try_thaw(memosaic::view&& frozen) noexcept {
  if (frozen.owner_ == nullptr && frozen.empty()) return buffer();
  auto* const source = dynamic_cast<heap_block*>(frozen.owner_);
  if (source == nullptr || source->references() != 1) return std::nullopt;
  if (frozen.data_ != source->data() || frozen.size_ != source->size()) return std::nullopt;
  source->thaw();
  source->add_reference();
  frozen.release();
  return buffer(*source);
}

}  // namespace memosaic
