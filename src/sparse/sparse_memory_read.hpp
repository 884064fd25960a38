#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstring>

#include "memosaic/bytes/searcher.hpp"
#include "memosaic/error.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "sparse/block_search.hpp"
#include "sparse/comparison.hpp"
#include "sparse/match_visit.hpp"
#include "sparse/messages.hpp"
#include "sparse/reader.hpp"

/// The members of `basic_sparse_memory` that give bytes out; included by sparse_memory.cpp only.
namespace memosaic {

/// The first address of a range that is not stored, or the range's stop. Cost: O(log pieces), and the pieces it spans.
template <memory_address Address>
Address basic_sparse_memory<Address>::stored_until(range where) const noexcept {
  sparse_core::path<Address> way;
  way.seek(tree_, where.start);
  if (!way.leads_to_piece() || way.stop() <= where.start) return where.start;
  Address stop = way.stop();
  while (stop < where.stop && way.advance() && way.start() == stop) stop = way.stop();
  return std::min(stop, where.stop);
}

template <memory_address Address>
void basic_sparse_memory<Address>::require_stored(range where) const {
  if (const auto stop = stored_until(where); stop != where.stop) sparse_core::throw_hole(stop);
}

template <memory_address Address>
std::optional<std::byte> basic_sparse_memory<Address>::peek(Address at) const noexcept {
  sparse_core::path<Address> way;
  way.seek(tree_, at);
  if (!way.leads_to_piece()) return std::nullopt;
  const auto offset = distance(way.start(), at);
  if (offset >= way.size()) return std::nullopt;
  return sparse_core::reader<Address>::bytes_from(way, at, way.stop()).front();
}

template <memory_address Address>
void basic_sparse_memory<Address>::read(Address at, mutable_bytes_view target) const {
  const auto stop = checked_advance<Address>(at, target.size());
  if (!stop) sparse_core::throw_hole(highest_stop<Address>);
  Address expected = at;
  sparse_core::reader<Address>::visit(*this, {at, *stop}, [&](Address place, bytes_view bytes) {
    if (place != expected) return false;
    std::memcpy(target.data() + static_cast<std::size_t>(distance(at, place)), bytes.data(), bytes.size());
    expected = static_cast<Address>(static_cast<length>(place) + bytes.size());
    return true;
  });
  if (expected != *stop) sparse_core::throw_hole(expected);
}

template <memory_address Address>
void basic_sparse_memory<Address>::read(Address at, mutable_bytes_view target, std::byte hole) const noexcept {
  std::size_t done = 0;
  const auto pad = [&](std::size_t until) {
    if (until > done) std::memset(target.data() + done, static_cast<int>(hole), until - done);
  };
  const auto stop = checked_advance<Address>(at, target.size()).value_or(highest_stop<Address>);
  sparse_core::reader<Address>::visit(*this, {at, stop}, [&](Address place, bytes_view bytes) {
    const auto offset = static_cast<std::size_t>(distance(at, place));
    pad(offset);
    std::memcpy(target.data() + offset, bytes.data(), bytes.size());
    done = offset + bytes.size();
    return true;
  });
  pad(target.size());
}

template <memory_address Address>
std::vector<std::byte> basic_sparse_memory<Address>::to_bytes(range where) const {
  if (where.empty()) return {};
  // Tested first: a claim of 2^40 bytes must not allocate them to find out that they are a hole.
  require_stored(where);
  std::vector<std::byte> bytes(sparse_core::size_in_memory(where));
  read(where.start, bytes);
  return bytes;
}

template <memory_address Address>
view basic_sparse_memory<Address>::view(range where) const {
  using words = sparse_core::piece_words<length>;
  if (where.empty()) return {};
  require_stored(where);
  sparse_core::path<Address> way;
  way.seek(tree_, where.start);
  const auto refuse = [&](const char* why) { sparse_core::throw_refused("view", where, why); };
  if (way.stop() < where.stop) refuse("it lies in several pieces; call coalesce first, or read its segments");
  const auto offset = distance(way.start(), where.start);
  const auto kind = way.kind();
  const auto& body = way.body();
  if (kind == static_cast<std::uint8_t>(sparse_core::piece_kind::repeat)) {
    const auto& pattern = *words::pattern(body);
    const auto window = pattern.window(static_cast<std::uint64_t>(offset % pattern.period()));
    if (where.size() > window.size()) refuse("it is longer than what a run keeps of its pattern; call coalesce first");
    return memosaic::view(pattern.storage(), window.first(static_cast<std::size_t>(where.size())));
  }
  const auto size = static_cast<std::size_t>(where.size());
  const auto first = static_cast<std::size_t>(offset);
  if (kind == static_cast<std::uint8_t>(sparse_core::piece_kind::lent)) {
    const auto start = words::offset(body) + first;
    return words::lent(body)->lent().sub(start, start + size);
  }
  if (kind == static_cast<std::uint8_t>(sparse_core::piece_kind::own)) {
    auto& storage = *words::own(body);
    if (const auto writers = storage.writers(); writers != 0) throw buffer_pinned("view", writers);
    storage.end_writing();
    return memosaic::view(storage, {words::data(kind, body) + first, size});
  }
  auto* const copy = sparse_core::own_extent::make(size, 0, size, 0);
  std::memcpy(copy->data(), words::data(kind, body) + first, size);
  memosaic::view whole(*copy);
  copy->drop_reference();
  return whole;
}

template <memory_address Address>
bool basic_sparse_memory<Address>::same_content(const basic_sparse_memory& other) const noexcept {
  using reader = sparse_core::reader<Address>;
  const auto& a = tree_.total;
  const auto& b = other.tree_.total;
  if (a.content != b.content || a.blocks != b.blocks || a.first != b.first || a.stop != b.stop) return false;
  if (tree_.top == other.tree_.top && tree_.reference == other.tree_.reference) return true;
  sparse_core::path<Address> left;
  sparse_core::path<Address> right;
  if (!left.seek_reaching(tree_, lowest_address<Address>)) return true;
  static_cast<void>(right.seek_reaching(other.tree_, lowest_address<Address>));
  // Both hold the same number of bytes in the same number of blocks, so one cannot end before the other unless they
  // differ somewhere before.
  Address at = left.start();
  for (;;) {
    if (at < left.start() || at < right.start()) return false;
    const Address stop = std::min(left.stop(), right.stop());
    const Address told = sparse_core::telling_part(left, right, range{at, stop}).stop;
    while (at < told) {
      const auto x = reader::bytes_from(left, at, told);
      const auto y = reader::bytes_from(right, at, told);
      const auto size = std::min(x.size(), y.size());
      if (x.data() != y.data() && std::memcmp(x.data(), y.data(), size) != 0) return false;
      at = static_cast<Address>(static_cast<length>(at) + size);
    }
    at = stop;
    const bool left_ends = left.stop() == stop;
    const bool right_ends = right.stop() == stop;
    const bool left_goes_on = !left_ends || left.advance();
    const bool right_goes_on = !right_ends || right.advance();
    if (left_goes_on != right_goes_on) return false;
    if (!left_goes_on) return true;
    at = std::max(at, std::min(left.start(), right.start()));
  }
}

template <memory_address Address>
std::optional<Address> basic_sparse_memory<Address>::find(bytes_view needle, range where) const {
  if (needle.empty() || where.empty()) return std::nullopt;
  return sparse_core::block_search<Address>(*this, needle).first(where);
}

template <memory_address Address>
std::optional<Address> basic_sparse_memory<Address>::rfind(bytes_view needle, range where) const {
  if (needle.empty() || where.empty()) return std::nullopt;
  return sparse_core::block_search<Address>(*this, needle).last(where);
}

template <memory_address Address>
std::vector<Address> basic_sparse_memory<Address>::find_all(bytes_view needle, overlap overlapping, range where) const {
  std::vector<Address> found;
  sparse_core::visit_matches(*this, needle, overlapping, where, [&](Address at) { found.push_back(at); });
  return found;
}

template <memory_address Address>
typename basic_sparse_memory<Address>::length basic_sparse_memory<Address>::count(bytes_view needle,
                                                                                  overlap overlapping,
                                                                                  range where) const {
  return sparse_core::count_matches(*this, needle, overlapping, where);
}

}  // namespace memosaic
