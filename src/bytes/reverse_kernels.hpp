#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "memosaic/bytes/simd.hpp"

namespace memosaic {

/// The inner loops of reverse.hpp. All work in place and accept null for no bytes.
struct reverse_kernels {
  void (*reverse)(std::byte* bytes, std::size_t size) noexcept;

  /// `size` is a multiple of `item_size`, which is 2, 4, 8 or 16.
  void (*swap_items)(std::byte* bytes, std::size_t size, std::size_t item_size) noexcept;
};

/// Plain loops: the scalar level, and the twin that tests compare the others with.
extern const reverse_kernels scalar_reverse_kernels;

/// The kernels of one level; those of a level that this build has not are the scalar ones.
[[nodiscard]] const reverse_kernels& reverse_kernels_for(simd_level level) noexcept;

}  // namespace memosaic
