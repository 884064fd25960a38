#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/endian.hpp"

/// A block of a UF2 file: 512 bytes that stand for themselves. All numbers are 32 bits, little-endian.
///
/// Source: the README of the repository microsoft/uf2.
namespace memosaic::image_core {

inline constexpr std::size_t uf2_block_size = 512;
inline constexpr std::size_t uf2_most_payload = 476;
inline constexpr std::size_t uf2_md5_size = 24;  ///< at the end of the data, if the flag says so

/// Where the numbers of a block stand.
struct uf2_field {
  static constexpr std::size_t first_magic = 0, second_magic = 4, flags = 8, address = 12, payload_size = 16,
                               number = 20, count = 24, family = 28, data = 32, final_magic = 508;
};

struct uf2_magic {
  static constexpr std::uint32_t first = 0x0A324655, second = 0x9E5D5157, final = 0x0AB16F30;
};

struct uf2_flag {
  static constexpr std::uint32_t not_main_flash = 0x0001, file_container = 0x1000, family = 0x2000, md5 = 0x4000;
};

/// The number at `field` of the block that begins at `block`.
[[nodiscard]] inline std::uint32_t uf2_number(const std::byte* block, std::size_t field) noexcept {
  return load_unchecked<std::uint32_t>(block + field, std::endian::little);
}

/// Whether the 512 bytes at `block` are a block of a UF2 file.
[[nodiscard]] inline bool has_uf2_magic(const std::byte* block) noexcept {
  return uf2_number(block, uf2_field::first_magic) == uf2_magic::first &&
         uf2_number(block, uf2_field::second_magic) == uf2_magic::second &&
         uf2_number(block, uf2_field::final_magic) == uf2_magic::final;
}

}  // namespace memosaic::image_core
