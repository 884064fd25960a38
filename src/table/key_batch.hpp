#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "table/key_index.hpp"

namespace memosaic::table_core {

/// Asks for a cache line that will be read soon. Any address may be given.
inline void prefetch_line(const std::byte* address) noexcept { __builtin_prefetch(address); }

/// Looks many keys up, so that the cache misses of up to 32 of them overlap.
///
/// For each `i` below `count`, in order: `key_of(i)` gives the key, as `bytes_view` or `std::uint64_t`; then, if a slot
/// is found, `touch(i, slot)` is to prefetch what will be read of that slot; and at least 16 keys later,
/// `visit(i, slot)` gets the slot, or `no_slot`. What `key_of` gives must live until the next call of it.
///
/// A group of 16 goes through its pilots, then its fingerprints, while the records of the group before are on their
/// way from memory.
template <typename KeyOf, typename Touch, typename Visit>
void look_up_many(const key_index& index, std::size_t count, const KeyOf& key_of, const Touch& touch,
                  const Visit& visit) {
  constexpr std::size_t group = 16;
  struct state {
    std::array<std::uint64_t, group> slots;
    std::size_t first = 0;
    std::size_t size = 0;
  };
  std::array<state, 2> states;
  std::array<key_hash, group> hashes;
  std::array<perfect_hash::probe, group> probes;

  const auto find_perfect = [&](state& now) {
    for (std::size_t i = 0; i < now.size; ++i) {
      hashes[i] = index.hash(key_of(now.first + i));
      probes[i] = index.start(hashes[i]);
      prefetch_line(probes[i].pilot);
    }
    for (std::size_t i = 0; i < now.size; ++i) {
      const std::uint64_t slot = probes[i].entry == nullptr ? no_slot : index.finish(probes[i]);
      now.slots[i] = index.holds(slot) ? slot : no_slot;
      if (now.slots[i] != no_slot) prefetch_line(index.fingerprint_place(slot));
    }
    for (std::size_t i = 0; i < now.size; ++i) {
      now.slots[i] = index.accept(now.slots[i], hashes[i]);
      if (now.slots[i] != no_slot) touch(now.first + i, now.slots[i]);
    }
  };
  const auto find_otherwise = [&](state& now) {
    for (std::size_t i = 0; i < now.size; ++i) {
      now.slots[i] = index.slot_of(key_of(now.first + i));
      if (now.slots[i] != no_slot) touch(now.first + i, now.slots[i]);
    }
  };
  const auto finish = [&](const state& before) {
    for (std::size_t i = 0; i < before.size; ++i) visit(before.first + i, before.slots[i]);
  };

  std::size_t turn = 0;
  for (std::size_t first = 0; first < count; first += group, turn ^= 1U) {
    state& now = states[turn];
    now.first = first;
    now.size = std::min(group, count - first);
    if (index.kind() == index_kind::perfect) {
      find_perfect(now);
    } else {
      find_otherwise(now);
    }
    finish(states[turn ^ 1U]);
  }
  finish(states[turn ^ 1U]);
}

}  // namespace memosaic::table_core
