#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <span>
#include <string_view>

namespace memosaic {

/// The instruction sets that the kernels are compiled for. Every level gives the same answers.
enum class simd_level : std::uint8_t { scalar, neon, avx2, avx512 };

/// The level in use: the best that this machine has, unless `MEMOSAIC_SIMD` names another.
///
/// `MEMOSAIC_SIMD` is one of scalar, neon, avx2, avx512, and is read once, at first use. A level that the machine
/// lacks, or an unknown name, is ignored: a library does not stop a program over a hint.
[[nodiscard]] simd_level active_simd_level() noexcept;

/// The levels that this machine can run, the plainest first; never empty.
[[nodiscard]] std::span<const simd_level> available_simd_levels() noexcept;

[[nodiscard]] std::string_view to_string(simd_level level) noexcept;

}  // namespace memosaic
