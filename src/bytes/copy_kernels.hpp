#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "memosaic/bytes/simd.hpp"

namespace memosaic {

/// Copying past the caches.
struct copy_kernels {
  /// What a level streams at once; shorter runs are not for it.
  static constexpr std::size_t stream_block = 16 * 1024;

  /// Copies `size` >= `stream_block` bytes with stores that leave no trace in the caches. The runs do not overlap.
  ///
  /// Null where the level has no such stores.
  void (*stream)(std::byte* to, const std::byte* from, std::size_t size) noexcept;
};

/// The kernels of one level; those of a level that this build has not stream nothing.
[[nodiscard]] const copy_kernels& copy_kernels_for(simd_level level) noexcept;

}  // namespace memosaic
