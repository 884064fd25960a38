#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "memosaic/bytes/simd.hpp"

namespace memosaic {

/// Blanks, tabs, line ends, and the vertical kinds of both.
[[nodiscard]] constexpr bool is_hex_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// The inner loops of hex.hpp.
struct hex_kernels {
  /// Writes `2 * size` digits.
  void (*encode)(const std::byte* bytes, std::size_t size, char* text, bool upper) noexcept;

  /// Writes `3 * size` characters: two digits and the separator for every byte, the last one too.
  void (*encode_separated)(const std::byte* bytes, std::size_t size, char* text, bool upper, char separator) noexcept;

  /// Reads up to `pairs` pairs of digits; gives how many it read before the first that is none.
  std::size_t (*decode)(const char* text, std::size_t pairs, std::byte* bytes) noexcept;

  /// The same for pairs that are each followed by one character of white space.
  std::size_t (*decode_separated)(const char* text, std::size_t pairs, std::byte* bytes) noexcept;
};

/// Table look-ups: the scalar level, and the twin that tests compare the others with.
extern const hex_kernels scalar_hex_kernels;

/// The kernels of one level; those of a level that this build has not are the scalar ones.
[[nodiscard]] const hex_kernels& hex_kernels_for(simd_level level) noexcept;

}  // namespace memosaic
