#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "memosaic/bytes/fill.hpp"
#include "memosaic/image/image.hpp"
#include "memosaic/sparse/alignment.hpp"

namespace memosaic::image_core {

/// Writes to `to` what `change(at, bytes)` makes of the stored bytes of a range, at the same addresses. It is given
/// copies of up to 64 KiB, and changes them in place.
///
/// `period`: what `change` does at an address, it also does `period` addresses later, so that a run can be changed in
/// its pattern alone. 0: it does not repeat.
template <typename Change>
void rewrite(const image_memory& from, image_range where, std::size_t period, image_memory& to, Change&& change) {
  constexpr std::size_t part_size = 64 * 1024;
  constexpr std::size_t longest_tile = 1024 * 1024;
  std::vector<std::byte> part;
  for (const auto& piece : from.segments(where)) {
    const uint128 size = distance(piece.start, piece.stop);
    if (piece.repeats && period != 0) {
      const uint128 tile = uint128{period / std::gcd(period, piece.bytes.size())} * piece.bytes.size();
      if (tile <= longest_tile && tile < size) {
        part.resize(static_cast<std::size_t>(tile));
        memosaic::fill(mutable_bytes_view(part), piece.bytes);
        change(piece.start, mutable_bytes_view(part));
        to.fill({piece.start, piece.stop}, part);
        continue;
      }
    }
    for (uint128 done = 0; done < size; done += part.size()) {
      part.resize(static_cast<std::size_t>(std::min<uint128>(part_size, size - done)));
      const int128 at = *checked_advance(piece.start, done);
      if (piece.repeats) {
        memosaic::fill(mutable_bytes_view(part), piece.bytes, static_cast<std::size_t>(done % piece.bytes.size()));
      } else {
        std::ranges::copy(piece.bytes.subspan(static_cast<std::size_t>(done), part.size()), part.begin());
      }
      change(at, mutable_bytes_view(part));
      to.write(at, part);
    }
  }
}

/// The multiple of `unit` at or below an address; the lowest address if that is none.
[[nodiscard]] constexpr int128 floor_to(int128 address, int128 unit) {
  return aligned_down(address, static_cast<uint128>(unit)).value_or(lowest_address<int128>);
}

/// The multiple at or above an address; where addresses end if that is none.
[[nodiscard]] constexpr int128 ceiling_to(int128 address, int128 unit) {
  return aligned_up(address, static_cast<uint128>(unit)).value_or(highest_stop<int128>);
}

}  // namespace memosaic::image_core
