#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/simd.hpp"

namespace memosaic::image_core {

/// The inner loops of formats that write records as hexadecimal digits with a sum over their bytes.
struct record_kernels {
  /// Reads up to `pairs` pairs of digits of either case, and adds the bytes to `sum`. Gives how many pairs it read
  /// before the first that is none. Nothing is written beyond `bytes + pairs`.
  std::size_t (*decode)(const char* text, std::size_t pairs, std::byte* bytes, std::uint32_t& sum) noexcept;

  /// Writes `2 * size` upper-case digits; gives the sum of the bytes.
  std::uint32_t (*encode)(const std::byte* bytes, std::size_t size, char* text) noexcept;
};

/// Table look-ups: the scalar level, and the twin that tests compare the others with.
extern const record_kernels scalar_record_kernels;

/// The kernels of one level; those of a level that this build has not are the scalar ones.
[[nodiscard]] const record_kernels& record_kernels_for(simd_level level) noexcept;

/// Those of the level that is active.
[[nodiscard]] inline const record_kernels& active_record_kernels() noexcept {
  static const record_kernels& kernels = record_kernels_for(active_simd_level());
  return kernels;
}

}  // namespace memosaic::image_core
