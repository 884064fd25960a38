#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>

#include "memosaic/table/packed_cell.hpp"
#include "memosaic/table/value.hpp"
#include "memosaic/table/value_view.hpp"

namespace memosaic::table_core {

/// Whether a stored value is the same key as `needle`.
[[nodiscard]] bool matches(const value_view& stored, const value& needle);

/// The position of the first entry that the index has for `hash` and that `is_it` accepts.
///
/// Whatever the index holds, positions are below `count` and the search ends.
template <typename Test>
[[nodiscard]] std::optional<std::size_t> find_in_index(const std::byte* index, std::size_t count, std::uint64_t hash,
                                                       const Test& is_it) {
  const auto wanted = static_cast<std::uint32_t>(hash >> 32);
  const auto hash_at = [&](std::size_t i) { return load_unchecked<std::uint32_t>(index + 8 * i, std::endian::little); };
  std::size_t first = 0;
  for (std::size_t rest = count; rest != 0;) {
    const std::size_t half = rest / 2;
    if (hash_at(first + half) < wanted) {
      first += half + 1;
      rest -= half + 1;
    } else {
      rest = half;
    }
  }
  for (; first < count && hash_at(first) == wanted; ++first) {
    const std::size_t position = load_unchecked<std::uint32_t>(index + 8 * first + 4, std::endian::little);
    if (position < count && is_it(position)) return position;
  }
  return std::nullopt;
}

}  // namespace memosaic::table_core
