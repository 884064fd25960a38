#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "memosaic/sparse/sparse_memory.hpp"
#include "sparse/messages.hpp"
#include "sparse/reader.hpp"

/// The members of `basic_sparse_memory` that say what is where; included by sparse_memory.cpp only.
namespace memosaic {

template <memory_address Address>
typename basic_sparse_memory<Address>::range basic_sparse_memory<Address>::content_range() const noexcept {
  if (empty()) {
    const auto at = bounds_.start.value_or(bounds_.stop ? std::min<Address>(0, *bounds_.stop) : Address{0});
    return {at, at};
  }
  return {static_cast<Address>(tree_.total.first), static_cast<Address>(tree_.total.stop)};
}

template <memory_address Address>
typename basic_sparse_memory<Address>::range basic_sparse_memory<Address>::span() const noexcept {
  const auto content = content_range();
  return {bounds_.start.value_or(content.start), bounds_.stop.value_or(content.stop)};
}

template <memory_address Address>
void basic_sparse_memory<Address>::set_bounds(const bounds_type& limits) {
  const auto allowed = limits.range();
  if (allowed.stop < allowed.start) {
    sparse_core::throw_refused("bounds", allowed, "they end before they start");
  }
  crop(allowed);
  bounds_ = limits;
}

template <memory_address Address>
bool basic_sparse_memory<Address>::contains(range where) const noexcept {
  return where.empty() || stored_until(where) == where.stop;
}

template <memory_address Address>
basic_run<Address> basic_sparse_memory<Address>::run_at(Address at) const noexcept {
  sparse_core::path<Address> way;
  way.seek(tree_, at);
  if (!way.leads_to_piece() || way.stop() <= at) {
    return {
        {way.leads_to_piece() ? way.stop() : lowest_address<Address>, way.next_start().value_or(highest_stop<Address>)},
        false};
  }
  basic_run<Address> found{{way.start(), way.stop()}, true};
  auto before = way;
  while (before.retreat() && before.stop() == found.range.start) found.range.start = before.start();
  while (way.advance() && way.start() == found.range.stop) found.range.stop = way.stop();
  return found;
}

template <memory_address Address>
basic_run<Address> basic_sparse_memory<Address>::equal_run_at(Address at) const noexcept {
  auto around = run_at(at);
  if (!around.stored) return around;
  const auto value = peek(at);
  const auto block = around.range;
  around.range = {at, at};
  sparse_core::reader<Address>::visit(*this, {at, block.stop}, [&](Address, bytes_view bytes) {
    const auto other = std::ranges::find_if(bytes, [&](std::byte byte) { return byte != *value; });
    const auto same = static_cast<length>(other - bytes.begin());
    around.range.stop = static_cast<Address>(static_cast<length>(around.range.stop) + same);
    return other == bytes.end();
  });
  sparse_core::path<Address> way;
  way.seek(tree_, at);
  do {
    // Backwards within a piece; what differs ends the run.
    const auto part =
        sparse_core::reader<Address>::segment_of(way, {way.start(), std::min(way.stop(), around.range.stop)});
    if (part.repeats && std::ranges::all_of(part.bytes, [&](std::byte byte) { return byte == *value; })) {
      around.range.start = part.start;
      continue;
    }
    while (around.range.start > part.start) {
      const auto before = static_cast<Address>(static_cast<length>(around.range.start) - 1);
      if (part.at(before) != *value) return around;
      around.range.start = before;
    }
  } while (way.retreat() && way.stop() == around.range.start);
  return around;
}

template <memory_address Address>
Address basic_sparse_memory<Address>::byte_address(length index) const {
  if (index >= content_size()) sparse_core::throw_number("byte", index, content_size());
  auto reference = tree_.reference;
  auto* at = tree_.top;
  while (at->height != 0) {
    const auto& children = sparse_core::as_inner<length>(*at);
    unsigned i = 0;
    for (; index >= children.slots[i].content; ++i) index -= children.slots[i].content;
    reference += children.slots[i].reference;
    at = children.slots[i].child;
  }
  const auto& pieces = sparse_core::as_leaf<length>(*at);
  unsigned i = 0;
  for (; index >= pieces.length(i); ++i) index -= pieces.length(i);
  return static_cast<Address>(reference + pieces.start[i] + index);
}

template <memory_address Address>
typename basic_sparse_memory<Address>::range basic_sparse_memory<Address>::block(std::uint64_t index) const {
  if (index >= block_count()) sparse_core::throw_number<length>("block", index, block_count());
  auto reference = tree_.reference;
  auto* at = tree_.top;
  while (at->height != 0) {
    const auto& children = sparse_core::as_inner<length>(*at);
    unsigned i = 0;
    // A child whose first block goes on from the child before it begins one block less.
    std::uint64_t begun = children.slots[0].blocks;
    while (index >= begun) {
      index -= begun;
      ++i;
      begun = children.slots[i].blocks - static_cast<unsigned>(children.joined(i));
    }
    index += children.slots[i].blocks - begun;
    reference += children.slots[i].reference;
    at = children.slots[i].child;
  }
  const auto& pieces = sparse_core::as_leaf<length>(*at);
  unsigned i = 0;
  while (index > 0) {
    ++i;
    if (!pieces.joined(i)) --index;
  }
  return run_at(static_cast<Address>(reference + pieces.start[i])).range;
}

template <memory_address Address>
std::vector<typename basic_sparse_memory<Address>::range> basic_sparse_memory<Address>::gaps(range where) const {
  std::vector<range> found;
  if (where.empty()) return found;
  Address free = where.start;
  for (const range& stored : blocks(where)) {
    if (free < stored.start) found.push_back({free, stored.start});
    free = stored.stop;
  }
  if (free < where.stop) found.push_back({free, where.stop});
  return found;
}

template <memory_address Address>
std::uint64_t basic_sparse_memory<Address>::piece_count() const noexcept {
  sparse_core::path<Address> way;
  std::uint64_t count = 0;
  for (bool more = way.seek_reaching(tree_, lowest_address<Address>); more; more = way.advance()) ++count;
  return count;
}

template <memory_address Address>
void basic_sparse_memory<Address>::require_version(std::uint64_t version) const {
  if (version != version_) sparse_core::throw_changed();
}

template <memory_address Address>
bool basic_sparse_memory<Address>::next_item(range& rest, segment_type& item) const noexcept {
  sparse_core::path<Address> way;
  if (rest.empty() || !way.seek_reaching(tree_, rest.start) || way.start() >= rest.stop) return false;
  item = sparse_core::reader<Address>::segment_of(way, rest);
  rest.start = item.stop;
  return true;
}

template <memory_address Address>
bool basic_sparse_memory<Address>::next_item(range& rest, range& item) const noexcept {
  sparse_core::path<Address> way;
  if (rest.empty() || !way.seek_reaching(tree_, rest.start) || way.start() >= rest.stop) return false;
  item = {std::max(way.start(), rest.start), way.stop()};
  while (item.stop < rest.stop && way.advance() && way.start() == item.stop) item.stop = way.stop();
  item.stop = std::min(item.stop, rest.stop);
  rest.start = item.stop;
  return true;
}

}  // namespace memosaic
