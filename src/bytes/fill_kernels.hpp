#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "memosaic/bytes/simd.hpp"

namespace memosaic {

/// The inner loop of a pattern fill.
struct fill_kernels {
  /// What `target`, `tile` and `size` below are multiples of, and how far a tile is readable beyond its size.
  static constexpr std::size_t granule = 64;

  /// Copies a tile over the target again and again: `target[i] = tile[i % tile_size]` for all i below `size`.
  ///
  /// A tile of any size but 0 will do; it is fastest as a multiple of the granule that fits the first-level cache. The
  /// tile's bytes go on for one granule beyond `tile_size`, as if it began again.
  void (*repeat_tile)(std::byte* target, std::size_t size, const std::byte* tile, std::size_t tile_size) noexcept;
};

/// The scalar level: the C library's copies.
extern const fill_kernels scalar_fill_kernels;

/// The kernels of one level; those of a level that this build has not are the scalar ones.
[[nodiscard]] const fill_kernels& fill_kernels_for(simd_level level) noexcept;

}  // namespace memosaic
