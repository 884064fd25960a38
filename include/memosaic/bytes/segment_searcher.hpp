#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/find.hpp"

namespace memosaic {

/// Finds a needle in a run of bytes that arrives in segments: a chain's views, a pipe's reads, a file's windows.
///
/// Feed the segments in order; each is scanned once where it lies, and only the last `needle.size() - 1` bytes are
/// kept for matches that straddle a border. Positions count from the first byte that was ever fed.
///
///     segment_searcher search(needle);
///     for (bytes_view part : parts) {
///       search.feed(part);
///       while (auto at = search.next()) report(*at);   // before the next feed: it borrows `part`
///     }
///
/// `direction::backward` takes the segments from the last to the first; positions then count from the last byte that
/// was fed first, as the distance from that end to the start of the match.
///
/// Cost: O(bytes fed + matches * needle) overall, also for many tiny segments; 2 * (needle - 1) bytes of memory.
class segment_searcher {
 public:
  enum class direction : bool { forward, backward };

  /// The needle is copied. Errors: `std::invalid_argument` for an empty needle; `std::bad_alloc`.
  explicit segment_searcher(bytes_view needle, overlap overlapping = overlap::no,
                            direction way = direction::forward);

  /// Gives the next segment, borrowed until the next call of `feed`; matches not yet taken are lost.
  void feed(bytes_view segment MEMOSAIC_LIFETIMEBOUND);

  /// The next match that ends in the current segment, or nothing when it holds no more.
  [[nodiscard]] std::optional<std::uint64_t> next();

  /// How many bytes have been fed.
  [[nodiscard]] std::uint64_t fed() const noexcept;
};

}  // namespace memosaic
