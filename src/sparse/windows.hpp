#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <array>
#include <cstddef>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/mismatch.hpp"
#include "sparse/zip.hpp"

namespace memosaic::sparse_core {

/// The bytes of several memories at the same addresses, as far as they lie in memory as one run in each; where a memory
/// has a hole, its bytes are empty.
template <memory_address Address, std::size_t Count>
struct window {
  basic_address_range<Address> where;
  std::array<bytes_view, Count> bytes;

  [[nodiscard]] bool stored(std::size_t index) const noexcept { return !bytes[index].empty(); }

  /// The part of `[start, stop)`, counted in bytes from the window's start.
  [[nodiscard]] basic_address_range<Address> part(std::size_t start, std::size_t stop) const noexcept {
    const auto base = static_cast<address_length<Address>>(where.start);
    return {static_cast<Address>(base + start), static_cast<Address>(base + stop)};
  }
};

/// Part of a window, counted in bytes from its start.
template <memory_address Address, std::size_t Count>
[[nodiscard]] window<Address, Count> part_of(const window<Address, Count>& whole, std::size_t start,
                                             std::size_t stop) noexcept {
  window<Address, Count> shown;
  shown.where = whole.part(start, stop);
  for (std::size_t i = 0; i < Count; ++i) {
    if (whole.stored(i)) shown.bytes[i] = whole.bytes[i].subspan(start, stop - start);
  }
  return shown;
}

/// Calls `visit(window)` for all of the current stretch of a zip, in order.
template <memory_address Address, std::size_t Count, typename Visit>
void visit_windows(const zip<Address, Count>& stretch, Visit&& visit) {
  auto rest = stretch.where();
  while (!rest.empty()) {
    window<Address, Count> shown;
    address_length<Address> size = rest.size();
    for (std::size_t i = 0; i < Count; ++i) {
      if (!stretch.stored(i)) continue;
      shown.bytes[i] = reader<Address>::bytes_from(stretch.way(i), rest.start, rest.stop);
      size = std::min<address_length<Address>>(size, shown.bytes[i].size());
    }
    for (auto& bytes : shown.bytes) {
      if (!bytes.empty()) bytes = bytes.first(static_cast<std::size_t>(size));
    }
    const auto stop = static_cast<Address>(static_cast<address_length<Address>>(rest.start) + size);
    shown.where = {rest.start, stop};
    visit(shown);
    rest.start = stop;
  }
}

/// Calls `visit(start, stop, equal)` for the runs, in bytes of a window, in which two memories agree or differ. A hole
/// agrees with a hole only. Runs are maximal within the window.
template <memory_address Address, std::size_t Count, typename Visit>
void visit_runs(const window<Address, Count>& shown, std::size_t first, std::size_t second, Visit&& visit) {
  const auto size = static_cast<std::size_t>(shown.where.size());
  if (!shown.stored(first) || !shown.stored(second)) {
    visit(std::size_t{0}, size, shown.stored(first) == shown.stored(second));
    return;
  }
  const auto a = shown.bytes[first];
  const auto b = shown.bytes[second];
  std::size_t start = 0;
  while (start < size) {
    const bool equal = a[start] == b[start];
    auto stop = start + 1;
    if (equal) {
      stop = start + common_prefix(a.subspan(start), b.subspan(start));
    } else {
      while (stop < size && a[stop] != b[stop]) ++stop;
    }
    visit(start, stop, equal);
    start = stop;
  }
}

}  // namespace memosaic::sparse_core
