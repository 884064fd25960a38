#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"

/// Where one run of bytes lies relative to another. Addresses are compared as numbers: the runs may come from
/// different allocations, for which comparing pointers says nothing.
namespace memosaic {

[[nodiscard]] inline std::uint64_t address_of(const std::byte* data) noexcept {
  return reinterpret_cast<std::uintptr_t>(data);
}

/// How far after the start of `whole` the run `part` begins; wraps around if it begins before.
[[nodiscard]] inline std::uint64_t offset_in(bytes_view part, bytes_view whole) noexcept {
  return address_of(part.data()) - address_of(whole.data());
}

/// Tests that all of `part` lies in `whole`. Errors: `std::out_of_range`.
inline void require_inside(bytes_view part, bytes_view whole) {
  require_run(offset_in(part, whole), part.size(), whole.size());
}

/// Whether the two share a byte.
[[nodiscard]] inline bool overlaps(bytes_view a, bytes_view b) noexcept {
  if (a.empty() || b.empty()) return false;
  return offset_in(a, b) < b.size() || offset_in(b, a) < a.size();
}

}  // namespace memosaic
