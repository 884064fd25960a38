#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/crc.hpp"
#include "memosaic/bytes/simd.hpp"

namespace memosaic {

/// The inner loops of crc.hpp.
struct crc_kernels {
  using constants = std::array<std::uint64_t, 2>;

  /// Folds whole blocks of 16 bytes into one that has the same remainder.
  ///
  /// `size` is a multiple of 16 and at least 64; `state` is the register before the first byte.
  using fold = void (*)(const std::byte* bytes, std::size_t size, std::uint64_t state, const constants& far,
                        const constants& near, std::byte (&block)[16]) noexcept;

  fold fold_reflected;  ///< null where the level has no carry-less multiplication
  fold fold_forward;    ///< the same for CRCs that are not reflected

  /// The register of CRC-32C after `bytes`, by the processor's instruction for it; null where there is none.
  std::uint64_t (*update_32c)(std::uint64_t state, const std::byte* bytes, std::size_t size) noexcept;

  /// The register after `bytes`.
  [[nodiscard]] std::uint64_t update(const crc_algorithm& algorithm, std::uint64_t state,
                                     bytes_view bytes) const noexcept;
};

/// The kernels of one level; those of a level that this build or this machine has not fold nothing.
[[nodiscard]] const crc_kernels& crc_kernels_for(simd_level level) noexcept;

}  // namespace memosaic
