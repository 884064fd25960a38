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

/// Looks many keys up, so that the cache misses of up to 16 of them overlap: more than that no core has under way.
///
/// For each `i` below `count`, in order: `key_of(i)` gives the key, as `bytes_view` or `std::uint64_t`; then, if a slot
/// is found, `touch(i, slot)` is to prefetch what will be read of that slot; and at least 8 keys later, if there are
/// so many, `visit(i, slot)` gets the slot, or `no_slot`. What `key_of` gives must live until the next call of it.
///
/// A group of 8 is hashed and its pilots are asked for; then its slots are found, while the records of the group before
/// are on their way from memory. The fingerprints are not waited for: they are predicted to be right. Both groups of a
/// call with 16 keys overlap, which one group of 16 would not.
template <typename KeyOf, typename Touch, typename Visit>
void look_up_many(const key_index& index, std::size_t count, const KeyOf& key_of, const Touch& touch,
                  const Visit& visit) {
  constexpr std::size_t group = 8;
  using slots_of_group = std::array<std::uint64_t, group>;
  std::array<slots_of_group, 2> slots;
  std::array<perfect_hash::probe, group> probes;

  const auto find_usual = [&](std::size_t first, std::size_t size, slots_of_group& found) {
    for (std::size_t i = 0; i < size; ++i) {
      probes[i] = index.usual_start(key_of(first + i));
      prefetch_line(probes[i].pilot);
    }
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint64_t slot = index.usual_finish(probes[i]);
      found[i] = slot;
      if (slot != no_slot) touch(first + i, slot);
    }
  };
  const auto find_otherwise = [&](std::size_t first, std::size_t size, slots_of_group& found) {
    for (std::size_t i = 0; i < size; ++i) {
      found[i] = index.slot_of(key_of(first + i));
      if (found[i] != no_slot) touch(first + i, found[i]);
    }
  };
  const auto visit_all = [&](std::size_t first, std::size_t size, const slots_of_group& found) {
    for (std::size_t i = 0; i < size; ++i) visit(first + i, found[i]);
  };

  std::size_t turn = 0;
  for (std::size_t first = 0; first < count; first += group, turn ^= 1U) {
    const std::size_t size = std::min(group, count - first);
    if (index.is_usual()) [[likely]] {
      find_usual(first, size, slots[turn]);
    } else {
      find_otherwise(first, size, slots[turn]);
    }
    if (first != 0) visit_all(first - group, group, slots[turn ^ 1U]);
  }
  if (count != 0) {
    const std::size_t rest = (count - 1) % group + 1;
    visit_all(count - rest, rest, slots[turn ^ 1U]);
  }
}

}  // namespace memosaic::table_core
