#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/simd.hpp"

namespace memosaic {

/// The four scans over two runs of the same size that everything in mismatch.hpp and differences.hpp is made of.
///
/// They read only `[0, size)` of each run; both pointers may be null when `size` is 0.
struct compare_kernels {
  using scan = std::size_t (*)(const std::byte* a, const std::byte* b, std::size_t size) noexcept;

  scan first_difference;  ///< the lowest position whose bytes differ, or `size`
  scan last_difference;   ///< one past the highest position whose bytes differ, or 0
  scan first_equal;       ///< the lowest position whose bytes are the same, or `size`
  scan last_equal;        ///< one past the highest position whose bytes are the same, or 0

  /// Bit i tells whether the bytes at i differ, for `size` <= 64 positions; the other bits are 0.
  std::uint64_t (*difference_bits)(const std::byte* a, const std::byte* b, std::size_t size) noexcept;
};

/// Plain words, no vectors: the scalar level, and the twin that tests compare the others with.
extern const compare_kernels scalar_compare_kernels;

/// The kernels of one level; those of a level that this build has not are the scalar ones.
[[nodiscard]] const compare_kernels& compare_kernels_for(simd_level level) noexcept;

/// The kernels of `active_simd_level()`, looked up once.
[[nodiscard]] inline const compare_kernels& active_compare_kernels() noexcept {
  static const compare_kernels kernels = compare_kernels_for(active_simd_level());
  return kernels;
}

}  // namespace memosaic
