#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"

/// What `searcher`, `matches` and `segment_searcher` keep between two steps of a search. Not an interface: no user
/// needs these types, they are here only because those classes hold them by value instead of on the heap.
namespace memosaic::detail {

/// The cut of a needle that lets Two-Way search in constant space, and where it may go on after a match.
struct two_way_state {
  bool ready = false;
  bool periodic = false;       ///< the whole needle repeats `shift` bytes
  std::size_t critical = 0;    ///< length of the left part of the cut
  std::size_t shift = 0;       ///< the period, or a safe lower bound of it
  std::size_t resume = npos;   ///< no match begins before here, counted as the search counts; npos: nothing is known
  std::size_t remembered = 0;  ///< how many bytes at `resume` are known to agree
};

/// What a search has prepared for one needle and learnt about its haystack, for one direction.
///
/// A probe is an offset in the needle. Probes are compared for many positions at once; only where all of them agree is
/// the needle itself compared.
struct search_plan {
  const std::byte* needle = nullptr;
  std::size_t size = 0;                 ///< of the needle
  std::array<std::size_t, 4> probes{};  ///< in the order of their worth; may repeat
  std::uint8_t leading = 0;             ///< how many are compared at every position, 1 to 4
  bool sampled = false;                 ///< chosen from the haystack rather than from the needle alone
  std::size_t patience = 32768;         ///< how much may be wasted before probes are chosen again
  std::size_t wasted = 0;               ///< cost of candidates that failed since then, as bytes scanned in that time
  std::size_t covered = 0;              ///< bytes scanned since then
  std::array<std::size_t, 2> failed{};  ///< needle offsets at which the last candidates failed
  std::size_t compared = 0;             ///< bytes of candidates compared since Two-Way was last in charge
  std::size_t scanned = 0;              ///< bytes scanned since then
  std::size_t linear_left = 0;          ///< positions that Two-Way still has to cover
  two_way_state two_way;

  /// Forgets what is tied to addresses: the next step searches other bytes with the same needle.
  void leave_haystack() noexcept {
    two_way.resume = npos;
    two_way.remembered = 0;
  }
};

}  // namespace memosaic::detail
