#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/mismatch.hpp"
#include "sparse/zip.hpp"

/// What of two memories is alike, told without reading more of two runs than they can differ in.
namespace memosaic::sparse_core {

/// After so many addresses, two runs that repeat a pattern each show the same pairs of bytes again; nothing if one of
/// the pieces is no run.
template <memory_address Address>
[[nodiscard]] std::optional<std::uint64_t> joint_period(const path<Address>& a, const path<Address>& b) noexcept {
  constexpr auto repeat = static_cast<std::uint8_t>(piece_kind::repeat);
  if (a.kind() != repeat || b.kind() != repeat) return std::nullopt;
  using words = piece_words<address_length<Address>>;
  const std::uint64_t one = words::pattern(a.body())->period();
  const std::uint64_t other = words::pattern(b.body())->period();
  return checked_multiply(one / std::gcd(one, other), other);
}

/// The part of a range in which everything that two pieces show together comes up at least once.
template <memory_address Address>
[[nodiscard]] basic_address_range<Address> telling_part(const path<Address>& a, const path<Address>& b,
                                                        basic_address_range<Address> where) noexcept {
  const auto period = joint_period(a, b);
  if (!period || where.size() <= address_length<Address>{*period}) return where;
  return {where.start, *checked_advance<Address>(where.start, address_length<Address>{*period})};
}

/// Calls `visit(where, equal)` for the parts of a range in which two pieces, which both cover it, agree or differ.
template <memory_address Address, typename Visit>
void compare_bytes(const path<Address>& a, const path<Address>& b, basic_address_range<Address> where, Visit&& visit) {
  Address at = where.start;
  const auto behind = [&](std::size_t size) {
    return static_cast<Address>(static_cast<address_length<Address>>(at) + size);
  };
  while (at < where.stop) {
    const auto one = reader<Address>::bytes_from(a, at, where.stop);
    const auto other = reader<Address>::bytes_from(b, at, where.stop);
    const std::size_t size = std::min(one.size(), other.size());
    std::size_t start = 0;
    while (start < size) {
      const bool equal = one[start] == other[start];
      std::size_t stop = start + 1;
      if (equal) {
        stop = start + common_prefix(one.subspan(start, size - start), other.subspan(start, size - start));
      } else {
        while (stop < size && one[stop] != other[stop]) ++stop;
      }
      visit(basic_address_range<Address>{behind(start), behind(stop)}, equal);
      start = stop;
    }
    at = behind(size);
  }
}

/// Calls `visit(where, equal)` for the parts of a range in which two memories of a zip agree or differ, in order; the
/// range lies in the current stretch. A hole agrees with a hole only. Neighbouring parts may be of the same kind.
///
/// Cost: O(range); of two runs that agree everywhere, or nowhere, one joint period, however long they are.
template <memory_address Address, std::size_t Count, typename Visit>
void compare(const zip<Address, Count>& stretch, basic_address_range<Address> where, std::size_t first,
             std::size_t second, Visit&& visit) {
  if (!stretch.stored(first) || !stretch.stored(second)) {
    visit(where, stretch.stored(first) == stretch.stored(second));
    return;
  }
  const auto& a = stretch.way(first);
  const auto& b = stretch.way(second);
  const auto part = telling_part(a, b, where);
  if (part.stop < where.stop) {
    bool agree = false;
    bool differ = false;
    compare_bytes(a, b, part,
                  [&](const basic_address_range<Address>&, bool equal) { (equal ? agree : differ) = true; });
    if (agree != differ) {
      visit(where, agree);
      return;
    }
  }
  compare_bytes(a, b, where, visit);
}

}  // namespace memosaic::sparse_core
